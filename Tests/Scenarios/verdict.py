"""What must hold after a load, whatever happened meanwhile: nothing acknowledged is lost, nothing is there twice."""

import json
import time
from collections import Counter

from steps import expect, same, until


class Desk:
    """A person signed in, who reads everything. `connect` makes a connection, `link` is what `moat link` printed."""

    def __init__(self, connect, link):
        self.connect = connect
        token = link.split("token=")[1].split()[0]
        reply, body = self.raw("POST", "/session", {"token": token})
        same(reply.status, 200, f"signing in ({body[:200]!r})")
        self.cookie = reply.getheader("Set-Cookie").split(";")[0]
        self.is_secure = "Secure" in reply.getheader("Set-Cookie")
        self.csrf = json.loads(body)["csrf"]
        identity = {"kind": "email", "value": "ada@example.org", "verified": True}
        customer = self.call("POST", "/customers", {"name": "Ada", "identities": [identity]})
        self.requester = {"id": customer["id"], "name": "Ada", "address": "ada@example.org"}

    def raw(self, method, path, body=None):
        link = self.connect()
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if getattr(self, "cookie", None):
            headers.update({"Cookie": self.cookie, "X-CSRF-Token": self.csrf})
        link.request(method, "/api/v1" + path, json.dumps(body).encode() if body is not None else None, headers)
        reply = link.getresponse()
        return reply, reply.read()

    def call(self, method, path, body=None):
        reply, text = self.raw(method, path, body)
        expect(200 <= reply.status < 300, f"{method} {path}: {reply.status} {text[:300]!r}")
        return json.loads(text)

    def list(self, path):
        items, after = [], None
        while True:
            page = self.call("GET", path + (f"{'&' if '?' in path else '?'}page[after]={after}" if after else ""))
            items += page["data"]
            after = page["meta"].get("after_cursor")
            if not after:
                return items


def judge(desk, load, report, rebuild):
    """`rebuild` makes the numbers anew and returns what it printed."""

    def check(name):
        return report.step(name, fatal=False)

    def subjects():
        return Counter(each["subject"] for each in desk.list("/tickets?view=all&page[size]=100"))

    with check("every acknowledged form has become a ticket"):
        until("all are there", lambda: load.forms <= set(subjects()), 60, 1)
    found = subjects()
    with check("every acknowledged ticket exists exactly once"):
        wanted = set(load.opened) | load.forms
        missing, double = wanted - set(found), {name: count for name, count in found.items() if count > 1}
        same((sorted(missing)[:5], double), ([], {}), "missing and double tickets")
        # What was not acknowledged may exist, once: its answer was lost.
        report.note(f"{len(wanted)} acknowledged, {sum(found.values())} there")
    with check("every acknowledged reply is there once"):
        sample = list(load.replies)[:: max(1, len(load.replies) // 150)]
        for name in sample:
            kinds = Counter(each["kind"] for each in desk.list(f"/tickets/{load.opened[name]}/messages"))
            same(kinds["reply"], 1, f"replies of {name}")
    with check("every event reached analytics exactly once"):
        now = time.time()
        period = "from={}&to={}".format(*(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + day * 86_400)) for day in (-1, 1)))
        total = sum(found.values())
        until(
            "the volume is the number of tickets",
            lambda: same(desk.call("GET", f"/metrics/volume?{period}")["total"]["value"], total, "volume"),
            60,
            1,
        )
        said = rebuild()
        expect("equal" in said, f"built again, the numbers are not equal: {said}")
    with check("no rule was at work twice on the opening of a ticket, one was on each"):

        def runs():
            of_opening = [each for each in desk.list("/rule-runs?page[size]=100") if each["event"] == "moat.tickets.opened"]
            return Counter((each["rule"], each["ticket"]) for each in of_opening)

        until("every ticket was looked at", lambda: len({ticket for _, ticket in runs()}) == sum(found.values()), 60, 1)
        same([each for each, count in runs().items() if count > 1][:5], [], "double runs")


def crashes(logs):
    """Lines of logs that tell of a crash, or of an event that was put aside."""
    return [line[:300] for line in logs.splitlines() if "Fatal error" in line or "Crash:" in line or '"event parked"' in line][:5]
