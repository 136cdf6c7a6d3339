"""Every page, in both languages, light and dark, wide and narrow."""

import asyncio

import checks

# Every two of language, theme and width meet; all three together show nothing more and take twice as long.
DRESSES = (("zh", "light", 1440), ("zh", "dark", 375), ("en", "light", 375), ("en", "dark", 1440))
# Bytes of code of our own that a page may load, and of all that the first view brings, texts and libraries included:
# uncompressed, with comments.
WEIGHT, WHOLE = 250_000, 400_000
PARTS = ("views", "macros", "queues", "policies", "calendars", "surveys", "cases", "intent", "trash")
AT_ONCE = 3
SETTINGS = ("security", "people", "teams", "roles", "keys", "webhooks", "audit")


async def walk(house):
    async with house.page("looking for things to show") as page:
        await page.goto(f"{house.base}/inbox/all")
        ticket = await house.first(page, "/tickets?view=all")
        customer = await house.first(page, "/customers")
        article = await house.first(page, "/articles")
    places = {
        "inbox": "/inbox/all",
        "inbox-mine": "/inbox/mine",
        "ticket": ticket and f"/inbox/all/{ticket}",
        "reports": "/reports",
        "customers": "/customers",
        "customer": customer and f"/customers/{customer}",
        "segment": "/customers?segment=demo-unhappy",
        "segment-builder": "/customers?edit=demo-upset",
        "import": "/customers/import",
        "duplicates": "/customers/duplicates",
        "knowledge": "/knowledge",
        "article": article and f"/knowledge?article={article}",
        "editor": "/knowledge?edit=new",
        "nothing-found": "/inbox/all?search=zzqqxx",
        **{f"settings-{name}": f"/settings/{name}" for name in SETTINGS},
        "docs": "/docs",
        "live": "/live",
        **{f"automation-{part}": f"/automation/{part}" for part in PARTS},
        "view-editor": "/automation/views/new",
        "macro-editor": "/automation/macros/new",
        "policy-editor": "/automation/policies/vip",
        "calendar-editor": "/automation/calendars/default",
    }
    visits = []
    for language, theme, width in DRESSES:
        dress = f"{language}-{theme}-{width}"
        visits += [(f"{name}-{dress}", path, language, theme, width, {}) for name, path in places.items() if path]
        visits += [
            (f"sign-in-{dress}", "/sign-in", language, theme, width, {"signed": False}),
            (f"survey-{dress}", "/survey/no-such-token", language, theme, width, {"signed": False, "expected": (404,)}),
        ]
    turns = asyncio.Semaphore(AT_ONCE)

    async def take(*where, options):
        async with turns:
            await visit(house, *where, **options)

    await asyncio.gather(*(take(*each, options=options) for *each, options in visits))


async def visit(house, where, path, language, theme, width, **options):
    async with house.page(where, language, theme, width, **options) as page:
        await page.goto(house.base + path)
        await settled(house, page)
        if page.own_weight > WEIGHT:
            house.report.fault(where, f"{page.own_weight} bytes of our own are more than {WEIGHT}")
        if where.startswith("inbox") and page.whole_weight > WHOLE:
            house.report.fault(where, f"{page.whole_weight} bytes in all are more than {WHOLE}")
        await checks.look(page, where, house.report, language)
        await page.screenshot(path=house.report.shots / f"{where}.png")
        if language == "en" and width == 1440:
            await checks.focus(page, where, house.report)
        house.report.done(f"{where} ({page.own_weight / 1000:.0f} of {page.whole_weight / 1000:.0f} kB)")


async def settled(house, page):
    """Until nothing on the page is a placeholder any more."""
    await page.wait_for_selector("main h1, .page-host h1, h1", timeout=15_000, state="attached")
    await house.until(page, "!document.querySelector('.bone')")
    await page.wait_for_timeout(150)
