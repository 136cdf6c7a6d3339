"""A whole Moat in a folder of its own, started by the real `moat up`."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from brokers import Brokers
from ports import free_port, healthy
from steps import Fault, until

SERVICES = ["bus", "tickets", "customers", "knowledge", "rules", "analytics", "channels", "gateway"]
# How many brokers that are not ours.
BROKERS = {"own": 0, "nats": 1, "cluster": 3}


class House:
    def __init__(self, build, keep=False, environment=None, bus="own"):
        self.build, self.keep = Path(build).resolve(), keep
        self.folder = Path(tempfile.mkdtemp(prefix="moat-scenario-"))
        self.home = self.folder / "home"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "MOAT_OWNER": "owner@moat.test", **(environment or {})}
        self.process = self.brokers = None
        if BROKERS[bus]:
            self.brokers = Brokers(BROKERS[bus], self.folder, self.build)
            self.environment["BUS_SECRETS"] = str(self.brokers.secrets)

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self._stop_brokers()
            raise
        return self

    def __exit__(self, kind, *_):
        try:
            self.stop()
        finally:
            self._stop_brokers()
        if kind or self.keep:
            print(f"      kept for looking into: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Returns the seconds from the start of `moat up` to its sign-in link."""
        began = time.monotonic()
        self.started_at = len(self.said) if (self.folder / "up.log").exists() else 0
        output = (self.folder / "up.log").open("ab")
        self.process = subprocess.Popen(
            [self.build / "moat", "up", "--home", self.home, "--port", str(self.port)],
            stdout=output,
            stderr=output,
            env=self.environment,
            start_new_session=True,
        )
        until(f"moat up says it is ready (see {self.folder}/up.log)", self._is_ready, 60, 0.02)
        self.seconds_to_ready = time.monotonic() - began
        return self.seconds_to_ready

    def _is_ready(self):
        if self.process.poll() is not None:
            raise SystemExit(f"moat up ended:\n{self.said}")
        return self.link is not None

    @property
    def said(self):
        return (self.folder / "up.log").read_text(errors="replace")

    @property
    def link(self):
        """The sign-in link that `moat up` printed, the last time it was started."""
        found = re.findall(r"\S+/sign-in\?token=\S+", self.said[self.started_at :])
        return found[-1] if found else None

    @property
    def running(self):
        return json.loads((self.home / "running.json").read_text())

    def _stop_brokers(self):
        if self.brokers:
            self.brokers.stop()

    @property
    def bus_url(self):
        """Of the first broker."""
        return self.running["busURL"].split(",")[0]

    @property
    def pids(self):
        pids = {each["name"]: each.get("pid") for each in self.running["processes"]}
        return {"bus": self.brokers.pid, **pids} if self.brokers else pids

    def crash(self, name):
        """SIGKILL, as a crash would; returns the process id that died."""
        if name == "bus" and self.brokers:
            return self.brokers.crash()
        pid = self.pids.get(name)
        if pid:
            os.kill(pid, signal.SIGKILL)
        return pid

    def wait_ready(self, seconds=30):
        """Until every service says it takes work."""
        if self.brokers:
            self.brokers.wait_ready(seconds)
        ports = {each["name"]: each["healthPort"] for each in self.running["processes"]}
        for name, port in ports.items():
            path = "healthz" if name == "bus" else "readyz"
            until(f"{name} is ready", lambda: healthy(port, path), seconds)

    def moat(self, *words, given=b"", seconds=60):
        """Runs `moat …` on this house: exit code and what it printed."""
        done = subprocess.run(
            [self.build / "moat", *words, "--home", self.home], input=given, capture_output=True, timeout=seconds, env=self.environment
        )
        return done.returncode, (done.stdout + done.stderr).decode(errors="replace")

    def memory(self):
        """Resident bytes of each process, with `moat up` itself."""
        pids = {**self.pids, "moat": self.process.pid}
        return {name: resident(pid) for name, pid in pids.items() if pid}

    def memory_together(self):
        """Bytes of all processes; libraries that they share count once."""
        return sum(proportional(pid) for pid in [*self.pids.values(), self.process.pid] if pid)

    def log(self, name):
        return (self.home / "logs" / f"{name}.log").read_text(errors="replace")

    def trouble(self):
        """Lines of the logs that say something broke: crashes and errors."""
        lines = []
        for path in sorted((self.home / "logs").glob("*.log")):
            for line in path.read_text(errors="replace").splitlines():
                if '"level":"error"' in line or "Fatal error" in line or "Swift runtime failure" in line:
                    lines.append(f"{path.stem}: {line[:400]}")
        return lines

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            code = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Fault("moat up does not stop within 15 s")
        if code != 0:
            raise Fault(f"moat up stops with exit code {code}:\n{self.said[-500:]}")


def proportional(pid):
    """Bytes of a process, with its share of what it has in common with others."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def resident(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024
    return 0
