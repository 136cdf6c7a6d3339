"""What people do, done by keyboard and mouse. Nothing here reaches a customer: what is sent is called back."""

import checks
from pages import settled


async def play(house):
    async with house.page("flows") as page:
        await page.goto(f"{house.base}/inbox/all")
        ticket = await house.first(page, "/tickets?view=open")
    for flow in (wrong_password, keys, palette, language_switch, single_keys_off, back, charts, survey):
        await flow(house, ticket)


async def wrong_password(house, _):
    async with house.page("wrong password", signed=False, expected=(401, 403, 422, 429)) as page:
        await page.goto(f"{house.base}/sign-in")
        await page.fill("#email", "nobody@example.com")
        await page.fill("#password", "not-the-password")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".door-error[role=alert]", timeout=15_000)
        await checks.look(page, "wrong password", house.report, "en")
        house.report.done("a wrong password is said, and the focus goes back to it")


async def keys(house, _):
    async with house.page("keys") as page:
        await page.goto(f"{house.base}/inbox/all")
        await settled(house, page)
        await page.keyboard.press("j")
        await page.wait_for_selector("conversation-view .message", timeout=10_000)
        first = page.url
        await page.keyboard.press("j")
        await house.until(page, "url => location.href !== url", first)
        await page.keyboard.press("k")
        await house.until(page, "url => location.href === url", first)
        await page.keyboard.press("n")
        assert await page.evaluate("document.activeElement.id") == "composer-text"
        assert await page.evaluate("document.querySelector('message-composer').classList.contains('note')")
        await page.keyboard.press("Escape")
        await page.keyboard.press("a")
        await page.wait_for_selector(".menu [role=option]")
        await checks.look(page, "menu", house.report, "en")
        await page.keyboard.press("Escape")
        await page.keyboard.press("?")
        await page.wait_for_selector("dialog[open] kbd")
        await checks.look(page, "shortcuts", house.report, "en")
        house.report.done("keys move, write, assign and explain themselves")


async def palette(house, _):
    async with house.page("palette") as page:
        await page.goto(f"{house.base}/inbox/all")
        await settled(house, page)
        await page.keyboard.press("Control+k")
        await page.wait_for_selector(".palette [role=option]")
        await page.keyboard.type("reports")
        await checks.look(page, "palette", house.report, "en")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/reports")
        house.report.done("the palette goes where it is told")


async def language_switch(house, _):
    async with house.page("language switch", "en") as page:
        await page.goto(f"{house.base}/inbox/all")
        await settled(house, page)
        await page.evaluate("window.notReloaded = true")
        await page.click(".rail-self")
        await page.click(".menu [role=option]:has-text('中文')")
        await house.until(page, "document.documentElement.lang === 'zh-CN'")
        await settled(house, page)
        assert await page.evaluate("window.notReloaded")
        await checks.look(page, "language switch", house.report, "zh")
        house.report.done("the language changes without a reload")


async def single_keys_off(house, _):
    async with house.page("single keys off") as page:
        await page.goto(f"{house.base}/inbox/all")
        await settled(house, page)
        await page.evaluate("localStorage.setItem('moat.keys', 'off')")
        await page.reload()
        await settled(house, page)
        before = page.url
        await page.keyboard.press("j")
        await page.wait_for_timeout(300)
        assert page.url == before
        house.report.done("single keys can be switched off")


async def back(house, ticket):
    if not ticket:
        return
    async with house.page("back") as page:
        await page.goto(f"{house.base}/inbox/open")
        await settled(house, page)
        await page.click(".row-link >> nth=0")
        await page.wait_for_selector("conversation-view .message")
        await page.click("a[href='/reports']")
        await page.wait_for_selector(".tile-value")
        await page.go_back()
        await page.wait_for_selector("conversation-view .message")
        await page.go_back()
        await house.until(page, "location.pathname === '/inbox/open'")
        house.report.done("Back goes back")


async def charts(house, _):
    async with house.page("charts") as page:
        await page.goto(f"{house.base}/reports")
        await page.wait_for_selector(".tile-value")
        if await page.locator("chart-card canvas").count():
            await page.click("chart-card:has(canvas) .chart-head .icon-button >> nth=0")
            await page.wait_for_selector("chart-card table")
            await checks.look(page, "chart table", house.report, "en")
        await page.click("button.tile >> nth=0")
        await page.wait_for_selector("dialog[open] .mini-ticket, dialog[open] .empty")
        await checks.look(page, "behind a number", house.report, "en")
        house.report.done("a chart is a table too, and a number leads to its tickets")


# Opens a ticket, solves it and asks its customer, who cannot be reached, with the demo's form: the survey's token.
ASK = """async form => {
  const api = async (path, body) => (await fetch('/api/v1' + path, body === undefined ? {} : {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': (await session).csrf },
  })).json();
  const session = api('/session');
  const ticket = await api('/tickets', { subject: 'Kettle leaks', text: 'It leaks.', requester: { id: 'browser', name: 'Mei' } });
  await api(`/tickets/${ticket.id}/replies`, { text: 'Done.', status: 'solved' });
  return (await api(`/tickets/${ticket.id}/survey`, { form })).token;
}"""


async def survey(house, _):
    async with house.page("survey form") as page:
        await page.goto(f"{house.base}/inbox/all")
        await settled(house, page)
        tokens = [await page.evaluate(ASK, form) for form in ("vip", "vip", "relationship")]
    for token, language, width in zip(tokens, ("zh", "en", "en"), (375, 1440, 375)):
        where = f"survey form {language} {width}"
        async with house.page(where, language, width=width, signed=False) as page:
            await page.goto(f"{house.base}/survey/{token}")
            await page.wait_for_selector(".survey-form")
            await checks.look(page, where, house.report, language)
            await page.click("button[type=submit]")
            await page.wait_for_selector(".survey-missing[role=alert]")
            # By keyboard alone: the first question has the focus now.
            await page.keyboard.press("Space")
            await page.keyboard.press("Enter")
            if token != tokens[2]:
                await page.wait_for_selector(".survey-option")
                await page.keyboard.press("Space")
                await checks.look(page, where, house.report, language)
                await page.keyboard.press("Enter")
                await page.wait_for_selector("textarea")
                await page.keyboard.type("Too slow. 太慢了")
                await page.click("button[type=submit]")
            await page.wait_for_selector(".survey-thanks")
            await checks.look(page, where, house.report, language)
            await page.reload()
            await page.wait_for_selector(".survey-thanks")
    house.report.done("a survey's pages follow the answers, by keyboard, once")
