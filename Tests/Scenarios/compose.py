"""The containers of docker-compose.yml, driven as an operator does."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from ports import free_port
from steps import Fault, until

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ["tickets", "customers", "knowledge", "rules", "analytics", "channels", "gateway"]


class Compose:
    def __init__(self, keep=False, files=("docker-compose.yml",)):
        self.keep, self.port = keep, free_port()
        self.project = f"moattest{os.getpid()}"
        self.folder = Path(tempfile.mkdtemp(prefix="moat-compose-"))
        self.environment = {
            **os.environ,
            "EDGE_HTTP": str(free_port()),
            "EDGE_HTTPS": str(self.port),
            "PUBLIC_URL": f"https://localhost:{self.port}",
        }
        program = ["docker", "compose"]
        if not works([*program, "version"]):
            program = ["docker-compose"]
            self.environment["COMPOSE_DOCKER_CLI_BUILD"] = "0"
        self.program = [*program, "-p", self.project, *(word for name in files for word in ("-f", str(ROOT / name)))]

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            (ROOT / ".build/checks").mkdir(parents=True, exist_ok=True)
            (ROOT / ".build/checks/compose-containers.log").write_bytes(self.run("logs", "--no-color", check=False))
        if self.keep:
            print(f"      kept: project {self.project} at {self.environment['PUBLIC_URL']}")
        else:
            self.run("down", "-v", "-t", "15", check=False)
            shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words, check=True, seconds=300):
        """Runs a command of docker compose; what it printed on standard output."""
        done = subprocess.run([*self.program, *words], capture_output=True, env=self.environment, cwd=ROOT, timeout=seconds)
        if check and done.returncode != 0:
            raise Fault(f"docker compose {' '.join(words)}: {done.stderr.decode(errors='replace')[-1500:]}")
        return done.stdout

    def build(self):
        self.run("build", seconds=1500)

    def up(self, **copies):
        """Brings up so many copies of each service (one unless said), without touching those that run."""
        words = [f"{name}={copies.get(name, 1)}" for name in SERVICES]
        self.run("up", "-d", "--no-recreate", "-t", "15", *(word for each in words for word in ("--scale", each)))
        until("every container is healthy", self.all_healthy, 90, 0.5)

    def containers(self, service=None):
        ids = self.run("ps", "-q", *([service] if service else [])).decode().split()
        found = json.loads(subprocess.run(["docker", "inspect", *ids], capture_output=True, check=True).stdout) if ids else []
        return [each for each in found if each["State"]["Status"] != "exited" or each["State"]["ExitCode"] != 0]

    def all_healthy(self):
        states = {each["Name"]: each["State"] for each in self.containers()}
        return all(state.get("Health", {}).get("Status", "healthy") == "healthy" and state["Running"] for state in states.values())

    def kill(self, service):
        """SIGKILL for the process of one copy, as a crash is: docker starts it again."""
        victim = self.containers(service)[0]
        os.kill(victim["State"]["Pid"], signal.SIGKILL)
        return victim["Name"]

    def cut_off(self, service, seconds=8):
        """Takes one copy from the network, with its connections open, and gives it back."""
        victim = self.containers(service)[0]["Id"]
        network = f"{self.project}_default"
        docker("network", "disconnect", network, victim)
        time.sleep(seconds)
        docker("network", "connect", "--alias", service, network, victim)

    def certificate(self):
        """The authority that Caddy made for localhost."""
        path = "/data/caddy/pki/authorities/local/root.crt"
        container = self.containers("edge")[0]["Id"]
        text = subprocess.run(["docker", "exec", container, "cat", path], capture_output=True, check=True).stdout
        (self.folder / "root.crt").write_bytes(text)
        return self.folder / "root.crt"

    def moat(self, *words):
        return self.run("run", "--rm", "-T", "moat", *words).decode()


def docker(*words):
    done = subprocess.run(["docker", *words], capture_output=True)
    if done.returncode != 0:
        raise Fault(f"docker {' '.join(words)}: {done.stderr.decode(errors='replace')[-500:]}")


def works(command):
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False
