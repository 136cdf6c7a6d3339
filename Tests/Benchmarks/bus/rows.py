"""What bus-bench printed (standard input), as rows of the table."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from table import Table  # noqa: E402

WORDS = {"pub1_sub1": "1 to 1", "pub1_sub5": "1 to 5", "pub1_sub4_queue": "1 to a queue of 4"}


def words(case):
    name, size = case.rsplit("_", 1)
    if name.startswith("rpc"):
        return f"requests of {re.search('[0-9]+', name).group()} client(s), {size}"
    return f"messages {WORDS.get(name, name)}, {size}"


def main():
    table, processor, lost = Table(), {}, []
    for line in sys.stdin:
        if found := re.match(r"(\w+) broker CPU seconds: ([0-9.]+) user ([0-9.]+)", line):
            processor[found[1]] = float(found[2]) + float(found[3])
        elif found := re.match(r"(pub|rpc)(\S*)\s+moat\s+([0-9,]+)/s.*nats\s+([0-9,]+)/s", line):
            ours, theirs = (float(found[place].replace(",", "")) for place in (3, 4))
            if re.search(r"moat\s+[0-9,]+/s lost", line):
                lost.append(line.strip())
            peer = f"nats-server {theirs:,.0f}/s"
            what = words(found[1] + found[2])
            table.add(what, ours, "1/s", beside=peer)
            table.add("  times nats-server", ours / theirs, "x", 1.2 if found[1] == "pub" else 1.0)
    if not processor:
        print("bus-bench printed nothing that is understood")
        return 2
    share = processor["moat"] / processor["nats"]
    peer = f"{processor['moat']:.1f} s beside {processor['nats']:.1f} s"
    table.add("processor of the broker beside nats-server's", share, "x", 0.45, at_most=True, beside=peer)
    table.add("messages lost: cases", len(lost), "", 0, at_most=True, beside="; ".join(lost))
    return table.finish()


sys.exit(main())
