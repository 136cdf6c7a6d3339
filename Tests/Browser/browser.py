"""A signed-in Chromium, and a place for what was found wrong."""

import asyncio
import traceback
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import async_playwright

CHROMIUM = "/usr/bin/chromium"
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
# A phone has no hover and another height; these are the two ends of what has to work.
HEIGHTS = {1440: 900, 375: 760}


class Report:
    def __init__(self, shots: Path):
        self.shots = shots
        self.faults: list[str] = []
        self.checked = 0
        shots.mkdir(parents=True, exist_ok=True)

    def fault(self, where: str, what: str):
        line = f"{where}: {what}"
        if line not in self.faults:
            self.faults.append(line)
            print(f"  FAULT {line}", flush=True)

    def done(self, what: str):
        self.checked += 1
        print(f"ok    {what}", flush=True)

    def finish(self) -> int:
        print(f"{self.checked} checked, {len(self.faults)} faults, pictures in {self.shots}")
        return 1 if self.faults else 0


class House:
    """One browser and the session it signed in with."""

    def __init__(self, browser, options, report: Report):
        self.browser, self.base, self.report, self.options = browser, options.base, report, options
        self.state = None

    async def sign_in(self):
        context = await self.browser.new_context(locale="en-GB")
        page = await context.new_page()
        if self.options.link:
            await page.goto(self.options.link)
        else:
            await page.goto(f"{self.base}/sign-in")
            await page.fill("#email", self.options.email or "")
            await page.fill("#password", self.options.password or "")
            await page.click("button[type=submit]")
        await page.wait_for_url("**/inbox/**", timeout=15_000)
        self.state = await context.storage_state()
        await context.close()

    @asynccontextmanager
    async def page(self, where: str, language="en", theme="light", width=1440, signed=True, expected=()):
        """A page that reports console errors, failed requests and requests to other origins. `expected` are
        statuses that the test provokes."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            color_scheme=theme,
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai",
            storage_state=self.state if signed else None,
            reduced_motion="reduce",
        )
        await context.add_init_script(f"try {{ localStorage.setItem('moat.language', '{language}') }} catch {{}}")
        page = await context.new_page()
        page.own_weight = page.whole_weight = 0
        own = urlsplit(self.base).netloc

        def on_request(request):
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https") and parts.netloc != own:
                self.report.fault(where, f"asks another origin: {request.url}")

        def on_response(response):
            size = int(response.headers.get("content-length", 0))
            # Code of ours: texts are in another language for everybody.
            page.own_weight += size if "/assets/" in response.url and "/locales/" not in response.url else 0
            page.whole_weight += size if "/assets/" in response.url or "/lib/" in response.url else 0
            if response.status >= 400 and response.status not in expected:
                self.report.fault(where, f"{response.status} for {response.request.method} {response.url}")

        def on_console(message):
            if message.type == "error" and not (expected and "Failed to load resource" in message.text):
                self.report.fault(where, f"console: {message.text[:200]}")

        page.on("request", on_request)
        page.on("response", on_response)
        page.on("console", on_console)
        page.on("pageerror", lambda error: self.report.fault(where, f"error: {error}"))
        try:
            yield page
        except Exception as error:  # a broken test says where, and the others still run
            await page.screenshot(path=self.report.shots / f"fault-{where.replace('/', '_').replace(' ', '-')}.png")
            line = traceback.extract_tb(error.__traceback__)[-1].line
            self.report.fault(where, f"{type(error).__name__}: {(str(error) or line or '').splitlines()[0]}")
        finally:
            await context.close()

    async def until(self, page, condition: str, arg=None, seconds=15.0):
        """Waits for an expression or function to be true; playwright's own way needs eval, which the policy forbids."""
        end = asyncio.get_running_loop().time() + seconds
        while not await page.evaluate(condition, arg):
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"never became true: {condition}")
            await page.wait_for_timeout(60)

    async def first(self, page, path: str):
        """The id of the first item of a list of the API, None of an empty one."""
        return await page.evaluate(
            "async path => (await (await fetch('/api/v1' + path)).json()).data?.[0]?.id ?? null", path
        )


@asynccontextmanager
async def launched(options, report: Report):
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        house = House(browser, options, report)
        await house.sign_in()
        try:
            yield house
        finally:
            await browser.close()
