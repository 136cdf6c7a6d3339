"""The scenarios: which run, on what build, and what came of it."""

import argparse
import sys
from pathlib import Path

from house import BROKERS
from steps import Report

ROOT = Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("which", nargs="*", default=[], choices=["journey", "crashes", "bad-input", "promises", []])
    parser.add_argument("--build", default=str(ROOT / ".build/debug"))
    parser.add_argument("--shots", default=str(ROOT / ".build/scenario-shots"))
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bus", default="own", choices=list(BROKERS), help="moat-bus, one nats-server, or a cluster of three")
    parser.add_argument("--fast", action="store_true", help="crashes: two rounds in place of eight")
    options = parser.parse_args()
    options.shots = Path(options.shots)
    options.shots.mkdir(parents=True, exist_ok=True)
    report = Report()
    for name in options.which or ["journey", "crashes", "bad-input", "promises"]:
        report.head(name)
        module = __import__(name.replace("-", "_"))
        try:
            module.run(options, report)
        except Exception as error:
            if not report.faults:
                report.faults.append(f"{name}: {type(error).__name__}: {error}")
                print(f"FAULT {report.faults[-1]}", flush=True)
    return report.finish()


sys.exit(main())
