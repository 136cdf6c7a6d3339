"""Tickets through HTTP, beside the bare HTTP server of the same process and beside django-helpdesk, in one run.

Every row is a number with its peer or limit. Budgets: design.md section 12. Exit code 1 when one is missed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "Scenarios"), str(Path(__file__).resolve().parents[1])]

from client import Client  # noqa: E402
from company import always_open  # noqa: E402
from helpdesk import Helpdesk  # noqa: E402
from house import House  # noqa: E402
from steps import expect, until  # noqa: E402
from table import Table  # noqa: E402

AGENTS = 20
CUSTOMERS = 500


def wrk(url, method="GET", headers=None, bodies=(), connections=16, seconds=10):
    """What `load.lua` says of one load with its bodies in turn: rate, p50, p99 (ms); no failed answer is allowed."""
    environment = {**os.environ, "LOAD_METHOD": method, "LOAD_HEADERS": "\n".join(f"{n}: {v}" for n, v in (headers or {}).items())}
    file = tempfile.NamedTemporaryFile("w", suffix=".jsonl")
    file.write("".join(json.dumps(body) + "\n" for body in bodies))
    file.flush()
    environment["LOAD_BODIES"] = file.name
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "10s"]
    command += ["-s", str(Path(__file__).with_name("load.lua")), url]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    line = next(each for each in done.stdout.splitlines() if each.startswith("RESULT "))
    result = json.loads(line[7:])
    expect(result["failed"] == 0, f"{result['failed']} of {result['requests']} answers of {method} {url} failed")
    result["rate"] = result["requests"] / result["seconds"]
    return result


class Desk:
    """A house with agents at work, all hours open, so that each ticket is routed and has its clocks."""

    def __init__(self, house):
        self.house = house
        self.owner = Client(house.address).sign_in(token=house.link.split("token=")[1])
        self.owner.put(f"/agents/{self.owner.account['id']}/presence", {"presence": "away"})
        always_open(self.owner)
        for number in range(AGENTS):
            agent = {"email": f"agent{number}@moat.test", "name": f"Agent {number}", "password": "a-long-password-1"}
            self.owner.put(f"/accounts/agent-{number}", {**agent, "roles": ["agent"], "teams": ["support"]})
            seat = {name: agent[name] for name in ("email", "name")}
            self.owner.put(f"/agents/agent-{number}", {**seat, "roles": ["agent"], "teams": ["support"], "capacity": 10_000})
            Client(house.address).sign_in(email=agent["email"], password=agent["password"])
        self.requesters = [self.customer(number) for number in range(CUSTOMERS)]
        self.headers = {
            "Cookie": self.owner.cookie,
            "X-CSRF-Token": self.owner.csrf,
            "Content-Type": "application/json",
        }

    def customer(self, number):
        name, address = f"Customer {number}", f"customer{number}@example.org"
        identity = {"kind": "email", "value": address, "verified": True}
        made = self.owner.post("/customers", {"name": name, "identities": [identity]})
        return {"id": made["id"], "name": name, "address": address}

    def question(self, subject="Where is my parcel?", requester=0):
        text = "It should have been here on Friday. " * 5
        return {"subject": subject, "channel": "form", "requester": self.requesters[requester], "text": text}

    def questions(self):
        return [self.question(requester=number) for number in range(CUSTOMERS)]


def throughput(table, desk, seconds):
    """Tickets opened and read, beside the bare server."""
    address = desk.house.address
    gateway = next(each for each in desk.house.running["processes"] if each["name"] == "gateway")
    bare = wrk(f"http://127.0.0.1:{gateway['healthPort']}/healthz", seconds=max(2, seconds // 3))
    table.add("bare HTTP server, GET, 16 connections", bare["rate"], "1/s")
    ticket = desk.owner.post("/tickets", desk.question())
    until("a ticket is assigned", lambda: desk.owner.get(f"/tickets/{ticket['id']}").get("assignee"))
    expect(desk.owner.get(f"/tickets/{ticket['id']}")["clocks"], "a ticket has SLA clocks")
    opened = wrk(address + "/api/v1/tickets", "POST", desk.headers, desk.questions(), seconds=seconds)
    share = f"{opened['rate'] / bare['rate']:.2f} of the bare server"
    table.add("ticket opened, durable, routed, SLA set", opened["rate"], "1/s", 3000, beside=share)
    table.add("  its p99", opened["p99"], "ms", 50, at_most=True)
    read = wrk(address + f"/api/v1/tickets/{ticket['id']}", headers=desk.headers, seconds=seconds)
    share = f"{read['rate'] / bare['rate']:.2f} of the bare server"
    table.add("ticket read", read["rate"], "1/s", 8000, beside=share)
    table.add("  its p99", read["p99"], "ms")
    return opened["rate"], read["rate"]


def beside_helpdesk(table, opened, read, seconds):
    with Helpdesk() as peer:
        body = {"queue": 1, "title": "Where is my parcel?", "description": "It should have been here on Friday. " * 5, "priority": 3}
        there = wrk(peer.address + "/api/tickets/", "POST", peer.headers, [body], seconds=seconds)
        table.add("ticket opened beside django-helpdesk", opened / there["rate"], "x", 40, beside=f"{there['rate']:.0f}/s there")
        there = wrk(peer.address + "/api/tickets/1/", headers=peer.headers, seconds=seconds)
        table.add("ticket read beside django-helpdesk", read / there["rate"], "x", beside=f"{there['rate']:.0f}/s there")


class Screen(threading.Thread):
    """The event stream of a page: when each ticket's first event arrived."""

    def __init__(self, desk):
        super().__init__(daemon=True)
        self.arrived, self.is_open = {}, threading.Event()
        self.link = HTTPConnection(*desk.owner.place, timeout=60)
        self.link.request("GET", "/api/v1/stream", headers={"Cookie": desk.owner.cookie, "Accept": "text/event-stream"})
        self.reply = self.link.getresponse()

    def run(self):
        for line in self.reply:
            self.is_open.set()
            if line.startswith(b"data:") and b"ticket/" in line:
                now = time.monotonic()
                self.arrived.setdefault(json.loads(line[5:])["subject"].removeprefix("ticket/"), now)


def live(table, desk, rounds=200):
    screen = Screen(desk)
    screen.start()
    spans = []
    for number in range(rounds):
        began = time.monotonic()
        ticket = desk.owner.post("/tickets", desk.question(f"live {number}"))["id"]
        until("the event is on the screen", lambda: ticket in screen.arrived, 10, 0.001)
        spans.append(1000 * (screen.arrived[ticket] - began))
    table.add("event to live screen, p95", statistics.quantiles(spans, n=20)[-1], "ms", 100, at_most=True)


def dashboard(table, desk, rounds=20):
    def stamp(days):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86_400 * days))

    period = {"from": stamp(-2), "to": stamp(2)}

    def created():
        return desk.owner.get("/metrics/volume", **period)["total"]["value"]

    spans = []
    for number in range(rounds):
        before = created()
        began = time.monotonic()
        desk.owner.post("/tickets", desk.question(f"counted {number}"))
        until("the dashboard counts it", lambda: created() > before, 30, 0.005)
        spans.append(1000 * (time.monotonic() - began))
    table.add("event to dashboard, p95", statistics.quantiles(spans, n=20)[-1], "ms", 1000, at_most=True)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", required=True, help="folder of the executables, a release build")
    options.add_argument("--seconds", type=int, default=10, help="of each load")
    options.add_argument("--without-helpdesk", action="store_true")
    options = options.parse_args()
    table = Table()
    with House(options.build) as house:
        table.add("start of everything", house.seconds_to_ready, "s", 2, at_most=True)
        table.add("memory of everything, empty", house.memory_together() / 1e6, "MB", 250, at_most=True)
        desk = Desk(house)
        live(table, desk)
        opened, read = throughput(table, desk, options.seconds)
        until("the numbers have caught up", lambda: "behind" not in house.moat("doctor")[1], 300, 1)
        dashboard(table, desk)
        table.add("memory of everything after the load", house.memory_together() / 1e6, "MB")
    if not options.without_helpdesk:
        beside_helpdesk(table, opened, read, options.seconds)
    return table.finish()


if __name__ == "__main__":
    sys.exit(main())
