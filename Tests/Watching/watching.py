"""A real Prometheus, with the configuration of deploy/, on a real Moat under load: whatever is plotted and alerted on is there."""

import argparse
import http.client
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

from house import SERVICES, House
from load import Load
from ports import free_port, healthy
from steps import Report, expect, same, until
from verdict import Desk

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = ROOT / "deploy/grafana/dashboards/moat.json"
# Seconds between two looks, in place of the fifteen of real life.
INTERVAL = "1s"
# What Grafana puts in place of its variables.
VARIABLES = {"$__rate_interval": "10s", "$service": ".*"}
# A comparison at the end of an expression, or before another one: without it the query shows what is compared.
LIMIT = re.compile(r"\s(?:==|>|<)\s*[0-9.e+]+(?=\s*$|\s+or\s)")


class Prometheus:
    """Debian's, on a copy of deploy/prometheus: only how often it looks and where the home is differ."""

    def __init__(self, house):
        self.port = free_port()
        folder = house.folder / "watching/deploy/prometheus"
        shutil.copytree(ROOT / "deploy/prometheus", folder)
        (house.folder / "watching/.moat").symlink_to(house.home)
        config = folder / "prometheus.yml"
        text, count = re.subn(r"(?<=_interval: )15s", INTERVAL, config.read_text())
        same(count, 2, "intervals in prometheus.yml")
        config.write_text(text)
        self.command = ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={house.folder / 'watching/data'}"]
        self.command += [f"--web.listen-address=127.0.0.1:{self.port}"]
        self.log = house.folder / "watching/prometheus.log"

    def __enter__(self):
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        until(f"prometheus is ready (see {self.log})", lambda: healthy(self.port, "-/ready"), 30)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def get(self, path, **query):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request("GET", f"/api/v1/{path}?{urlencode(query, doseq=True)}")
            answer = json.loads(link.getresponse().read())
        finally:
            link.close()
        expect(answer["status"] == "success", f"{path} {query}: {answer.get('error')}")
        return answer["data"]

    def values(self, query):
        """The numbers that a query gives now."""
        numbers = [float(series["value"][1]) for series in self.get("query", query=query)["result"]]
        return [each for each in numbers if math.isfinite(each)]

    def up(self):
        targets = [each for each in self.get("targets", state="active")["activeTargets"] if each["labels"]["job"] == "moat"]
        return {each["labels"]["instance"] for each in targets if each["health"] == "up"}

    def rules(self):
        return [rule for group in self.get("rules")["groups"] for rule in group["rules"]]


def dashboard_queries(dashboard):
    """Title and query of everything that is plotted, with Grafana's variables filled in."""
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            query = target["expr"]
            for name, value in VARIABLES.items():
                query = query.replace(name, value)
            yield f"{panel['title']}, {target['refId']}", query


def alert_queries(rules):
    """What each alert compares; alternatives one by one."""
    for rule in rules:
        for query in re.split(r"\sor\s", rule["query"]):
            yield rule["name"], query


def without_data(prometheus, queries):
    return [f"{name}: {query}" for name, query in queries if not prometheus.values(LIMIT.sub("", query))]


def check_shape(dashboard):
    """What Grafana would not complain of but show wrongly: one id twice, panels over one another, an unknown source."""
    known = re.findall(r"uid: (\S+)", (ROOT / "deploy/grafana/provisioning/datasources/prometheus.yml").read_text())
    panels = dashboard["panels"]
    same(len({panel["id"] for panel in panels}), len(panels), "panels with an id of their own")
    sources = [each["datasource"]["uid"] for each in panels + dashboard["templating"]["list"] if "datasource" in each]
    same(set(sources), set(known), "data sources")
    taken = {}
    for panel in panels:
        place = panel["gridPos"]
        expect(place["x"] + place["w"] <= 24, f"{panel['title']} is beyond the right margin")
        for cell in [(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])]:
            same(taken.setdefault(cell, panel["title"]), panel["title"], f"at {cell} there is one panel")
        letters = [target["refId"] for target in panel.get("targets", [])]
        same(len(set(letters)), len(letters), f"queries of {panel['title']} with a letter of their own")


def run(options, report):
    dashboard = json.loads(DASHBOARD.read_text())
    with report.step("the dashboard has the shape of one", fatal=False):
        check_shape(dashboard)
    with House(options.build, options.keep) as house, Prometheus(house) as prometheus:
        desk = Desk(lambda: http.client.HTTPConnection("127.0.0.1", house.port, timeout=40), house.moat("link")[1])
        with Load(desk, threads=2) as load:
            with report.step("every process is scraped"):
                until("all are up", lambda: same(len(prometheus.up()), len(SERVICES), "processes that are up"), 30, 0.5)
                service = dashboard["templating"]["list"][0]["query"]["query"]
                metric, label = re.fullmatch(r"label_values\((\w+), (\w+)\)", service).groups()
                until(
                    "the dashboard's menu has every service",
                    lambda: set(prometheus.get(f"label/{label}/values", **{"match[]": metric})) == set(SERVICES),
                    15,
                )
            with report.step("every query of the dashboard has data", fatal=False):
                queries = list(dashboard_queries(dashboard))
                until("all have", lambda: not without_data(prometheus, queries) or missing(prometheus, queries), 30, 1)
                report.note(f"{len(queries)} queries")
            with report.step("every alert compares something that is there, and none is on", fatal=False):
                rules = prometheus.rules()
                queries = list(alert_queries(rules))
                until("all do", lambda: not without_data(prometheus, queries) or missing(prometheus, queries), 30, 1)
                until("all were looked at", lambda: all(rule["health"] == "ok" for rule in prometheus.rules()), 15)
                same([rule["name"] for rule in prometheus.rules() if rule["state"] != "inactive"], [], "alerts")
                report.note(f"{len(rules)} alerts")
            with report.step("a process that hangs is an alert", fatal=False):
                pid = house.pids["analytics"]
                os.kill(pid, signal.SIGSTOP)
                try:
                    until("it comes", lambda: state(prometheus, "MoatProcessDown") in ("pending", "firing"), 15)
                finally:
                    os.kill(pid, signal.SIGCONT)
                until("it goes", lambda: state(prometheus, "MoatProcessDown") == "inactive", 30)
        same(load.failures[:3], [], "failed requests")


def missing(prometheus, queries):
    raise LookupError("; ".join(without_data(prometheus, queries)))


def state(prometheus, name):
    return next(rule["state"] for rule in prometheus.rules() if rule["name"] == name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(ROOT / ".build/debug"))
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    report = Report()
    report.head("watching")
    try:
        run(options, report)
    except Exception as error:
        if not report.faults:
            report.faults.append(f"{type(error).__name__}: {error}")
            print(f"FAULT {report.faults[-1]}", flush=True)
    return report.finish()


sys.exit(main())
