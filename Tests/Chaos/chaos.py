"""One Moat under a steady load while its machine misbehaves. After it all: nothing acknowledged is lost, nothing is there
twice, the numbers equal those built anew, memory is back."""

import argparse
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import clock
from house import SERVICES, House
from load import Load
from steps import Report, expect, same, until
from verdict import Desk, crashes, judge

ROOT = Path(__file__).resolve().parents[2]
DISK = 900_000_000


class Chaos:
    """The faults, each a method whose first words are its name. Each leaves the house well or raises."""

    def __init__(self, house, disk, desk, load, chance):
        self.house, self.disk, self.desk, self.load, self.chance = house, disk, desk, load, chance

    def faults(self):
        for name in SERVICES:
            yield f"kill -9 of {name}", lambda name=name: self.kill(name)
        for name in ("tickets", "bus", "gateway", "rules", "analytics"):
            yield f"{name} stands still for 10 s", lambda name=name: self.freeze([name], 10)
        yield "knowledge, rules and analytics are away: a ticket comes in, the inbox answers", self.half_a_house
        yield "three random ones die within a second", self.massacre
        yield "the disk is full for 10 s", self.full_disk
        yield "the disk becomes read-only, is mended, and Moat starts again", self.broken_disk
        yield "1,000 idle and 200 busy clients", self.crowd
        yield "slowloris: 300 clients send a header's byte a second", self.dawdlers
        yield "20 readers of the live stream who do not read", self.deaf_streams
        yield "a bus client that takes everything and reads nothing", self.deaf_subscriber

    def kill(self, name):
        time.sleep(self.chance.uniform(0, 0.5))
        before = self.house.crash(name)
        until(f"{name} is started again", lambda: self.house.pids[name] not in (None, before), 30)
        self.house.wait_ready()

    def massacre(self):
        for name in self.chance.sample(SERVICES, 3):
            self.house.crash(name)
            time.sleep(self.chance.uniform(0, 0.4))
        time.sleep(1)
        self.house.wait_ready(40)

    @contextmanager
    def frozen(self, names):
        pids = [self.house.pids[name] for name in names]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGCONT)
                except ProcessLookupError:
                    pass  # taken for dead and started anew

    def freeze(self, names, seconds):
        with self.frozen(names):
            time.sleep(seconds)
        self.house.wait_ready(40)

    def half_a_house(self):
        with self.frozen(["knowledge", "rules", "analytics"]):
            name = f"half-{self.chance.random()}"
            ticket = self.desk.call("POST", "/tickets", {"subject": name, "text": "x", "requester": self.desk.requester})
            listed = self.desk.call("GET", "/tickets?view=all&page[size]=20")["data"]
            expect(any(each["subject"] == name for each in listed), "the new ticket is not in the list")
            same(self.desk.call("GET", f"/tickets/{ticket['id']}")["subject"], name, "the ticket read back")
            for what, path in (("knowledge", "/articles/search?q=refund"), ("analytics", "/metrics/volume?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z")):
                reply, text = self.desk.raw("GET", path)
                expect(reply.status in (503, 504) and what.encode() in text, f"{path} does not say what is missing: {reply.status} {text[:200]!r}")
        self.house.wait_ready(40)

    def full_disk(self):
        ballast = self.house.home / "ballast"
        try:
            with ballast.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(b"x" * 1_048_576)
                except OSError:
                    pass
            time.sleep(5)
            self.cannot_write(201)
            # Who dies meanwhile must not take the others along.
            self.house.crash("analytics")
            time.sleep(5)
            expect(self.house.process.poll() is None, f"moat up has ended: {self.house.said[-300:]}")
        finally:
            ballast.unlink(missing_ok=True)
            # So that a disk that breaks next does not bring it back.
            os.sync()
        self.house.wait_ready(40)

    def cannot_write(self, *also):
        """503, or one of the statuses also: what SQLite's log has already grown to can still be filled."""
        reply, text = self.desk.raw("POST", "/tickets", {"subject": "full", "text": "x", "requester": self.desk.requester})
        refused = reply.status == 503 and b"store.disk" in text
        expect(refused or reply.status in also, f"a disk without room is told as {reply.status} {text[:200]!r}")
        # What is there can be read meanwhile.
        self.desk.call("GET", "/tickets?view=all&page[size]=20")

    def broken_disk(self):
        self.disk.break_down()
        try:
            time.sleep(2)
            self.cannot_write()
        finally:
            self.house.stop()
            self.disk.repair()
            self.house.start()
        self.house.wait_ready(40)

    def sockets(self, count, first=b""):
        links = []
        for _ in range(count):
            link = socket.create_connection(("127.0.0.1", self.house.port), timeout=10)
            link.sendall(first)
            links.append(link)
        return links

    def crowd(self):
        links = self.sockets(1_000)
        busy = Load(self.desk, threads=200, name="crowd")
        try:
            busy.forgiving.set()
            with busy:
                until("200 clients are served", lambda: sum(busy.requests.values()) > 1_000, 90, 0.2)
        finally:
            for link in links:
                link.close()
        expect(not busy.failures, f"{len(busy.failures)} requests were given up: {busy.failures[:3]}")
        self.load.opened.update(busy.opened)
        self.load.forms.update(busy.forms)

    def dawdlers(self):
        links = self.sockets(300, b"GET /api/v1/session HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        try:
            for _ in range(10):
                for link in links:
                    try:
                        link.sendall(b"a")
                    except OSError:
                        pass  # the server has had enough of it
                began = time.monotonic()
                self.desk.call("GET", "/tickets?view=all&page[size]=5")
                expect(time.monotonic() - began < 10, "good people wait for the slow ones")
                time.sleep(1)
        finally:
            for link in links:
                link.close()

    def deaf_streams(self):
        request = f"GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nCookie: {self.desk.cookie}\r\n\r\n".encode()
        links = self.sockets(20, request)
        try:
            before = sum(self.load.requests.values())
            until("the load goes on", lambda: sum(self.load.requests.values()) > before + 200, 60)
        finally:
            for link in links:
                link.close()

    def deaf_subscriber(self):
        place = self.house.bus_url.split("@")[-1].removeprefix("nats://")
        user, _, password = self.house.bus_url.removeprefix("nats://").split("@")[0].partition(":")
        host, port = place.split(":")
        link = socket.create_connection((host, int(port)), timeout=10)
        try:
            link.sendall(f'CONNECT {{"verbose":false,"user":"{user}","pass":"{password}"}}\r\nSUB moat.> 1\r\nPING\r\n'.encode())
            before = sum(self.load.requests.values())
            until("the load goes on", lambda: sum(self.load.requests.values()) > before + 200, 60)
        finally:
            link.close()


class SmallDisk:
    """The house's home on a file system of its own, which can be filled and can fail."""

    def __init__(self, house):
        self.place, self.image = house.home, house.folder / "disk"

    def __enter__(self):
        self.place.mkdir(parents=True)
        with self.image.open("wb") as file:
            file.truncate(DISK)
        shell("mkfs.ext4", "-q", "-m", "0", self.image)
        self.mount()
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.place], check=False)

    def mount(self):
        shell("mount", "-o", "loop,errors=remount-ro", self.image, self.place)

    def break_down(self):
        """The kernel finds an error, and from then on nothing can be written."""
        device = Path(shell("findmnt", "-no", "SOURCE", self.place).strip()).name
        Path(f"/sys/fs/ext4/{device}/trigger_fs_error").write_text("1")

    def repair(self):
        shell("umount", self.place)
        # 1: errors were found and mended.
        subprocess.run(["e2fsck", "-fp", self.image], check=False, capture_output=True)
        self.mount()


def shell(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    expect(done.returncode == 0, f"{' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def desk_of(house):
    return Desk(lambda: http.client.HTTPConnection("127.0.0.1", house.port, timeout=40), house.moat("link")[1])


def megabytes(memory):
    return {name: round(size / 1e6) for name, size in memory.items()}


def run(options, report):
    house = House(options.build, options.keep)
    with SmallDisk(house) as disk, house:
        desk = desk_of(house)
        load = Load(desk, threads=3)
        load.forgiving.set()
        with load:
            until("the load runs", lambda: sum(load.requests.values()) > 300, 60)
            before = house.memory()
            chaos = Chaos(house, disk, desk, load, random.Random(options.seed))
            for name, fault in chaos.faults():
                if not re.search(options.only, name):
                    continue
                with report.step(name, fatal=False):
                    fault()
                    done = sum(load.requests.values())
                    until("the load goes on", lambda: sum(load.requests.values()) > done + 20, 40)
            after = house.memory()
        report.note(f"{dict(load.requests)}, {load.retries} retries, slowest {load.slowest[0]:.1f} s ({load.slowest[1]})")
        report.note(f"MB before {megabytes(before)}, after {megabytes(after)}")
        with report.step("no request was given up", fatal=False):
            expect(not load.failures, f"{len(load.failures)}:\n      " + "\n      ".join(load.failures[:6]))
        with report.step("memory is back to its level", fatal=False):
            grown = {name: size for name, size in after.items() if size > 1.5 * before[name] + 32e6}
            expect(not grown, f"grown: {megabytes(grown)}")
        judge(desk, load, report, lambda: house.moat("rebuild", "analytics")[1])
        with report.step("no process has crashed by itself", fatal=False):
            same(crashes("\n".join(house.log(name) for name in SERVICES)), [], "crashes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(ROOT / ".build/debug"))
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="faults whose name matches this pattern")
    options = parser.parse_args()
    report = Report()
    report.head("chaos")
    report.note(f"seed {options.seed}")
    try:
        if any(re.search(options.only, name) for name, _ in Chaos(None, None, None, None, None).faults()):
            run(options, report)
        if re.search(options.only, clock.NAME):
            clock.run(options, report)
    except Exception as error:
        if not report.faults:
            report.faults.append(f"{type(error).__name__}: {error}")
            print(f"FAULT {report.faults[-1]}", flush=True)
    return report.finish()


sys.exit(main())
