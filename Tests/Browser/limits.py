"""What is too much or meant ill: a hostile mail, a ticket of 5,000 messages, names that run the other way; and that nothing is
asked for twice."""

import checks
from desk import new_ticket, open_ticket
from pages import settled


async def play(house):
    for flow in (hostile, long_ticket, once):
        await flow(house)


HOSTILE = """<style>body{display:none}</style><script>window.hacked=1</script><img src=x onerror="window.hacked=2">
<img src="https://tracker.example/pixel.gif" width=1><form action="https://evil.example"><input name=p></form>
<a href="javascript:window.hacked=3">click</a><div style="position:fixed;inset:0">over</div>
<svg onload="window.hacked=4"></svg><p>The kettle <b>leaks</b>.</p>"""


async def hostile(house):
    ticket = await new_ticket(house)
    async with house.page("hostile mail") as page:
        big = HOSTILE + "<p>filler</p>" * 20_000

        async def with_html(route):
            answer = await route.fetch()
            body = await answer.json()
            body["data"][0]["html"] = big
            await route.fulfill(response=answer, json=body)

        await page.route(f"**/tickets/{ticket}/messages*", with_html)
        await open_ticket(house, page, ticket)
        await house.until(page, "document.querySelector('.mail-html')?.shadowRoot.textContent.includes('leaks')")
        found = await page.evaluate("""() => {
          const root = document.querySelector('.mail-html').shadowRoot;
          return [window.hacked ?? 0, root.querySelectorAll('script, style, form, input, svg, [style], [onerror], img[src^=http]').length,
            [...root.querySelectorAll('a')].filter(each => /^javascript/i.test(each.getAttribute('href') ?? '')).length];
        }""")
        assert found == [0, 0, 0], found
        house.report.done("a hostile mail of 250 kB is shown safely")


async def long_ticket(house):
    ticket = await new_ticket(house, "Long", customer="שלום 🧑‍🚀 " + "很长的名字" * 12)
    async with house.page("long ticket") as page:
        def many(route):
            after = int(route.request.url.split("after%5D=")[1]) if "after%5D=" in route.request.url else 0
            items = [
                {
                    "id": f"m{after}-{n}", "ticket": ticket, "kind": "incoming" if n % 2 else "reply", "channel": "mail",
                    "author": {"kind": "agent", "id": "a", "name": "Ada"}, "text": f"Message {5000 - after - 50 + n}",
                    "attachments": [], "automatic": False, "at": f"2026-01-{28 - after // 250:02}T10:{n:02}:00.000Z",
                }
                for n in range(50)
            ]
            more = after + 50 < 5000
            return route.fulfill(
                json={"data": items, "links": {}, "meta": {"has_more": more, "after_cursor": str(after + 50) if more else None}}
            )

        async def counted(route):
            answer = await route.fetch()
            body = await answer.json()
            body["messageCount"] = 5000
            await route.fulfill(response=answer, json=body)

        histories = []
        page.on("request", lambda request: histories.append(request.url) if "/history" in request.url else None)
        await page.route(f"**/tickets/{ticket}/messages*", many)
        await page.route(f"**/tickets/{ticket}", counted)
        await open_ticket(house, page, ticket)
        assert await page.locator(".message").count() == 50 and not histories
        for _ in range(3):
            await page.evaluate("document.querySelector('.stream-scroll').scrollTop = 0")
            await page.click(".earlier")
            await page.wait_for_timeout(150)
        assert await page.locator(".message").count() == 200
        await checks.look(page, "long ticket", house.report, "en")
        house.report.done("a ticket of 5,000 messages is read page by page")


async def once(house):
    """Nothing is asked for twice: not when the app opens, not with a ticket, not by going back and forth."""
    async with house.page("asked once") as page:
        asked, streams = [], []
        page.on("request", lambda request: asked.append(request.url) if request.method == "GET" and "/api/" in request.url else None)
        await page.goto(f"{house.base}/inbox/open")
        await settled(house, page)
        await page.keyboard.press("j")
        await page.wait_for_selector("conversation-view .message")
        await settled(house, page)
        await page.wait_for_timeout(600)
        asked = [url for url in asked if "/viewers" not in url]
        for url in {url for url in asked if asked.count(url) > 1}:
            house.report.fault("asked once", f"asked twice: {url}")
        streams = [url for url in asked if url.endswith("/stream")]
        assert len(streams) == 1, streams
        rows = await page.evaluate("document.querySelectorAll('ticket-list .row').length")
        assert rows < 40, f"{rows} rows are in the page"
        house.report.done("nothing is asked for twice, one stream, and only the rows in sight are in the page")
