"""What people do with customers: segments as sentences, joining and taking it back, files, notes and secrets."""

import checks
from pages import settled

# Two records of one person, made by the API; the ids.
TWINS = """async mark => {
  const session = await (await fetch('/api/v1/session')).json();
  const make = async body => (await (await fetch('/api/v1/customers', { method: 'POST', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf } })).json()).id;
  const mail = name => [{ kind: 'email', value: `${name}-${mark}@browser.example`, verified: true }];
  return [await make({ name: 'Robin Hood', company: 'Sherwood', identities: mail('robin') }),
    await make({ name: 'R. Hood', tier: 'gold', note: 'Prefers green.', identities: mail('hood') })];
}"""
FILE = """姓名,手机号,等级,whatever
赵一,138 0000 8801,gold,x
钱二,13800008802,,y
赵一,13800008801,,z
孙三,12,,w
"""


async def play(house):
    for flow in (segment, joining, bringing_in, papers):
        await flow(house)


async def choose(page, option: str):
    await page.wait_for_selector(".menu [role=option]")
    if await page.locator(".menu .menu-filter").count():
        await page.fill(".menu .menu-filter", option)
    await page.click(f".menu [role=option]:has-text('{option}') >> nth=0")


async def segment(house):
    async with house.page("segment builder") as page:
        await page.goto(f"{house.base}/customers?edit=new")
        await settled(house, page)
        await page.click(".condition-add .button >> nth=0")
        await page.select_option(".condition-line >> nth=0 >> select >> nth=0", "customer.tier")
        await page.click(".condition-line >> nth=0 >> .condition-many .button")
        await choose(page, "VIP")
        await page.wait_for_selector(".segment-size strong")
        found = await page.inner_text(".segment-size strong")
        await page.click("condition-editor > fieldset > .condition-add .button >> nth=2")
        await page.select_option(".condition-count select >> nth=0", "customer.facts.order")
        await house.until(page, "before => document.querySelector('.segment-size strong')?.textContent !== before", found)
        await checks.look(page, "segment builder", house.report, "en")
        address = page.url
        await page.reload()
        await settled(house, page)
        assert page.url == address and await page.locator(".condition-count").count() == 1, "the filter is a link"
        await page.click(".segment-buttons .primary")
        await page.fill("#segment-name", "Browser VIPs")
        await checks.look(page, "save a segment", house.report, "en")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/customers?segment=*")
        await page.wait_for_selector(".segment-title:has-text('Browser VIPs')")
        await house.until(page, "document.querySelector('.segment-words').textContent.includes('VIP')")
        await settled(house, page)
        await checks.look(page, "a segment", house.report, "en")
        await page.click(".segment-actions button")
        await page.click("dialog .danger")
        await house.until(page, "location.pathname + location.search === '/customers'")
        house.report.done("a segment is put together, counted at once, linked, saved and removed")


async def joining(house):
    async with house.page("joining") as page:
        await page.goto(f"{house.base}/customers")
        await settled(house, page)
        one, two = await page.evaluate(TWINS, str(id(page)))
        await page.goto(f"{house.base}/customers/{one}")
        await settled(house, page)
        await page.click(".card-foot .link-button")
        await page.fill("#join-search", "R. Hood")
        await page.click(".join-result >> nth=0")
        await page.wait_for_selector(".join-fields")
        await checks.look(page, "join preview", house.report, "en")
        assert await page.locator(".join-choice.chosen:has-text('Gold')").count() == 1, "the better tier is taken"
        await page.click(".join-fields tr:has-text('Name') td:nth-child(3) label")
        await page.wait_for_selector(".join-result-text:has-text('R. Hood')")
        await page.click(".join .primary")
        await house.until(page, "document.querySelector('h1').textContent === 'R. Hood'")
        await page.click(".toast-action")
        await house.until(page, "document.querySelector('h1').textContent === 'Robin Hood'")
        again = await page.evaluate("async id => (await (await fetch('/api/v1/customers/' + id)).json()).id", two)
        assert again == two, "taken back, the other is a customer of their own"
        await page.goto(f"{house.base}/customers/duplicates")
        await settled(house, page)
        house.report.done("two records are joined field by field, and parted again")


async def bringing_in(house):
    async with house.page("bringing in", "zh") as page:
        await page.goto(f"{house.base}/customers/import")
        await settled(house, page)
        await page.set_input_files(
            "#import-file", [{"name": "客户.csv", "mimeType": "text/csv", "buffer": FILE.encode("gb18030")}]
        )
        await page.wait_for_selector(".import-map")
        await checks.look(page, "columns", house.report, "zh")
        await page.click(".import-map tr:has-text('whatever') .pill")
        await choose(page, "备注")
        await page.click(".import-buttons .button:not(.primary) >> nth=1")
        await page.wait_for_url("**/customers/import/*")
        await page.wait_for_selector(".import-errors tbody tr >> nth=1")
        await checks.look(page, "a trial", house.report, "zh")
        trial = page.url
        await page.click(".import-buttons .primary")
        await house.until(page, "url => location.href !== url", trial)
        await page.wait_for_selector(".import-head .chip-good")
        numbers = await page.eval_on_selector_all(".import-numbers .tile-value", "all => all.map(each => each.textContent)")
        assert numbers[0] == "4" and numbers[4:] == ["1", "1"] and numbers[1] in ("2", "0"), numbers
        await page.go_back()
        await house.until(page, "url => location.href === url", trial)
        await settled(house, page)
        house.report.done("a file is tried, its wrong lines are named, and it is read in")


async def papers(house):
    async with house.page("papers") as page:
        await page.goto(f"{house.base}/customers")
        await settled(house, page)
        customer = await page.evaluate("async () => (await (await fetch('/api/v1/customers?tier=vip')).json()).data[0].id")
        await page.goto(f"{house.base}/customers/{customer}")
        await settled(house, page)
        await page.fill(".note-form textarea", "Called about the grinder.")
        await page.click(".note-form .button")
        await page.wait_for_selector(".paper-note:has-text('grinder')")
        secret = page.locator(".paper-value:has-text('••••') .icon-button")
        await secret.first.click()
        await page.fill("#reveal-why", "Refund")
        await checks.look(page, "a secret", house.report, "en")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".paper-secret")
        await page.keyboard.press("Escape")
        await page.click(".paper-note:has-text('grinder') .link-button >> nth=1")
        await house.until(page, "!document.body.textContent.includes('Called about the grinder')")
        house.report.done("notes are written and removed, a secret is shown for a reason")
