"""All benchmarks in one run and one table: every number beside its limit and its peer."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import HEAD, line

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "Tests/Benchmarks"
# Name, what it is about, the command after `run`; in the order of the table.
PARTS = {
    "bus": ("the broker beside nats-server, by one C client", "bus/run {seconds}"),
    "client": ("our bus client with both brokers", "MessageBus/run --build {build}"),
    "store": ("durable writes beside plain SQLite and PostgreSQL", "Store/run --build {build} --seconds {short}"),
    "http": ("tickets through HTTP beside the bare server and django-helpdesk", "http/run --build {build} --seconds {seconds}"),
    "tickets": ("what a page costs with how many tickets", "Tickets/run {tickets} {place} brief"),
    "customers": ("facts, cards and segments", "Customers/run --build {build}"),
    "rules": ("the conditions of 1,000 rules on one event", "Rules/run {seconds}"),
    "intent": ("telling intents apart, beside scikit-learn", "Intent/run {intent}"),
}


def runs(name, options):
    """The commands of a part: one, but for the tickets, which have one for each number."""
    values = {"build": options.build, "seconds": options.seconds, "short": max(1, options.seconds // 4), "intent": options.intent}
    command = str(HERE / PARTS[name][1])
    if name != "tickets":
        return [command.format(**values).split()]
    with_place = [(count, f"file://{tempfile.gettempdir()}/moat-benchmark-{os.getpid()}-{count}") for count in options.tickets]
    return [command.format(tickets=count, place=place).split() for count, place in with_place]


def missing(name, options):
    """Why a part cannot run here, or None."""
    if name == "intent" and not options.intent:
        return "--intent names the folder of its texts (head of Intent/run)"
    if name == "bus" and not any(path and os.access(path, os.X_OK) for path in tools()):
        return "bus-bench is not there: set BUS_BENCH"
    return None


def tools():
    return [os.environ.get("BUS_BENCH", ""), ROOT / "../shared/tools/bus-bench", ROOT / "../../shared/tools/bus-bench"]


def machine():
    model = next((each.split(":")[1].strip() for each in open("/proc/cpuinfo") if each.startswith("model name")), platform.machine())
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    return {"cores": os.cpu_count(), "processor": model, "kernel": platform.release(), "commit": commit}


def measure(name, options):
    """The rows of a part, and whether all its commands came to their end."""
    print(f"\n-- {name}: {PARTS[name][0]}", flush=True)
    reason = missing(name, options)
    if reason:
        print(f"   left out: {reason}")
        return [], name not in options.only
    with tempfile.NamedTemporaryFile("r", prefix="moat-rows-") as file:
        codes = []
        for command in runs(name, options):
            codes.append(subprocess.run(command, cwd=ROOT, env={**os.environ, "BENCHMARK_ROWS": file.name}).returncode)
            for place in [Path(word[7:]) for word in command if word.startswith("file://")]:
                subprocess.run(["rm", "-rf", place], check=True)
        rows = [{"part": name, **json.loads(each)} for each in file]
    # 1 is a missed limit, which its row tells.
    ended = all(code == 0 or (code == 1 and any(row["met"] is False for row in rows)) for code in codes)
    if not (ended and rows):
        print(f"   BROKEN: exit codes {codes}, {len(rows)} rows")
    return rows, ended and bool(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, prog="Tests/Benchmarks/run")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", choices=list(PARTS), help=", ".join(PARTS))
    parser.add_argument("--json", metavar="FILE", help="a file for the rows")
    parser.add_argument("--tickets", default="1000,10000,100000", help="how many; 1000000 takes 15 minutes more")
    parser.add_argument("--seconds", type=int, default=8, help="of each load")
    parser.add_argument("--intent", default="", metavar="FOLDER", help="the texts of the part 'intent'")
    parser.add_argument("--build", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.tickets = [int(each) for each in options.tickets.split(",")]
    began, here = time.time(), machine()
    print(f"{here['processor']}, {here['cores']} cores, commit {here['commit']}\n")
    print(line(*HEAD))
    rows, broken = [], []
    for name in options.only or PARTS:
        found, ended = measure(name, options)
        rows += found
        if not ended:
            broken.append(name)
    if options.json:
        result = {**here, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(began)), "rows": rows}
        Path(options.json).write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    missed = [f"{row['part']}: {row['what'].strip()}" for row in rows if row["met"] is False]
    print(f"\n{len(rows)} rows in {time.time() - began:.0f} s, {len(missed)} limits missed, {len(broken)} parts broken")
    for each in [*missed, *broken]:
        print(f"   {each}")
    return 1 if missed or broken else 0


sys.exit(main())
