"""The browser tests: catalogues, every page in every dress, and what people do on them."""

import argparse
import asyncio
import os
import sys
from contextlib import nullcontext
from pathlib import Path

import catalogues
import desk
import flows
import limits
import pages
import people
import speed
from browser import Report, launched
from installation import running


async def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("base", nargs="?", help="the address of a running Moat; without it one is started")
    parser.add_argument("--link", help="a sign-in link, as printed by `moat link`")
    parser.add_argument("--email", default=os.environ.get("MOAT_EMAIL"))
    parser.add_argument("--password", default=os.environ.get("MOAT_PASSWORD"))
    parser.add_argument("--shots", default="/tmp/moat-browser")
    parser.add_argument("--only", choices=["catalogues", "pages", "flows", "people", "desk", "speed"])
    options = parser.parse_args()
    report = Report(Path(options.shots))
    if options.only in (None, "catalogues"):
        catalogues.check(report)
    if options.only != "catalogues":
        with nullcontext((options.base, options.link)) if options.base else running() as (base, link):
            options.base, options.link = base.rstrip("/"), link
            await look_around(options, report)
    return report.finish()


async def look_around(options, report):
    async with launched(options, report) as house:
        if options.only in (None, "pages"):
            await pages.walk(house)
        if options.only in (None, "flows"):
            await flows.play(house)
        if options.only in (None, "desk"):
            await desk.play(house)
            await limits.play(house)
        if options.only in (None, "speed"):
            await speed.measure(house)
        if options.only in (None, "flows", "people"):
            await people.play(house)


sys.exit(asyncio.run(main()))
