"""docker-compose.yml, or it with deploy/compose.cluster.yml, under load, while it is scaled up and down and containers die:
nothing fails, nothing is lost, nothing is there twice."""

import argparse
import http.client
import json
import ssl
import sys
import time
from collections import Counter

from compose import Compose
from load import Load
from steps import Report, expect, same, until


class Desk:
    """A person signed in over TLS, who reads everything."""

    def __init__(self, compose):
        trust = ssl.create_default_context(cafile=str(compose.certificate()))
        self.connect = lambda: http.client.HTTPSConnection("localhost", compose.port, timeout=40, context=trust)
        token = compose.moat("link").split("token=")[1].split()[0]
        reply, body = self.raw("POST", "/session", {"token": token})
        same(reply.status, 200, f"signing in ({body[:200]!r})")
        self.cookie = reply.getheader("Set-Cookie").split(";")[0]
        expect("Secure" in reply.getheader("Set-Cookie"), "the cookie is not marked as secure")
        self.csrf = json.loads(body)["csrf"]

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


def run(options, report):
    files = ["docker-compose.yml"] + (["deploy/compose.cluster.yml"] if options.cluster else [])
    with Compose(options.keep, files) as compose:
        if not options.no_build:
            with report.step("the images are built"):
                compose.build()
        with report.step("docker compose up: everything is healthy"):
            compose.up()
        with report.step("a person signs in over TLS and sets up a desk"):
            desk = Desk(compose)
            identity = {"kind": "email", "value": "ada@example.org", "verified": True}
            customer = desk.call("POST", "/customers", {"name": "Ada", "identities": [identity]})
            requester = {"id": customer["id"], "name": "Ada", "address": "ada@example.org"}
        load = Load(desk.connect, desk.cookie, desk.csrf, requester)
        with load:
            began = time.monotonic()
            for name, step in (
                ("1 -> 3 tickets, 2 gateways, 2 of each other service", lambda: compose.up(**many())),
                ("3 -> 1", lambda: compose.up()),
                ("1 -> 3 again", lambda: compose.up(**many())),
            ):
                with report.step(f"under load: {name}", fatal=False):
                    step()
                    time.sleep(5)
            with report.step("no request failed while scaling", fatal=False):
                expect(not load.failures, f"{len(load.failures)} failed:\n      " + "\n      ".join(load.failures[:8]))
            report.note(f"{sum(load.requests.values())} requests in {time.monotonic() - began:.0f} s, slowest {load.slowest[0]:.2f} s ({load.slowest[1]})")
            scaled = len(load.failures)
            load.forgiving.set()
            foundations = ("bus", "bus-3", "postgres") if options.cluster else ("bus",)
            for victim in ("tickets", "gateway", "rules", *foundations, "channels", "analytics", "tickets"):
                with report.step(f"under load: a {victim} container dies and comes back", fatal=False):
                    compose.kill(victim)
                    time.sleep(2)
                    until("every container is healthy", compose.all_healthy, 60, 0.5)
            with report.step("no request was given up while containers died", fatal=False):
                expect(len(load.failures) == scaled, "\n      ".join(load.failures[scaled : scaled + 8]))
            with report.step("3 -> 1 after the kills", fatal=False):
                compose.up()
            until("the load goes on", lambda before=sum(load.requests.values()): sum(load.requests.values()) > before + 50, 30)
        report.note(f"{time.monotonic() - began:.0f} s of load: {dict(load.requests)}; {load.retries} retries while containers died")
        report.note(f"stream: {len(load.seen)} events, {load.streams} connections, {load.gaps} gaps told; slowest {load.slowest}")
        judge(compose, desk, load, report)


def many():
    return {"tickets": 3, "gateway": 2, "rules": 2, "customers": 2, "knowledge": 2, "analytics": 2, "channels": 2}


def judge(compose, desk, load, report):
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
        said = compose.moat("rebuild", "analytics")
        expect("equal" in said, f"built again, the numbers are not equal: {said}")
    with check("every opened ticket was looked at by each rule exactly once"):

        def runs():
            of_opening = [each for each in desk.list("/rule-runs?page[size]=100") if each["event"] == "moat.tickets.opened"]
            return Counter((each["rule"], each["ticket"]) for each in of_opening)

        until("every ticket was looked at", lambda: len({ticket for _, ticket in runs()}) == sum(found.values()), 60, 1)
        same([each for each, count in runs().items() if count > 1][:5], [], "double runs")
    with check("no container has logged a crash"):
        text = compose.run("logs", "--no-color").decode(errors="replace")
        bad = [line[:300] for line in text.splitlines() if "Fatal error" in line or "Crash:" in line or '"event parked"' in line]
        same(bad[:5], [], "crashes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", action="store_true", help="leave the containers running")
    parser.add_argument("--cluster", action="store_true", help="three NATS nodes and PostgreSQL")
    parser.add_argument("--no-build", action="store_true", help="the images are there")
    options = parser.parse_args()
    report = Report()
    report.head("containers, cluster" if options.cluster else "containers")
    try:
        run(options, report)
    except Exception as error:
        if not report.faults:
            report.faults.append(f"{type(error).__name__}: {error}")
            print(f"FAULT {report.faults[-1]}", flush=True)
    return report.finish()


sys.exit(main())
