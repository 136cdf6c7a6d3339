"""A whole Moat of its own, with the demo company, for a run without an address."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 330


@contextmanager
def running():
    """Yields the address and a sign-in link; ends every process afterwards."""
    moat = next((each for each in (ROOT / ".build/debug/moat", ROOT / ".build/release/moat") if each.exists()), None)
    if moat is None:
        raise SystemExit("There is no built Moat: run `swift build`, or give the address of a running one.")
    home = Path(tempfile.mkdtemp(prefix="moat-browser-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = dict(os.environ, MOAT_HOME=str(home / "home"), WEB_ROOT=str(ROOT / "Services/Gateway/Web"))
    log = home / "up.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [moat, "up", "--port", str(port), "--demo"],
            env=environment,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
        )
    try:
        link = wait(process, log)
        yield link.split("/sign-in")[0], link
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        shutil.rmtree(home, ignore_errors=True)


def wait(process, log) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = re.search(r"http://\S+/sign-in\?token=\S+", log.read_text())
        if found:
            return found[0]
        if process.poll() is not None:
            break
        time.sleep(0.3)
    raise SystemExit(f"Moat did not become ready:\n{log.read_text()[-2000:]}")
