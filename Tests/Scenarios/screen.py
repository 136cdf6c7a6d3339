"""A real Chromium, as an agent and as a customer see Moat."""

import time

from playwright.sync_api import sync_playwright

from steps import Fault

CHROMIUM = "/usr/bin/chromium"


class Screen:
    def __init__(self, shots):
        self.shots, self.complaints = shots, []

    def __enter__(self):
        self.play = sync_playwright().start()
        self.browser = self.play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        return self

    def __exit__(self, kind, *_):
        if kind:
            for number, context in enumerate(self.browser.contexts):
                for page in context.pages:
                    page.screenshot(path=self.shots / f"fault-{number}.png")
        self.browser.close()
        self.play.stop()

    def sign_in(self, address, person):
        """A page on the inbox of an agent who typed address and password."""
        page = self._page()
        page.goto(f"{address}/sign-in")
        page.fill("#email", person["email"])
        page.fill("#password", person["password"])
        page.click("button[type=submit]")
        page.wait_for_url("**/inbox/**", timeout=15_000)
        page.wait_for_selector("ticket-list")
        page.evaluate("window.neverReloaded = true")
        return page

    def stranger(self, address):
        """A page of somebody without a session."""
        page = self._page()
        page.goto(address)
        return page

    def _page(self):
        context = self.browser.new_context(
            viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def shoot(self, page, name):
        page.screenshot(path=self.shots / f"{name}.png")

    @staticmethod
    def until(page, condition, seconds=15.0):
        """Waits for an expression to be true; playwright's own way needs eval, which the policy forbids."""
        end = time.monotonic() + seconds
        while not page.evaluate(condition):
            if time.monotonic() > end:
                raise Fault(f"never became true: {condition}")
            page.wait_for_timeout(50)
