"""A Moat whose machine's time is set while it works: by hours and by a minute, forward and back. Timers fire once, nothing is
lost, nobody is signed out, no promise is counted backwards, nothing spins."""

import http.client
import os
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from house import House
from load import Load
from steps import expect, same, until
from verdict import Desk, crashes, judge

NAME = "the clock jumps"
HOUR = 3_600
# Together nothing: in the end it is as late as it is.
JUMPS = [
    ("3 hours forward", 3 * HOUR),
    ("5 hours back", -5 * HOUR),
    ("a minute forward", 60),
    ("a minute back", -60),
    ("6 hours forward", 6 * HOUR),
    ("4 hours back", -4 * HOUR),
]


class Clock:
    """The real-time clock of all processes that are started with its environment."""

    def __init__(self, folder):
        library, self.file = Path(folder) / "clock.so", Path(folder) / "offset"
        source = Path(__file__).with_name("clock.c")
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl"], check=True)
        self.offset = 0
        self.jump(0)
        self.environment = {"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(self.file)}

    def now(self):
        return time.time() + self.offset

    def jump(self, seconds):
        self.offset += seconds
        with self.file.open("r+b" if self.file.exists() else "wb", buffering=0) as file:
            file.write((self.offset * 1_000_000_000).to_bytes(8, "little", signed=True))


class Jumps:
    def __init__(self, clock, house, desk, load):
        self.clock, self.house, self.desk, self.load = clock, house, desk, load
        # Nobody answers these: by ticket when it is to be escalated, two hours after it came, and those who saw that hour.
        self.waiting, self.late = {}, set()

    def wait_for_an_answer(self):
        name = f"nobody answers {len(self.waiting)}"
        ticket = {"subject": name, "text": "x", "requester": self.desk.requester}
        came = self.desk.call("POST", "/tickets", ticket)["id"]
        self.waiting[came] = self.clock.now() + 2 * HOUR
        self.load.opened[name] = came

    def escalations(self, ticket):
        return sum(each["text"].startswith("Escalated: ") for each in self.desk.list(f"/tickets/{ticket}/messages"))

    def jump(self, seconds):
        self.wait_for_an_answer()
        pids = dict(self.house.pids)
        self.clock.jump(seconds)
        done = sum(self.load.requests.values())
        until("the load goes on", lambda: sum(self.load.requests.values()) > done + 100, 60)
        # A form is worked off by a timer that is due at once.
        forms = set(self.load.forms)
        until("the forms become tickets", lambda: forms <= self.subjects(), 30, 1)
        self.late |= {ticket for ticket, due in self.waiting.items() if due < self.clock.now()}
        for ticket in self.late:
            until("who waited for two hours is escalated", lambda: self.escalations(ticket) == 1, 30, 0.5)
        same(self.house.pids, pids, "processes that died of it")

    def subjects(self):
        return {each["subject"] for each in self.desk.list("/tickets?view=all&page[size]=100")}

    def quiet(self, report):
        """What has nothing to do uses no processor, wherever the clock goes."""
        for name, seconds in (("forward", 3 * HOUR), ("back", -3 * HOUR)):
            self.clock.jump(seconds)
            time.sleep(10)
            before = {name: ticks(pid) for name, pid in self.house.pids.items()}
            time.sleep(5)
            used = {name: (ticks(pid) - before[name]) / os.sysconf("SC_CLK_TCK") for name, pid in self.house.pids.items()}
            report.note(f"seconds of processor in 5 s after {name}: {used}")
            expect(max(used.values()) < 1.5, f"after 3 hours {name} something spins: {used}")

    def sane(self):
        tickets = self.desk.list("/tickets?view=all&page[size]=100")
        for ticket in tickets:
            for clock in ticket.get("clocks", []):
                expect(0 <= clock["elapsed"] <= 12 * HOUR, f"a clock of {ticket['subject']}: {clock}")
            expect(ticket["createdAt"] <= ticket["updatedAt"], f"changed before it came: {ticket}")
        now = time.time()
        period = "from={}&to={}".format(*(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + day * 86_400)) for day in (-1, 1)))
        for metric in ("firstResponse", "resolution"):
            total = self.desk.call("GET", f"/metrics/{metric}?{period}")["total"]
            expect(all((total.get(each) or 0) >= 0 for each in ("value", "median", "p90")), f"{metric}: {total}")
        for ticket in tickets[:: max(1, len(tickets) // 50)]:
            history = self.desk.list(f"/tickets/{ticket['id']}/history")
            sequences = [each["sequence"] for each in history]
            expect(sequences in (sorted(sequences), sorted(sequences, reverse=True)), f"out of order: {sequences}")
            # One process's ids grow, whatever its clock does; two of one kind are never the same.
            same(max(Counter(each["id"] for each in history).values()), 1, "events of one id")


def ticks(pid):
    """Clock ticks of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def run(options, report):
    report.head(NAME)
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock(folder)
        with House(options.build, options.keep, clock.environment) as house:
            desk = Desk(lambda: http.client.HTTPConnection("127.0.0.1", house.port, timeout=40), house.moat("link")[1])
            load = Load(desk, threads=3, name="clock")
            load.forgiving.set()
            jumps = Jumps(clock, house, desk, load)
            with load:
                until("the load runs", lambda: sum(load.requests.values()) > 300, 60)
                for name, seconds in JUMPS:
                    with report.step(f"{NAME} {name}", fatal=False):
                        jumps.jump(seconds)
            report.note(f"{dict(load.requests)}, {load.retries} retries, slowest {load.slowest[0]:.1f} s ({load.slowest[1]})")
            with report.step("no request was given up", fatal=False):
                expect(not load.failures, f"{len(load.failures)}:\n      " + "\n      ".join(load.failures[:6]))
            judge(desk, load, report, lambda: house.moat("rebuild", "analytics")[1])
            with report.step("who waited was escalated once, and never again", fatal=False):
                expect(len(jumps.late) >= 4, f"only {len(jumps.late)} became late")
                for ticket in jumps.waiting:
                    same(jumps.escalations(ticket), int(ticket in jumps.late), f"escalations of {ticket}")
            with report.step("promises, numbers, order and ids are sane", fatal=False):
                jumps.sane()
            with report.step("nothing spins", fatal=False):
                jumps.quiet(report)
            with report.step("the doctor finds nothing", fatal=False):
                code, said = house.moat("doctor")
                same(code, 0, f"moat doctor said {said}")
            with report.step("no process has crashed by itself", fatal=False):
                same(crashes("\n".join(house.log(name) for name in house.pids)), [], "crashes")
