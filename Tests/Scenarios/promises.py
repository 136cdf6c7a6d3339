"""SLA through the API: calendars with import, ordered policies, changes under way, warnings, escalations, application, log."""

from datetime import datetime

from company import LI, TOM, agent
from client import Client
from house import House
from steps import expect, same, until

NIGHT = {"name": "Night desk", "zone": "Asia/Shanghai", "week": [[{"from": 1320, "to": 1800}]] * 7}
OFFICE = [[{"from": 540, "to": 720}, {"from": 780, "to": 1080}]] * 5 + [[], []]
PRIORITIES = ("low", "normal", "high", "urgent")


def ics(*events):
    """An iCalendar file of whole-day events: (first day, day after, name)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for first, after, name, *more in events:
        lines += ["BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}", f"SUMMARY:{name}", *more, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def targets(**seconds):
    """The same target for each priority."""
    return {metric: {priority: {"seconds": count} for priority in PRIORITIES} for metric, count in seconds.items()}


def run(options, report):
    with House(options.build, options.keep, bus=options.bus) as house:
        owner = Client(house.address).sign_in(token=house.link.split("token=")[1])
        owner.put(f"/agents/{owner.account['id']}/presence", {"presence": "away"})
        for person in (LI, TOM):
            account = {name: person[name] for name in ("email", "name", "password", "language")}
            owner.put(f"/accounts/{person['id']}", {**account, "roles": ["agent"], "teams": ["support"]})
        promises = Promises(owner, agent(house, LI))
        for step in (
            promises.document,
            promises.calendars,
            promises.imports,
            promises.policies,
            promises.mistakes,
            promises.changes,
            promises.teams,
            promises.application,
            promises.escalation,
            promises.parked,
        ):
            with report.step(step.__doc__):
                step()
        with report.step("nothing was logged as an error", fatal=False):
            trouble = house.trouble()
            expect(not trouble, "\n      ".join(trouble[:10]))


class Promises:
    def __init__(self, owner, li):
        self.owner, self.li = owner, li

    def refused(self, code, method, path, body=None, headers=None):
        answer = self.owner.ask(method, path, body, headers=headers)
        same(answer.headers.get("content-type", "").split(";")[0], "application/problem+json", f"{method} {path}")
        same(answer.json["code"], code, f"{method} {path} {str(body)[:200]}")
        self.codes.add(code)
        return answer.json

    def deadline(self, start, hours, calendar="default"):
        found = self.owner.get("/deadlines", **{"from": start, "seconds": int(hours * 3600), "calendar": calendar})
        return datetime.fromisoformat(found["at"])

    def comes(self, start, hours, end, calendar="default"):
        same(self.deadline(start, hours, calendar), datetime.fromisoformat(end), f"{hours} h after {start} in {calendar}")

    def ticket(self, subject, **more):
        return self.owner.post(
            "/tickets", {"subject": subject, "text": "x", "requester": {"id": "c1", "name": "王小明"}, **more}
        )

    def clock(self, ticket, metric):
        found = self.owner.get(f"/tickets/{ticket['id']}")["clocks"]
        return next((each for each in found if each["metric"] == metric), None)

    def log(self, ticket):
        return self.owner.list(f"/tickets/{ticket['id']}/sla-log", **{"page[size]": 3})

    def document(self):
        """the document says every route of it, and every code it may refuse with"""
        self.codes, paths = set(), self.owner.get("/openapi.json")["paths"]
        self.documented = set()
        for path, methods in {
            "/calendars": "get post", "/calendars/{id}": "get put delete", "/calendars/{id}/imports": "post",
            "/deadlines": "get", "/sla-policies": "get post", "/sla-policies/{id}": "get put delete",
            "/sla-policy-order": "get put", "/sla-preview": "get", "/sla-application": "get post",
            "/sla-parked": "get", "/tickets/{ticket}/sla-log": "get",
        }.items():  # fmt: skip
            same(sorted(paths[path]), sorted(methods.split()), path)
            for method in methods.split():
                self.documented |= set(paths[path][method]["responses"]["4XX"].get("x-codes", []))

    def calendars(self):
        """calendars: several intervals a day, over midnight, in their zone, through summer time, with If-Match"""
        office = self.owner.get("/calendars/default")
        change = {"name": "Office", "zone": "Asia/Shanghai", "week": OFFICE}
        self.refused("calendar.stale", "PUT", "/calendars/default", change, {"If-Match": '"77"'})
        saved = self.owner.ask("PUT", "/calendars/default", change, headers={"If-Match": f'"{office["version"]}"'})
        same((saved.status, saved.headers["etag"]), (200, f'"{office["version"] + 1}"'), "the calendar is changed")
        self.comes("2026-11-27T11:30:00+08:00", 1, "2026-11-27T13:30:00+08:00")
        self.comes("2026-11-27T17:30:00+08:00", 1, "2026-11-30T09:30:00+08:00")
        night = self.owner.post("/calendars", NIGHT)
        self.night = night["id"]
        self.comes("2026-11-27T23:00:00+08:00", 4, "2026-11-28T03:00:00+08:00", self.night)
        berlin = self.owner.post("/calendars", {"name": "Berlin", "zone": "Europe/Berlin", "week": [[{"from": 0, "to": 1440}]] * 7})
        self.comes("2026-03-28T12:00:00+01:00", 24, "2026-03-29T13:00:00+02:00", berlin["id"])
        same(len(self.owner.list("/calendars")), 3, "calendars")
        same(self.owner.ask("DELETE", f"/calendars/{berlin['id']}", headers={"If-Match": '"1"'}).status, 204, "DELETE")
        same(self.owner.ask("GET", f"/calendars/{berlin['id']}").status, 404, "it is gone")
        self.refused("calendar.default", "DELETE", "/calendars/default")
        for code, part in {
            "calendar.name": {"name": ""},
            "calendar.zone": {"zone": "Mars/Base"},
            "calendar.week": {"week": [[]] * 7},
            "calendar.hours": {"week": [[{"from": 1500, "to": 1501}]] * 7},
            "calendar.date": {"days": [{"date": "2026-02-30", "name": "x", "hours": []}]},
            "calendar.days": {"days": [{"date": "2026-01-01", "to": "2026-12-31", "name": "x", "hours": []}] * 12},
            "calendar.sparse": {"week": [[{"from": 0, "to": 1}]] + [[]] * 6},
        }.items():
            self.refused(code, "POST", "/calendars", {**NIGHT, **part})
        self.refused("deadline.seconds", "GET", "/deadlines?from=2026-01-01T00:00:00Z&seconds=-1")
        self.refused("deadline.never", "GET", "/deadlines?from=2026-01-01T00:00:00Z&seconds=100000000")
        self.refused("json.unknown", "POST", "/calendars", {**NIGHT, "open": True})

    def imports(self):
        """days from an iCalendar file: holidays, 调休, every year; a bad line refuses all of it and is named"""
        file = ics(
            ("20271001", "20271008", "国庆节 休"), ("20271009", "20271010", "国庆节 班", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"),
            ("20270101", "20270102", "元旦", "RRULE:FREQ=YEARLY"),
        )  # fmt: skip
        path = "/calendars/default/imports"
        shown = self.owner.post(path, {"ics": file, "preview": True})
        same([each["date"] for each in shown["added"]], ["2027-10-01", "2027-10-09", "2027-01-01"], "what would be added")
        same(self.owner.get("/calendars/default")["days"], [], "a preview changes nothing")
        problem = self.refused("calendar.ics", "POST", path, {"ics": file.replace("20271009", "20271039")})
        same([each["pointer"] for each in problem["errors"]], ["#/ics/9"], "the bad line")
        same(self.owner.get("/calendars/default")["days"], [], "nothing half done")
        self.owner.post(path, {"ics": file})
        self.comes("2027-09-30T17:00:00+08:00", 2, "2027-10-08T10:00:00+08:00")
        self.comes("2027-10-08T17:30:00+08:00", 1, "2027-10-09T09:30:00+08:00")
        self.comes("2031-12-31T17:30:00+08:00", 1, "2032-01-02T09:30:00+08:00")

    def policies(self):
        """policies stand in an order, the first that fits applies; If-Match guards the order and each of them"""
        vip = {
            "name": "VIP",
            "condition": {"field": "ticket.tags", "is": "anyOf", "value": ["vip"]},
            "targets": targets(firstResponse=1800, nextReply=3600, resolution=14400),
            "warnings": [{"percent": 50}, {"secondsBefore": 300}],
        }
        self.vip = self.owner.post("/sla-policies", vip)
        same([each["id"] for each in self.owner.list("/sla-policies")], [self.vip["id"], "default"], "the order")
        order = self.owner.ask("GET", "/sla-policy-order")
        ids = list(reversed(order.json["ids"]))
        self.refused("policies.stale", "PUT", "/sla-policy-order", {"ids": ids}, {"If-Match": '"1"'})
        turned = self.owner.ask("PUT", "/sla-policy-order", {"ids": ids}, headers={"If-Match": order.headers["etag"]})
        same(turned.json["ids"], ids, "the new order")
        same(self.ticket("1", tags=["vip"])["policy"], "default", "the policy of whoever comes first")
        self.refused("policy.sequence", "PUT", "/sla-policy-order", {"ids": ["default"]})
        self.owner.put("/sla-policy-order", {"ids": list(reversed(ids))})
        ticket = self.ticket("2", tags=["vip"])
        same(ticket["policy"], self.vip["id"], "the policy of a VIP")
        same({each["metric"]: each["target"] for each in ticket["clocks"]}, {"firstResponse": 1800, "resolution": 14400}, "targets")
        self.refused("policy.stale", "DELETE", f"/sla-policies/{self.vip['id']}", None, {"If-Match": '"9"'})

    def mistakes(self):
        """what cannot be promised is refused by its own code, and nothing is changed"""
        good = {"name": "x", "targets": targets(firstResponse=60, resolution=600)}
        changed = {"field": "ticket.team", "is": "changed"}
        for code, part in {
            "policy.name": {"name": "x" * 201},
            "policy.size": {"names": {"en": "x" * 30_000}},
            "policy.empty": {"targets": {}},
            "policy.target": {"targets": targets(resolution=14)},
            "policy.order": {"targets": targets(firstResponse=601, resolution=600)},
            "policy.calendar": {"calendar": "nowhere"},
            "policy.sparse": {"targets": targets(resolution=31_000_000)},
            "policy.paused": {"pausedIn": ["solved"]},
            "policy.warning": {"warnings": [{"percent": 100}]},
            "policy.escalation": {"escalations": [{"to": "assignee", "after": 9}, {"to": "manager", "after": 1}]},
            "policy.condition": {"condition": changed},
            "condition.invalid": {"condition": {"field": "ticket.nothing", "is": "present"}},
        }.items():
            self.refused(code, "POST", "/sla-policies", {**good, **part})
        for body in ({"targets": {"nothing": {}}}, {"targets": {"resolution": {"huge": {"seconds": 60}}}}, {"reopening": "never"}):
            answer = self.owner.ask("POST", "/sla-policies", {**good, **body})
            expect(answer.status in (400, 422), f"{body}: {answer!r}")
        same(len(self.owner.list("/sla-policies")), 2, "policies")

    def changes(self):
        """another priority and another policy count what was used; the log tells each instance"""
        ticket = self.ticket("3")
        self.owner.patch(f"/tickets/{ticket['id']}", {"priority": "urgent"})
        same(self.clock(ticket, "firstResponse")["target"], 1800, "the urgent target")
        self.owner.patch(f"/tickets/{ticket['id']}", {"addTags": ["vip"], "assignee": LI["id"]})
        same(self.clock(ticket, "resolution")["policy"], self.vip["id"], "the policy")
        self.li.post(f"/tickets/{ticket['id']}/replies", {"text": "您好"})
        expect(self.clock(ticket, "nextReply") is None, "nobody waits for another reply")
        self.li.post(f"/tickets/{ticket['id']}/replies", {"text": "好了", "status": "solved"})
        entries = self.log(ticket)
        told = [(each["metric"], each["kind"], each["instance"]) for each in entries]
        for wanted in (("firstResponse", "activate", 1), ("resolution", "apply", 1), ("firstResponse", "fulfill", 1), ("resolution", "fulfill", 1)):
            expect(wanted in told, f"{wanted} is not in the log: {told}")
        same([each["sequence"] for each in entries], sorted(each["sequence"] for each in entries), "the order of the log")

    def teams(self):
        """a team's calendar counts when the policy has none, and the time in a team is promised on its own (OLA)"""
        team = {"name": "Guard", "names": {}, "calendar": self.night}
        self.refused("team.calendar", "PUT", "/teams/guard", {**team, "calendar": "nowhere"})
        self.owner.put("/teams/guard", team)
        self.refused("calendar.used", "DELETE", f"/calendars/{self.night}")
        ola = {
            "name": "Guard", "condition": {"field": "ticket.team", "is": "equal", "value": "guard"},
            "targets": targets(teamTime=3600, resolution=36000), "position": 1,
        }  # fmt: skip
        self.owner.post("/sla-policies", ola)
        ticket = self.ticket("4")
        self.owner.patch(f"/tickets/{ticket['id']}", {"team": "guard"})
        stay = self.clock(ticket, "teamTime")
        same((stay["team"], stay["calendar"], stay["instance"]), ("guard", self.night, 1), "the time in the team")
        same(self.clock(ticket, "firstResponse")["state"], "cancelled", "what the policy does not promise")
        for team in ("support", "guard"):
            self.owner.patch(f"/tickets/{ticket['id']}", {"team": team})
        same(self.clock(ticket, "teamTime")["instance"], 2, "the second stay")
        kinds = [each["kind"] for each in self.log(ticket) if each["metric"] == "teamTime"]
        same(kinds, ["activate", "fulfill", "activate"], "the stays in the log")

    def application(self):
        """a changed policy is applied to open tickets after a look at what that would do"""
        ticket = self.ticket("5", tags=["vip"])
        policy = self.owner.get(f"/sla-policies/{self.vip['id']}")
        body = {name: policy[name] for name in ("name", "condition", "warnings")}
        changed = {**body, "targets": targets(firstResponse=900, nextReply=3600, resolution=14400)}
        self.owner.put(f"/sla-policies/{self.vip['id']}", changed)
        same(self.clock(ticket, "firstResponse")["target"], 1800, "before it is applied")
        preview = self.owner.get("/sla-preview")
        expect(preview["changed"] >= 1 and preview["retargeted"] >= 1 and preview["complete"], f"{preview}")
        example = next(each for each in preview["examples"] if each["ticket"] == ticket["id"])
        same(example["shifts"][0]["targetAfter"], 900, "what it would become")
        self.refused("terms.stale", "POST", "/sla-application", {"version": preview["version"] - 1})
        same(self.owner.ask("POST", "/sla-application", {"version": preview["version"]}).status, 202, "POST")
        done = until("it is applied", lambda: (found := self.owner.get("/sla-application"))["state"] == "done" and found)
        expect(done["changed"] >= 1 and done["examined"] >= preview["examined"], f"{done}")
        same(self.clock(ticket, "firstResponse")["target"], 900, "after it is applied")
        same(self.owner.get("/sla-preview")["changed"], 0, "what is left to apply")

    def escalation(self):
        """a broken promise is warned of, told, and calls one after another: assignee, lead, manager"""
        self.owner.put(f"/agents/{LI['id']}", {"name": LI["name"], "email": LI["email"], "roles": ["agent"], "teams": ["support"],
            "manager": self.owner.account["id"], "presence": "online"})  # fmt: skip
        self.owner.put("/teams/support", {"name": "Support", "names": {}, "lead": TOM["id"]})
        promise = {priority: {"seconds": 15, "business": False} for priority in PRIORITIES}
        quick = {
            "name": "Quick", "condition": {"field": "ticket.tags", "is": "anyOf", "value": ["quick"]}, "position": 1,
            "targets": {"firstResponse": promise}, "warnings": [{"percent": 30}, {"percent": 60}],
            "escalations": [{"to": "assignee", "after": 0}, {"to": "teamLead", "after": 1}, {"to": "manager", "after": 2}],
        }  # fmt: skip
        self.owner.post("/sla-policies", quick)
        ticket = self.ticket("6", tags=["quick"], assignee=LI["id"])

        def steps():
            found = [each for each in self.log(ticket) if each["kind"] == "escalate"]
            return len(found) == 3 and found

        taken = until("three steps are taken", steps, seconds=60)
        people = [LI["id"], TOM["id"], self.owner.account["id"]]
        same([each["escalation"]["agents"] for each in taken], [[each] for each in people], "whom the steps call")
        kinds = [each["kind"] for each in self.log(ticket)]
        same(kinds, ["activate", "warn", "warn", "breach", "escalate", "escalate", "escalate"], "the log")
        notices = until("the manager has the notice", lambda: [
            each for each in self.owner.list("/notifications") if each.get("ticket") == ticket["id"]])  # fmt: skip
        expect("SLA firstResponse" in notices[0]["text"], f"{notices}")

    def parked(self):
        """a ticket that waits for the customer who has written is found; every code of it was seen"""
        ticket = self.ticket("7", assignee=LI["id"])
        self.owner.patch(f"/tickets/{ticket['id']}", {"status": "pending"})
        expect(ticket["id"] in [each["id"] for each in self.owner.list("/sla-parked")], "the ticket is parked")
        missing = self.documented - self.codes - {"policy.count", "calendar.count", "terms.running"}
        expect(not missing, f"documented and not seen: {sorted(missing)}")
