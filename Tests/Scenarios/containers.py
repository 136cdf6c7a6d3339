"""docker-compose.yml, or it with deploy/compose.cluster.yml, under load, while it is scaled up and down and containers die:
nothing fails, nothing is lost, nothing is there twice."""

import argparse
import http.client
import json
import ssl
import sys
import time

from compose import Compose
from load import Load
from steps import Report, expect, same, until
from verdict import Desk, crashes, judge


def run(options, report):
    files = ["docker-compose.yml"] + (["deploy/compose.cluster.yml"] if options.cluster else [])
    with Compose(options.keep, files) as compose:
        if not options.no_build:
            with report.step("the images are built"):
                compose.build()
        with report.step("docker compose up: everything is healthy"):
            compose.up()
        with report.step("a person signs in over TLS and sets up a desk"):
            trust = ssl.create_default_context(cafile=str(compose.certificate()))
            connect = lambda: http.client.HTTPSConnection("localhost", compose.port, timeout=40, context=trust)
            desk = Desk(connect, compose.moat("link"))
            expect(desk.is_secure, "the cookie is not marked as secure")
        load = Load(desk)
        with load:
            began = time.monotonic()
            for name, step in (
                ("1 -> 3 tickets, 2 gateways, 2 of each other service", lambda: compose.up(**many())),
                ("3 -> 1", lambda: compose.up()),
                ("1 -> 3 again", lambda: compose.up(**many())),
            ):
                with report.step(f"under load: {name}", fatal=False):
                    step()
                    time.sleep(5)
            with report.step("no request failed while scaling", fatal=False):
                expect(not load.failures, f"{len(load.failures)} failed:\n      " + "\n      ".join(load.failures[:8]))
            report.note(f"{sum(load.requests.values())} requests in {time.monotonic() - began:.0f} s, slowest {load.slowest[0]:.2f} s ({load.slowest[1]})")
            scaled = len(load.failures)
            load.forgiving.set()
            foundations = ("bus", "bus-3", "postgres") if options.cluster else ("bus",)
            dying = ("tickets", "gateway", "rules", *foundations, "channels", "analytics", "tickets")
            for fate, act, victims in (
                ("dies and comes back", compose.kill, dying),
                ("is cut off from the network for eight seconds", compose.cut_off, ("tickets", "bus", "gateway", "rules")),
            ):
                for victim in victims:
                    with report.step(f"under load: a {victim} container {fate}", fatal=False):
                        act(victim)
                        time.sleep(2)
                        until("every container is healthy", compose.all_healthy, 60, 0.5)
            with report.step("no request was given up while containers died and were cut off", fatal=False):
                expect(len(load.failures) == scaled, "\n      ".join(load.failures[scaled : scaled + 8]))
            with report.step("3 -> 1 after that", fatal=False):
                compose.up()
            until("the load goes on", lambda before=sum(load.requests.values()): sum(load.requests.values()) > before + 50, 30)
        report.note(f"{time.monotonic() - began:.0f} s of load: {dict(load.requests)}; {load.retries} retries while containers died")
        report.note(f"stream: {len(load.seen)} events, {load.streams} connections, {load.gaps} gaps told; slowest {load.slowest}")
        judge(desk, load, report, lambda: compose.moat("rebuild", "analytics"))
        with report.step("what the edge, the balancer and the gateway's library refuse is a problem document", fatal=False):
            doors(compose, desk)
        with report.step("no container has logged a crash", fatal=False):
            same(crashes(compose.run("logs", "--no-color").decode(errors="replace")), [], "crashes")


def doors(compose, desk):
    """Answers that no code of the gateway makes: of a header that is too long, and when nobody is there."""

    def told(status, **headers):
        link = desk.connect()
        link.request("GET", "/api/v1/session", headers=headers)
        reply = link.getresponse()
        problem = json.loads(reply.read())
        same((reply.status, reply.getheader("Content-Type"), problem["status"]), (status, "application/problem+json", status), "answer")

    told(400, X="x" * 20_000)
    compose.run("stop", "gateway")
    told(503)
    compose.run("stop", "-t", "2", "balancer")
    told(502)


def many():
    return {"tickets": 3, "gateway": 2, "rules": 2, "customers": 2, "knowledge": 2, "analytics": 2, "channels": 2}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", action="store_true", help="leave the containers running")
    parser.add_argument("--cluster", action="store_true", help="three NATS nodes and PostgreSQL")
    parser.add_argument("--no-build", action="store_true", help="the images are there")
    options = parser.parse_args()
    report = Report()
    report.head("containers, cluster" if options.cluster else "containers")
    try:
        run(options, report)
    except Exception as error:
        if not report.faults:
            report.faults.append(f"{type(error).__name__}: {error}")
            print(f"FAULT {report.faults[-1]}", flush=True)
    return report.finish()


sys.exit(main())
