"""What is looked for on a page, whatever the page is."""

import json
from pathlib import Path

WEB = Path(__file__).resolve().parents[2] / "Services/Gateway/Web"
SCRIPT = (Path(__file__).parent / "checks.js").read_text()
# Roles that mean nothing to a listener without a name.
NAMED = {
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "radio",
    "tab",
    "image",
    "img",
    "listbox",
    "option",
    "dialog",
    "meter",
    "menuitem",
    "navigation",
    "switch",
}


def prefixes() -> list[str]:
    files = [WEB / "locales/en.json", *(WEB / "locales").glob("*.en.json")]
    return sorted({key.split(".")[0] for file in files for key in json.loads(file.read_text())})


async def look(page, where: str, report, language: str):
    """Checks the page as it is now."""
    for fault in await page.evaluate(SCRIPT, prefixes()):
        report.fault(where, fault)
    expected = "zh-CN" if language == "zh" else "en"
    found = await page.evaluate("document.documentElement.lang")
    if found != expected:
        report.fault(where, f"the page says its language is {found}")
    await names(page, where, report)


async def names(page, where: str, report):
    """Names as Chromium hands them to assistive technology."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    for node in tree["nodes"]:
        role = node.get("role", {}).get("value")
        if node.get("ignored") or role not in NAMED or node.get("name", {}).get("value", "").strip():
            continue
        described = await session.send("DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]})
        attributes = described["node"].get("attributes", [])
        report.fault(
            where, f"no accessible name: {role} <{described['node']['localName']} {' '.join(attributes)[:80]}>"
        )
    await session.detach()


async def focus(page, where: str, report, steps=25):
    """Every stop of the Tab key must be seen."""
    for _ in range(steps):
        await page.keyboard.press("Tab")
        fault = await page.evaluate("""() => {
          const node = document.activeElement;
          if (!node || node === document.body) return null;
          let seen = false;
          for (let each = node; each && !seen; each = each.parentElement) {
            const style = getComputedStyle(each), ink = getComputedStyle(node).outlineColor;
            seen = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
              || (each !== document.body && each.matches(':focus-within') && style.borderColor === ink);
            if (each.matches('message-composer, .menu, .palette-head, .face')) seen = true;
          }
          return seen ? null : `<${node.localName}.${node.className}>`;
        }""")
        if fault:
            report.fault(where, f"the focus is not seen on {fault}")
