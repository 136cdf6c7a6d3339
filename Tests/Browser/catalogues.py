"""The catalogues say the same things, every key in the code exists, and no string stands in the code."""

import json
import re

from checks import WEB

HAN = re.compile("[\u3400-\u9fff]")


def check(report):
    where = "catalogues"
    catalogue = {name: texts(name) for name in ("en", "zh")}
    for key in catalogue["en"].keys() ^ catalogue["zh"].keys():
        report.fault(where, f"{key} is not in both catalogues")
    for key in catalogue["en"].keys() & catalogue["zh"].keys():
        places = [set(re.findall(r"\{(\w+)\}", form)) for name in catalogue for form in forms(catalogue[name][key])]
        if not all(place <= set().union(*places) and place >= set.intersection(*places) for place in places) or (
            len({frozenset(place) for place in places}) > 1
        ):
            report.fault(where, f"{key} has other places in the other language")
    for form in (form for text in catalogue["zh"].values() for form in forms(text)):
        if re.search("[\u3400-\u9fff][,;:?!(]|[,;:?!)][\u3400-\u9fff]", form):
            report.fault(where, f"half-width punctuation in “{form}”")
    check_sources(report, catalogue["en"])
    report.done(where)


def texts(language):
    """All texts of a language: those that every page has, and those of parts that not everybody opens."""
    found = {}
    for path in (WEB / f"locales/{language}.json", *sorted((WEB / "locales").glob(f"*.{language}.json"))):
        found |= json.loads(path.read_text())
    return found


def forms(text):
    return text.values() if isinstance(text, dict) else [text]


def check_sources(report, known):
    used, weight = set(), 0
    for path in sorted(WEB.rglob("*")):
        if not path.is_file():
            continue
        weight += path.stat().st_size
        source = path.read_text()
        name = str(path.relative_to(WEB))
        if source.count("\n") > 400 and path.suffix != ".json":
            report.fault(name, "more than 400 lines")
        if path.suffix == ".html" and re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*src=)", source):
            report.fault(name, "something inline, which the policy forbids")
        if path.suffix == ".css" and re.search(r"#[0-9a-f]{3,8}\b|\brgb\(", without_token_colours(name, source)):
            report.fault(name, "a colour outside light-dark() and the tokens")
        if path.suffix != ".js":
            continue
        if HAN.search(source) and name != "app/i18n.js":
            report.fault(name, "Chinese words outside the catalogue")
        for key in re.findall(r"\bt\(\s*\"([^\"]+)\"", source) + re.findall(r"title: \"([a-z]+\.\w+)\"", source):
            if key not in known:
                report.fault(name, f"the key {key} is in no catalogue")
        used |= {key for key in known if f'"{key}"' in source or f"`{key}`" in source}
        stems = re.findall(r"[`\"]([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{", source)
        used |= {key for key in known if any(key.startswith(stem) for stem in stems)}
    for key in sorted(known.keys() - used):
        report.fault("catalogues", f"{key} is used nowhere")
    print(f"      {weight / 1000:.0f} kB of our own, {len(known)} texts in each language")


def without_token_colours(name, source):
    if name == "styles/tokens.css":
        return ""
    return re.sub(r"light-dark\((?:[^()]|\([^()]*\))*\)|rgb\(0 0 0 / \d+%\)|#fff\b", "", source)
