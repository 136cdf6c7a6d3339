"""The rows of the benchmarks' table: each a number beside its limit and its peer. Row.swift is its twin."""

import json
import os
import unicodedata
from pathlib import Path

HEAD = ("what", "value", "unit", "limit", "", "beside")


def shown(value):
    """Thousands with commas, small numbers with some places."""
    size = abs(value)
    if size >= 1_000:
        return f"{value:,.0f}"
    places = 0 if value == round(value) or size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{value:.{places}f}"


def width(text):
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def line(what, value, unit, limit, verdict, beside):
    def left(text, columns):
        return text + " " * (columns - width(text))

    return f"{left(what, 54)} {value:>12} {left(unit, 8)} {limit:>9} {left(verdict, 6)} {beside}".rstrip()


class Table:
    """Rows are printed as they come, and added as JSON to the file that BENCHMARK_ROWS names."""

    def __init__(self):
        self.rows = []

    def add(self, what, value, unit, budget=None, at_most=False, beside=""):
        met = None if budget is None else (value <= budget if at_most else value >= budget)
        self.rows.append(
            {"what": what, "value": value, "unit": unit, "budget": budget, "at_most": at_most, "met": met, "beside": beside}
        )
        limit = "" if budget is None else f"{'≤' if at_most else '≥'} {shown(budget)}"
        print(line(what, shown(value), unit, limit, {None: "", True: "met", False: "MISSED"}[met], beside), flush=True)
        if "BENCHMARK_ROWS" in os.environ:
            with Path(os.environ["BENCHMARK_ROWS"]).open("a") as file:
                file.write(json.dumps(self.rows[-1], ensure_ascii=False) + "\n")

    def finish(self):
        """The exit code: 1 when a limit was missed."""
        return int(any(row["met"] is False for row in self.rows))
