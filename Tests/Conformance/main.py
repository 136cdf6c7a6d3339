"""The conformance runner: every test of every suite against every broker named."""
import argparse
import asyncio
import subprocess
import sys
import time
import traceback

import client_suite
import raw_suite
import access_suite
import limits_suite
from brokers import Broker

LIBNATS = ["connect", "pubsub", "wildcards", "queue", "headers", "request", "noresponders", "autounsub", "drain",
           "payload", "subscriptions", "order", "inbox", "reconnect"]


async def run_one(name, body):
    started = time.time()
    try:
        result = body()
        if asyncio.iscoroutine(result):
            await asyncio.wait_for(result, 120)
        print(f"  ok    {name} ({time.time() - started:.2f} s)", flush=True)
        return True
    except Exception as error:
        print(f"  FAIL  {name}: {type(error).__name__} {error}", flush=True)
        traceback.print_exc(limit=-2)
        return False


def libnats(work, broker, case):
    command = [f"{work}/libnats", case, broker.url]
    if case != "reconnect":
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().strip() == "ready"
    broker.restart()
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0, out


async def run(kind, options):
    print(f"{kind}:", flush=True)
    names = ("open", "token", "users", "limits", "pings")
    shapes = {shape: Broker(kind, shape, options.bus, options.work) for shape in names}
    tests = []
    for suite in (raw_suite, client_suite, access_suite, limits_suite):
        tests += [(f"{suite.__name__}: {name}", lambda b=body: b(shapes)) for name, body in suite.tests.items()]
    tests += [(f"libnats: {case}", lambda c=case: libnats(options.work, shapes["open"], c)) for case in LIBNATS]
    results = []
    for name, body in tests:
        if options.only and options.only not in name:
            continue
        results.append(await run_one(name, body))
    dead = [s for s, b in shapes.items() if b.process.poll() is not None and s != "limits"]
    if dead:
        print(f"  FAIL  the broker died in: {', '.join(dead)}")
        results.append(False)
    for broker in shapes.values():
        broker.kill()
    return results.count(True), results.count(False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bus", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("brokers", nargs="+", choices=["moat", "nats"])
    options = parser.parse_args()
    totals = {kind: asyncio.run(run(kind, options)) for kind in options.brokers}
    for kind, (passed, failed) in totals.items():
        print(f"{kind}: {passed} passed, {failed} failed")
    sys.exit(1 if any(failed for _, failed in totals.values()) else 0)


main()
