"""An agent's day on a ticket: what is written, who else is there, what is tied together, many at once, no network."""

import checks
from pages import settled

# A customer who cannot be reached, and a ticket of theirs: its id.
OPEN = """async ([subject, text, name]) => {
  const send = async (path, body) => (await fetch('/api/v1' + path, { method: 'POST', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': (await session).csrf } })).json();
  const session = fetch('/api/v1/session').then(answer => answer.json());
  const customer = await send('/customers', { name });
  return (await send('/tickets', { subject, text, requester: { id: customer.id, name } })).id;
}"""
# Good for all accounts of the demo company.
DEMO_PASSWORD = "moat-demo-2026"
GET = "async path => (await fetch('/api/v1' + path)).json()"


async def play(house):
    for flow in (
        undo_send, later, drafts, conflict, session_over, two_answers, offline, presence, macros, notes, actions, merging,
        splitting, bulk, steps, views,
    ):
        await flow(house)


async def new_ticket(house, subject="Kettle leaks", text="It leaks.", customer="Ada 🫖 עדה"):
    async with house.page("new ticket") as page:
        await page.goto(f"{house.base}/inbox/all")
        return await page.evaluate(OPEN, [subject, text, customer])


async def open_ticket(house, page, ticket):
    await page.goto(f"{house.base}/inbox/all/{ticket}")
    await page.wait_for_selector("conversation-view .message")
    await settled(house, page)


async def write(page, words, key="r"):
    await page.keyboard.press(key)
    await page.keyboard.type(words)


async def undo_send(house):
    ticket = await new_ticket(house)
    async with house.page("undo send") as page:
        await open_ticket(house, page, ticket)
        await write(page, "This is called back before it leaves.")
        await page.keyboard.press("Control+Enter")
        await page.wait_for_selector(".outgoing .countdown")
        await checks.look(page, "undo send", house.report, "en")
        await page.click(".outgoing .link-button >> nth=0")
        await house.until(page, "document.querySelector('#composer-text').value.includes('called back')")
        held = await page.evaluate(GET, f"/tickets/{ticket}/held-replies")
        assert not [each for each in held["data"] if each["state"] == "held"], held
        messages = await page.evaluate(GET, f"/tickets/{ticket}/messages")
        assert len(messages["data"]) == 1, "what was called back has left"
        house.report.done("a reply can be called back from the server")


async def later(house):
    ticket = await new_ticket(house)
    async with house.page("send later") as page:
        await open_ticket(house, page, ticket)
        await write(page, "Good morning!")
        await page.click(".send-more")
        await page.click(".menu [role=option]:has-text('At a moment')")
        await page.wait_for_selector("dialog[open] input[type=datetime-local]")
        await checks.look(page, "send later", house.report, "en")
        await page.click("dialog[open] button[type=submit]")
        await page.wait_for_selector(".outgoing .icon-clock")
        await page.reload()
        await page.wait_for_selector(".outgoing .icon-clock")
        await page.click(".outgoing .link-button:has-text('Undo')")
        await house.until(page, "!document.querySelector('.outgoing')")
        house.report.done("an answer waits for its moment, outlives the page and can be called back")


async def drafts(house):
    ticket = await new_ticket(house)
    async with house.page("drafts") as page:
        await open_ticket(house, page, ticket)
        await write(page, "Half a thought")
        await page.wait_for_selector(".composer-saved:has-text('Draft saved')", timeout=10_000)
        await page.reload()
        await house.until(page, "document.querySelector('#composer-text')?.value === 'Half a thought'")
    async with house.page("drafts elsewhere") as page:
        await open_ticket(house, page, ticket)
        await house.until(page, "document.querySelector('#composer-text')?.value === 'Half a thought'")
        await page.fill("#composer-text", "")
        await house.until(
            page, f"async () => !(await ({GET})('/tickets/{ticket}/drafts')).data.length", seconds=10
        )
        house.report.done("a draft outlives the page and is there on another machine")


async def conflict(house):
    ticket = await new_ticket(house)
    async with house.page("draft here", expected=(412,)) as here, house.page("draft there", expected=(412,)) as there:
        for page in (here, there):
            await open_ticket(house, page, ticket)
        await write(here, "Mine")
        await here.wait_for_selector(".composer-saved:has-text('Draft saved')", timeout=10_000)
        await write(there, "Theirs")
        await there.wait_for_selector(".composer-bar:has-text('Mine')", timeout=10_000)
        await checks.look(there, "draft conflict", house.report, "en")
        await there.click(".composer-bar .link-button:has-text('Keep mine')")
        await house.until(
            there, f"async () => (await ({GET})('/tickets/{ticket}/drafts')).data[0]?.text === 'Theirs'", seconds=10
        )
        house.report.done("two drafts of one person are never mixed: they choose")


async def session_over(house):
    ticket = await new_ticket(house)
    async with house.page("session over", expected=(401,)) as page:
        await open_ticket(house, page, ticket)
        await write(page, "Long words")
        await page.context.clear_cookies()
        await page.keyboard.type(" that must not be lost")
        await page.wait_for_selector("dialog[open] input[type=password]", timeout=15_000)
        await checks.look(page, "session over", house.report, "en")
        assert await page.input_value("#composer-text") == "Long words that must not be lost"
        kept = await page.evaluate("Object.entries(localStorage).find(([key]) => key.endsWith('.reply'))?.[1] ?? ''")
        assert "must not be lost" in kept
        await page.fill("dialog[open] input[type=password]", house.options.password or DEMO_PASSWORD)
        await page.keyboard.press("Enter")
        await house.until(page, "!document.querySelector('dialog[open]')")
        saved = f"async () => (await ({GET})('/tickets/{ticket}/drafts')).data[0]?.text.endsWith('lost')"
        await house.until(page, saved, seconds=10)
        house.report.done("a session that ends while one writes is renewed in place, and the words are saved")


async def two_answers(house):
    ticket = await new_ticket(house)
    async with house.page("two answers", expected=(409,)) as page:
        await open_ticket(house, page, ticket)
        await write(page, "My answer")
        # The customer writes while the page hears nothing of it.
        refused = {"status": 409, "code": "reply.overtaken", "title": "Conflict", "detail": "The customer wrote."}
        await page.route(
            "**/held-replies",
            lambda route: route.fulfill(status=409, json=refused)
            if route.request.method == "POST" and "confirmed" not in (route.request.post_data or "")
            else route.continue_(),
        )
        await page.keyboard.press("Control+Enter")
        await page.wait_for_selector(".outgoing:has-text('The customer has written')")
        await checks.look(page, "overtaken", house.report, "en")
        await page.click(".outgoing .link-button:has-text('Send anyway')")
        await page.wait_for_selector(".outgoing .countdown")
        await page.click(".outgoing .link-button >> nth=0")
        await house.until(page, "!document.querySelector('.outgoing')")
        house.report.done("an answer that the customer overtook is not sent unseen")


async def offline(house):
    ticket = await new_ticket(house)
    async with house.page("offline", expected=(0,)) as page:
        await open_ticket(house, page, ticket)
        await page.context.set_offline(True)
        await write(page, "Written without a network")
        await page.wait_for_selector(".composer-saved:has-text('Saved on this machine')", timeout=15_000)
        await page.keyboard.press("Control+Enter")
        await page.wait_for_selector(".outgoing:has-text('No connection')", timeout=15_000)
        await checks.look(page, "offline", house.report, "en")
        await page.context.set_offline(False)
        await page.wait_for_selector(".outgoing .countdown", timeout=20_000)
        await page.click(".outgoing .link-button >> nth=0")
        await house.until(page, "document.querySelector('#composer-text').value.includes('without a network')")
        house.report.done("without a network nothing is lost, and it goes out when there is one again")


async def presence(house):
    ticket = await new_ticket(house)
    async with house.page("here") as here:
        await open_ticket(house, here, ticket)
        # Another person, as the server tells of them.
        seen = {
            "ticket": ticket, "version": 1,
            "viewers": [{"agent": "x", "name": "Mei Lin", "mode": "editing", "since": "2026-01-01T00:00:00Z",
                         "until": "2036-01-01T00:00:00Z"}],
        }
        await here.route("**/viewing", lambda route: route.fulfill(json=seen))
        await here.evaluate("document.querySelector('ticket-viewers').beat()")
        await here.wait_for_selector(".viewer.editing")
        await here.wait_for_selector(".composer-bar:has-text('Mei Lin is writing')")
        await checks.look(here, "presence", house.report, "en")
        house.report.done("who else reads and writes is seen before answering")


async def macros(house):
    ticket = await new_ticket(house)
    async with house.page("macros") as page:
        await open_ticket(house, page, ticket)
        await write(page, "/")
        await page.wait_for_selector(".menu [role=option]:has-text('/order')")
        await checks.look(page, "macro menu", house.report, "en")
        await page.keyboard.type("order")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("dialog[open] .macro-words")
        await checks.look(page, "macro preview", house.report, "en")
        await page.click("dialog[open] button[type=submit]")
        await house.until(page, "document.querySelector('#composer-text').value.includes('order number')")
        await page.wait_for_selector(".send:has-text('wait for the customer')")
        await page.wait_for_selector(".tag:has-text('needs-order')")
        await page.fill("#composer-text", "")
        house.report.done("a macro shows what it says and does before it does it")


async def notes(house):
    ticket = await new_ticket(house)
    async with house.page("notes") as page:
        await open_ticket(house, page, ticket)
        await write(page, "Please look, @", "n")
        await page.wait_for_selector(".menu [role=option]")
        await page.keyboard.type("Lydia")
        await page.keyboard.press("Enter")
        await page.keyboard.type("**soon**")
        await page.click("message-composer button[aria-label='Preview']")
        await page.wait_for_selector(".composer-preview strong")
        await checks.look(page, "note preview", house.report, "en")
        await page.click("message-composer button[aria-label='Preview']")
        await page.click(".send")
        await page.wait_for_selector(".message-note .message-mentions")
        house.report.done("a note calls a colleague and is looked at before")


async def actions(house):
    ticket = await new_ticket(house)
    async with house.page("actions") as page:
        await open_ticket(house, page, ticket)
        await page.keyboard.press(".")
        await page.wait_for_selector(".menu [role=option]")
        await checks.look(page, "actions", house.report, "en")
        await page.keyboard.press("Escape")
        await page.keyboard.press("f")
        await page.wait_for_selector(".field-followers .avatar")
        await page.keyboard.press("y")
        await page.wait_for_selector("dialog[open] .explain-lines")
        await checks.look(page, "explain", house.report, "en")
        await page.keyboard.press("Escape")
        await page.keyboard.press("h")
        await page.wait_for_selector("dialog[open] .history-line:has-text('follows')")
        await checks.look(page, "history", house.report, "en")
        await page.keyboard.press("Escape")
        await page.keyboard.press("z")
        await page.click(".menu [role=option]:has-text('For a day')")
        await page.wait_for_selector(".state-bar:has-text('Put aside')")
        await page.keyboard.press("Control+z")
        await house.until(page, "!document.querySelector('.state-bar')")
        await page.keyboard.press("#")
        await page.wait_for_selector(".toast:has-text('trash')")
        await page.click(".toast-action")
        await page.wait_for_selector("conversation-view .message")
        house.report.done("a ticket is followed, explained, put aside and thrown away by keys, and taken back")


async def merging(house):
    first, second = await new_ticket(house, "Grinder jams"), await new_ticket(house, "Grinder jams again")
    async with house.page("merging") as page:
        await open_ticket(house, page, second)
        number = (await page.evaluate(GET, f"/tickets/{first}"))["number"]
        await page.keyboard.press("c")
        await page.wait_for_selector("dialog[open] ticket-finder input")
        await page.keyboard.type("Grinder")
        await page.click(f"dialog[open] .finder-row:has-text('#{number}')")
        await page.wait_for_selector("dialog[open] .merge-sides")
        await checks.look(page, "merge", house.report, "en")
        await page.click("dialog[open] button[type=submit]")
        await page.wait_for_selector(".toast-action")
        await house.until(page, "id => location.pathname.endsWith(id)", first)
        await page.click(".toast-action")
        await house.until(page, "id => location.pathname.endsWith(id)", second)
        house.report.done("two tickets become one, after a look, and two again")


async def splitting(house):
    ticket = await new_ticket(house)
    async with house.page("splitting") as page:
        await open_ticket(house, page, ticket)
        await page.click("conversation-view [aria-label='More actions']")
        await page.click(".menu [role=option]:has-text('Split')")
        await page.wait_for_selector("dialog[open] .pick-row")
        await page.click("dialog[open] .pick-row >> nth=0")
        await page.select_option("dialog[open] select >> nth=0", "copy")
        await checks.look(page, "split", house.report, "en")
        await page.click("dialog[open] button[type=submit]")
        await page.wait_for_selector(".toast:has-text('Split off as')")
        await page.click(".toast-action")
        await house.until(page, "id => !location.pathname.endsWith(id)", ticket)
        house.report.done("a message becomes a ticket of its own")


async def bulk(house):
    for subject in ("Bulk one", "Bulk two"):
        await new_ticket(house, f"{subject} zebrafish")
    async with house.page("bulk") as page:
        await page.goto(f"{house.base}/inbox/all?search=zebrafish")
        await page.wait_for_selector(".row >> nth=1")
        await page.keyboard.press("x")
        await page.hover(".row >> nth=1")
        await page.check(".row-pick input >> nth=1")
        await page.wait_for_selector(".bulk-bar:has-text('2 chosen')")
        await checks.look(page, "bulk", house.report, "en")
        await page.keyboard.press("Escape")
        await page.click(".bulk-bar .primary")
        await page.select_option("dialog[open] select >> nth=1", "urgent")
        await page.wait_for_selector(".bulk-preview:has-text('2 of 2 would change')")
        await checks.look(page, "bulk preview", house.report, "en")
        await page.click("dialog[open] button[type=submit]")
        await page.wait_for_selector(".toast:has-text('2 changed')", timeout=15_000)
        await page.wait_for_selector(".priority-urgent >> nth=1")
        await page.click(".toast-action")
        await page.wait_for_selector(".toast:has-text('as they were')", timeout=15_000)
        await house.until(page, "!document.querySelector('.priority-urgent')")
        house.report.done("many tickets are changed at once, after a look, and taken back")


async def steps(house):
    ticket = await new_ticket(house)
    async with house.page("steps") as page:
        await open_ticket(house, page, ticket)
        await page.locator("[data-section=steps]").scroll_into_view_if_needed()
        await page.fill(".step-new", "Check the order")
        await page.press(".step-new", "Enter")
        await page.wait_for_selector(".step")
        await page.check(".step input")
        await page.wait_for_selector(".step.done")
        await checks.look(page, "steps", house.report, "en")
        house.report.done("steps are added and done")


async def views(house):
    async with house.page("views") as page:
        await page.goto(f"{house.base}/automation/views/new")
        await page.wait_for_selector("condition-editor .condition-line")
        await page.fill(".part-form input >> nth=1", "Browser test")
        await page.click(".condition-add .button >> nth=0")
        await page.select_option(".condition-line >> nth=1 >> select >> nth=0", "ticket.priority")
        await page.click(".condition-line >> nth=1 >> .condition-many .button")
        await page.click(".menu [role=option]:has-text('Urgent')")
        await page.wait_for_selector(".view-words:has-text('Priority is one of Urgent')")
        await page.wait_for_selector(".view-trial strong")
        await checks.look(page, "view editor filled", house.report, "en")
        await page.click(".part-form button[type=submit]")
        await page.wait_for_selector(".part-item.selected:has-text('Browser test')")
        await page.click(".part-form .button:has-text('Remove')")
        await house.until(page, "![...document.querySelectorAll('.part-item')].some(each => each.textContent.includes('Browser test'))")
        house.report.done("a view is written in sentences, counted while it is written, saved and removed")
