"""The bus from elsewhere: real nats-servers, alone or as a cluster of three, with the users that `moat secrets` makes."""

import os
import signal
import subprocess
import threading
from pathlib import Path

from ports import free_port, healthy
from steps import until


class Node:
    """One nats-server. It keeps its ports, so that it can come back."""

    def __init__(self, name, folder):
        self.name, self.folder = name, folder
        self.port, self.monitor, self.route = free_port(), free_port(), free_port()
        self.process = None

    def start(self, routes):
        command = ["nats-server", "-c", self.folder / "secrets/bus-users.json", "-n", self.name, "-a", "127.0.0.1"]
        command += ["-p", str(self.port), "-m", str(self.monitor)]
        if routes:
            command += ["--cluster_name", "moat", "--cluster", f"nats://127.0.0.1:{self.route}", "--routes", ",".join(routes)]
        log = (self.folder / f"{self.name}.log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def wait_ready(self, seconds=15):
        until(f"{self.name} is ready", lambda: healthy(self.monitor, "healthz"), seconds)

    def kill(self):
        pid = self.process.pid
        os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        return pid


class Brokers:
    """`count` brokers. One that is killed is started again after a moment, as a supervisor would do."""

    PAUSE = 0.5

    def __init__(self, count, folder, build):
        self.nodes = [Node(f"nats-{number + 1}", Path(folder)) for number in range(count)]
        self.secrets = Path(folder) / "secrets"
        places = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        subprocess.run([build / "moat", "secrets", self.secrets, "--bus", places], check=True, stdout=subprocess.DEVNULL)
        self.victim, self.kills, self.revival = self.nodes[0], 0, None
        for node in self.nodes:
            self._start(node)
        self.wait_ready()

    def _start(self, node):
        node.start([f"nats://127.0.0.1:{other.route}" for other in self.nodes if other is not node])

    def wait_ready(self, seconds=15):
        if self.revival:
            self.revival.join()
        for node in self.nodes:
            node.wait_ready(seconds)

    @property
    def pid(self):
        """Of the node that died last, None while it is dead."""
        return self.victim.process.pid if self.victim.process else None

    def crash(self):
        """SIGKILL for one node, each in turn; returns the process id that died."""
        self.wait_ready()
        self.victim = self.nodes[self.kills % len(self.nodes)]
        self.kills += 1
        pid = self.victim.kill()
        self.revival = threading.Timer(self.PAUSE, self._start, [self.victim])
        self.revival.start()
        return pid

    def stop(self):
        if self.revival:
            self.revival.join()
        for node in self.nodes:
            if node.process:
                node.kill()
