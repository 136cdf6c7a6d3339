"""How long it takes from a click to content, as a ratio to opening an empty page on the same machine. Printed, never asserted:
a number in milliseconds says more about the machine than about the page."""

from statistics import median

from pages import settled

ROUNDS = 5
EMPTY = "/no-such-place/empty"


async def measure(house):
    async with house.page("speed", expected=(404,)) as page:
        await page.route(f"**{EMPTY}", lambda route: route.fulfill(body="<!doctype html><title>empty</title>", content_type="text/html"))
        empty = []
        for _ in range(ROUNDS):
            await page.goto(house.base + EMPTY)
            empty.append(await page.evaluate(
                "(([entry]) => entry.domContentLoadedEventEnd - entry.startTime)(performance.getEntriesByType('navigation'))"))
        base = max(1.0, median(empty))
        opened, lists, tickets, keys = [], [], [], []
        for _ in range(ROUNDS):
            await page.goto(f"{house.base}/inbox/open")
            await settled(house, page)
            opened.append(await page.evaluate("performance.getEntriesByName('list.open').at(-1).startTime"
                                              " + performance.getEntriesByName('list.open').at(-1).duration"))
            await page.keyboard.press("j")
            await page.wait_for_selector("conversation-view .message")
            await page.keyboard.press("j")
            await house.until(page, "performance.getEntriesByName('ticket.open').length > 1")
            tickets += await page.evaluate("performance.getEntriesByName('ticket.open').map(each => each.duration)")
            await page.click("view-list a >> nth=2")
            await page.click("view-list a >> nth=7")
            await settled(house, page)
            lists += await page.evaluate("performance.getEntriesByName('list.open').slice(1).map(each => each.duration)")
            keys.append(await page.evaluate("""async () => {
              const field = document.querySelector('#composer-text') ?? document.querySelector('.search-field');
              const begin = performance.now();
              field.value += 'a';
              field.dispatchEvent(new Event('input', { bubbles: true }));
              await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
              return performance.now() - begin;
            }"""))
        print(f"      an empty page: {base:.1f} ms")
        for name, values in (("open the app", opened), ("switch a view", lists), ("open a ticket", tickets), ("type a letter", keys)):
            print(f"      {name}: {median(values):.0f} ms, {median(values) / base:.1f} × an empty page ({len(values)} times)")
        house.report.done("speed")
