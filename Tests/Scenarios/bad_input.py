"""Broken and hostile input through every door: a clear answer, nothing lost, nobody dies, and good requests still work."""

import random

from bad_doors import OtherDoors
from client import Answer, Client
from company import LI, agent, found
from doors import World
from house import House
from probe import JSON_TYPE
from steps import expect, same

BIG = 10 << 20


def run(options, report):
    with World() as world, House(options.build, options.keep, bus=options.bus) as house:
        owner = found(house, world)
        li = agent(house, LI)
        doors = Doors(house, world, owner, li, report, random.Random(options.seed))
        before = house.pids
        for look in (
            doors.http,
            doors.bodies,
            doors.rights,
            doors.paths,
            doors.values,
            doors.webhook,
            doors.form,
            doors.uploads,
            doors.bus,
            doors.health,
            doors.slow,
            doors.mails,
            doors.pipe,
        ):
            with report.step(look.__doc__, fatal=False):
                doors.checked = 0
                look()
                report.note(f"{doors.checked} checked")
            with report.step(f"   all processes live and a good request works after: {look.__name__}", fatal=False):
                same(house.pids, before, "process ids")
                doors.good()
        with report.step("nothing was logged as an error", fatal=False):
            trouble = house.trouble()
            expect(not trouble, "\n      ".join(trouble[:10]))
        report.note(f"memory afterwards: {house.memory_together() >> 20} MB")


class Doors(OtherDoors):
    def http(self):
        """HTTP itself: wrong methods, unknown places, broken and huge headers, half requests"""
        ask = self.owner.ask
        for method in ("DELETE", "PUT", "PATCH"):
            self.refused(f"{method} /tickets", ask(method, "/tickets", {}), 405)
        self.refused("POST /openapi.json", ask("POST", "/openapi.json", {}), 405)
        self.refused("BREW /tickets", ask("BREW", "/tickets"), 400, 405, 501)
        for path in ("/nothing", "/tickets/x/y/z", "/"):
            self.refused(path, ask("GET", path), 404)
        # What HTTP itself refuses may be refused in few words, but must be.
        for what, raw in {
            "100 KB header": b"GET /api/v1/tickets HTTP/1.1\r\nHost: x\r\nX-Big: " + b"a" * 100_000 + b"\r\n\r\n",
            "100 KB path": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            "no version": b"GET /\r\n\r\n",
            "random bytes": self.noise(5_000),
            "only a null": b"\0\r\n\r\n",
            "negative length": b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
            "two lengths": b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
            "broken chunk": b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
            "length and chunks": b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        }.items():
            reply = self.wire(raw)
            self.checked += 1
            if reply and not reply.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4", b"HTTP/1.1 505", b"HTTP/1.0 505")):
                self.bad.append(f"{what}: {reply[:100]!r}")
        self.settle()

    def bodies(self):
        """bodies: cut, huge, of other types, unknown members, invalid UTF-8, deep"""
        places = [
            ("POST", "/tickets"),
            ("POST", f"/tickets/{self.ticket}/replies"),
            ("PATCH", f"/tickets/{self.ticket}"),
            ("POST", "/customers"),
            ("POST", "/articles"),
            ("POST", "/rules"),
            ("PUT", "/channels/mail"),
            ("PUT", "/teams/support"),
            ("PUT", "/calendars/default"),
            ("POST", "/calendars/default/imports"),
            ("PUT", "/sla-policies/default"),
            ("PUT", "/sla-policy-order"),
            ("POST", "/sla-application"),
            ("PUT", f"/agents/{LI['id']}"),
            ("PUT", f"/accounts/{LI['id']}"),
            ("POST", "/rules/rehearsals"),
            ("POST", "/intake/form"),
            ("POST", "/session"),
            ("POST", f"/customers/{self.ticket}/identities"),
            ("POST", f"/customers/{self.ticket}/joins"),
            ("PUT", f"/agents/{LI['id']}/presence"),
            ("POST", "/surveys/x/answers"),
            ("PUT", "/routing"),
            ("PUT", "/skills/x"),
            ("POST", "/org-chart"),
            ("POST", "/absences"),
            ("POST", f"/articles/{self.ticket}/citations"),
        ]
        bodies = {
            "cut": b'{"text": "hel',
            "nothing": b"",
            "a list": b"[1,2,3]",
            "a word": b'"text"',
            "null": b"null",
            "a number as text": b'{"text": 5, "subject": 5, "name": 5, "id": 5}',
            "unknown member": b'{"surprise": true}',
            "invalid UTF-8": b'{"text": "\xff\xfe\xc3\x28"}',
            "lone surrogate": b'{"text": "\\ud800"}',
            "deep": b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            "two members of one name": b'{"text":"a","text":"b"}',
            "a great number": b'{"version": 1e400, "text": "x"}',
            "trailing words": b'{"text":"a"} and more',
            "NaN": b'{"text": NaN}',
        }
        for method, path in places:
            for what, body in bodies.items():
                # These are good JSON with good members for some places.
                if what == "nothing" and method == "PATCH":
                    continue
                if what == "two members of one name" and path.endswith(("replies", "notes")):
                    continue
                self.refused(f"{method} {path} {what}", self.owner.ask(method, path, body, headers=JSON_TYPE), 400, 401, 404, 413, 422)
            self.refused(f"{method} {path} 10 MB", self.sent_big(method, path), 413)
            self.refused(f"{method} {path} as text", self.owner.ask(method, path, b"{}", headers={"Content-Type": "text/plain"}), 415)
        self.settle()

    def sent_big(self, method, path):
        """10 MB; a server may hang up as soon as it has said no."""
        body = b'{"text":"' + b"a" * BIG + b'"}'
        head = (
            f"{method} /api/v1{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
            f"Cookie: {self.owner.cookie}\r\nX-CSRF-Token: {self.owner.csrf}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        reply = self.wire(head + body)
        top, _, rest = reply.partition(b"\r\n\r\n")
        lines = top.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        status = int(lines[0].split()[1]) if len(lines[0].split()) > 1 else 0
        return Answer(status, headers, rest)

    def rights(self):
        """rights: no session, false sessions, no CSRF value, another's CSRF value, too small a role"""
        nobody = Client(self.house.address)
        document = nobody.get("/openapi.json")
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                place = path.replace("{id}", "x").replace("{ticket}", "x").replace("{customer}", "x").replace("{metric}", "csat")
                if operation.get("security"):
                    self.refused(
                        f"{method} {path} without a session", nobody.ask(method.upper(), place, {} if method != "get" else None), 401
                    )
                    if method != "get":
                        answer = self.owner.ask(method.upper(), place, {}, headers={"X-CSRF-Token": "wrong"})
                        self.refused(f"{method} {path} with a false CSRF value", answer, 403)
        thief = Client(self.house.address)
        for cookie in (
            "moat_session=",
            "moat_session=x",
            "moat_session=" + "a" * 5_000,
            "moat_session=' OR 1=1 --",
            "=;=;=",
            "moat_session=\xff",
        ):
            thief.cookie = cookie
            self.refused(f"cookie {cookie[:30]}", thief.ask("GET", "/tickets"), 400, 401)
        thief.cookie, thief.csrf = self.owner.cookie, self.li.csrf
        self.refused("another's CSRF value", thief.ask("POST", "/articles", {"title": "a", "body": "b"}), 403)
        for method, path, body in (
            ("PUT", "/accounts/agent-li", {"email": LI["email"], "name": "L", "roles": ["owner"]}),
            ("GET", "/accounts", None),
            ("PUT", "/channels/mail", {"kind": "mail", "name": "x"}),
            ("PUT", "/teams/support", {"name": "x"}),
            ("POST", "/analytics/rebuild", {}),
        ):
            self.refused(f"an agent may not {method} {path}", self.li.ask(method, path, body), 403)
        self.refused("a wrong password", nobody.ask("POST", "/session", {"email": LI["email"], "password": "wrong-password"}), 401)
        self.refused("a used link", nobody.ask("POST", "/session", {"token": self.house.link.split("token=")[1]}), 401)
        self.settle()

    def paths(self):
        """paths: traversal, null bytes, broken escapes"""
        names = [
            "../../../etc/passwd",
            "..%2f..%2f..%2fetc%2fpasswd",
            "%2e%2e/%2e%2e/etc/passwd",
            "....//....//etc/passwd",
            "..%5c..%5cetc",
            "%00",
            "a%00.js",
            "%ff%fe",
            "%",
            "%zz",
            "/etc/passwd",
            ".git/config",
            "..;/x",
            "\\..\\x",
        ]
        for base in ("/", "/assets/", "/lib/", "/api/v1/attachments/", "/api/v1/tickets/", "/api/v1/surveys/", "/api/v1/articles/"):
            for name in names:
                reply = self.wire(
                    f"GET {base}{name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {self.owner.cookie}\r\n\r\n".encode()
                )
                self.checked += 1
                if b"root:" in reply or b"[core]" in reply or not reply.startswith((b"HTTP/1.1 4", b"HTTP/1.1 200", b"HTTP/1.1 30")):
                    self.bad.append(f"{base}{name}: {reply[:120]!r}")
                if base.startswith("/api") and not reply.startswith(b"HTTP/1.1 4"):
                    self.bad.append(f"{base}{name}: {reply[:120]!r}")
        self.settle()

    def values(self):
        """values: unknown ids, wrong queries, cursors, versions, too long, impossible"""
        ask, unknown = self.owner.ask, "01999999-9999-7999-8999-999999999999"
        for path in (
            "/tickets/{}",
            "/tickets/{}/messages",
            "/tickets/{}/history",
            "/tickets/{}/suggestions",
            "/customers/{}",
            "/customers/{}/timeline",
            "/articles/{}",
            "/rules/{}",
            "/views/{}",
            "/bulk-runs/{}",
            "/attachments/{}",
            "/surveys/{}",
            "/tickets/{}/routing",
            "/queues/{}/tickets",
            "/agents/{}/presence",
            "/agents/{}/managers",
            "/tickets/{}/merges",
            "/tickets/{}/links",
            "/tickets/{}/duplicates",
            "/tickets/{}/side-conversations",
            "/side-conversations/{}/messages",
        ):
            self.refused(path, ask("GET", path.format(unknown)), 404)
        for method, path, body in (
            ("PATCH", f"/tickets/{unknown}", {"priority": "high"}),
            ("POST", f"/tickets/{unknown}/replies", {"text": "x"}),
            ("POST", f"/tickets/{unknown}/notes", {"text": "x"}),
            ("PATCH", f"/customers/{unknown}", {"name": "x"}),
            ("POST", f"/customers/{unknown}/joins", {"loser": unknown}),
            ("POST", f"/articles/{unknown}/publication", {}),
            ("POST", f"/articles/{unknown}/archival", {}),
            ("DELETE", f"/rules/{unknown}", None),
            ("DELETE", f"/views/{unknown}", None),
            ("POST", f"/bulk-runs/{unknown}/undo", {}),
            ("PUT", f"/views/{unknown}", {"name": "x", "condition": {"all": []}}),
            ("PUT", f"/agents/{unknown}/presence", {"presence": "online"}),
            ("POST", f"/surveys/{unknown}/answers", {"score": 5}),
            ("POST", f"/tickets/{unknown}/claim", {}),
            ("POST", f"/tickets/{unknown}/merges", {"sources": [unknown]}),
            ("POST", f"/merges/{unknown}/undo", {}),
            ("POST", f"/tickets/{unknown}/splits", {"messages": [unknown], "mode": "move"}),
            ("POST", f"/tickets/{unknown}/links", {"role": "parent", "other": unknown}),
            ("PUT", f"/tickets/{unknown}/drafts/own", {"text": "x"}),
            ("POST", f"/tickets/{unknown}/held-replies", {"text": "x"}),
            ("PUT", f"/tickets/{unknown}/snooze", {"seconds": 60}),
            ("POST", f"/tickets/{unknown}/redactions", {"text": "secret"}),
            ("DELETE", f"/tickets/{unknown}", None),
            ("POST", f"/tickets/{unknown}/side-conversations", {"subject": "x", "address": "a@b.example", "text": "x"}),
            ("POST", f"/tickets/{unknown}/routing", {}),
            ("POST", f"/tickets/{unknown}/offer/acceptance", {}),
            ("PUT", f"/queues/{unknown}", {}),
            ("DELETE", f"/org-chart/{unknown}", None),
            ("DELETE", f"/absences/{unknown}", None),
        ):
            self.refused(f"{method} {path}", ask(method, path, body), 404)
        for query in (
            "view=nothing",
            "sort=nothing",
            "surprise=1",
            "page[size]=0",
            "page[size]=101",
            "page[size]=x",
            "page[after]=x",
            "page[after]=" + "A" * 300,
            "page[size]=9999999999999999999999",
        ):
            name, value = query.split("=")
            self.refused(f"/tickets?{query[:40]}", ask("GET", "/tickets", query={name: value}), 400, 422)
        now, later = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
        for what, query in {
            "no period": {},
            "a period of words": {"from": "yesterday", "to": "today"},
            "the end before the start": {"from": later, "to": now},
            "ten thousand years": {"from": "0001-01-01T00:00:00Z", "to": "9999-12-31T00:00:00Z", "by": "day"},
            "an unknown dimension": {"from": now, "to": later, "by": "mood"},
            "an unknown zone": {"from": now, "to": later, "zone": "Mars/Base"},
        }.items():
            self.refused(f"metric with {what}", ask("GET", "/metrics/csat", query=query), 400, 422)
        self.refused("an unknown metric", ask("GET", "/metrics/joy", query={"from": now, "to": later}), 400, 404, 422)
        for body in (
            {"status": "lost"},
            {"priority": "extreme"},
            {"assignee": "nobody-here"},
            {"team": "no-team"},
            {"status": "new"},
            {"subject": ""},
            {"subject": "x" * 100_000},
            {"tags": ["x" * 10_000]},
            {"tags": ["t" + str(n) for n in range(5_000)]},
            {"version": -1, "priority": "low"},
        ):
            self.refused(f"PATCH ticket {str(body)[:40]}", ask("PATCH", f"/tickets/{self.ticket}", body), 400, 409, 412, 422)
        self.refused("an old version", ask("PATCH", f"/tickets/{self.ticket}", {"priority": "low"}, headers={"If-Match": '"0"'}), 412, 409)
        self.refused("an ETag of words", ask("PATCH", f"/tickets/{self.ticket}", {"priority": "low"}, headers={"If-Match": '"abc"'}), 400)
        for text in ("", " \n ", "x" * 900_000):
            self.refused(f"a reply of {len(text)}", ask("POST", f"/tickets/{self.ticket}/replies", {"text": text}), 400, 413, 422)
        self.refused(
            "a file nobody has",
            ask(
                "POST",
                f"/tickets/{self.ticket}/replies",
                {"text": "x", "attachments": [{"id": "0" * 64, "name": "x", "type": "text/plain", "size": 1, "inline": False}]},
            ),
            400,
            404,
            422,
        )
        self.refused(
            "a file by path",
            ask(
                "POST",
                f"/tickets/{self.ticket}/replies",
                {"text": "x", "attachments": [{"id": "../../etc/passwd", "name": "x", "type": "text/plain", "size": 1, "inline": False}]},
            ),
            400,
            404,
            422,
        )
        long = {"name": "x", "email": "x@y.z", "roles": ["agent"], "password": "short"}
        most = (1 << 63) - 1
        policy = {"name": "x", "targets": {"resolution": {"low": {"seconds": 600}}}}
        calendar = {"name": "x", "zone": "UTC", "week": [[{"from": 0, "to": 1440}]] * 7}
        huge = {"resolution": {name: {"seconds": most} for name in ("low", "normal", "high", "urgent")}}
        for path, body in (
            ("/sla-policies/default", {**policy, "targets": huge}),
            ("/sla-policies/default", {**policy, "warnings": [{"secondsBefore": -most}]}),
            ("/sla-policies/default", {**policy, "escalations": [{"to": "manager", "after": most}]}),
            ("/sla-policies/default", {**policy, "targets": {}}),
            ("/sla-policies/default", {**policy, "position": -most, "name": ""}),
            ("/calendars/default", {**calendar, "week": [[{"from": -most, "to": most}]] * 7}),
            ("/calendars/default", {**calendar, "zone": "Mars/Base"}),
            ("/calendars/default", {**calendar, "days": [{"date": "2026-02-30", "name": "x", "hours": []}]}),
            ("/calendars/default", {**calendar, "days": [{"date": "2026-02-01", "to": "9999-12-31", "name": "x", "hours": []}]}),
            ("/agents/agent-li", {"name": "x", "email": "x@y.z", "roles": ["agent"], "capacity": most}),
            ("/agents/agent-li", {"name": "x", "email": "x@y.z", "roles": ["agent"], "manager": "agent-li"}),
            ("/agents/agent-li", {"name": "x", "email": "x@y.z", "roles": ["agent"], "skills": {"magic": most}}),
            ("/agents/agent-li", {"name": "x", "email": "x@y.z", "roles": ["agent"], "shifts": {"zone": "UTC", "week": [[{"from": 0, "to": most}]] * 7}}),
            ("/queues/support", {"slope": 1e-300, "points": {"low": 100_000}}),
            ("/queues/support", {"relaxAfter": most}),
            ("/queues/support", {"limit": {"count": most, "seconds": -most}}),
            ("/routing", {"rules": [{"id": "x", "name": "x", "team": "nowhere", "condition": {"all": []}}]}),
            ("/routing", {"rules": [], "weights": {"chat": most}}),
            ("/absences/x", {"agent": "agent-li", "from": later, "to": now}),
            ("/channels/mail", {"kind": "mail", "name": "x", "mail": {"address": "a@b.c", "pollSeconds": most}}),
            ("/channels/mail", {"kind": "mail", "name": "x", "mail": {"address": "a@b.c", "imap": "file:///etc/passwd"}}),
            ("/channels/wechat", {"kind": "mail", "name": "x", "mail": {"address": "a@b.c"}}),
        ):
            self.refused(f"PUT {path} {str(body)[-60:]}", ask("PUT", path, body), 400, 409, 412, 422)
        for rule in ({"delay": most, "on": ["moat.tickets.opened"]}, {"on": ["moat.nothing"]}, {"on": []}):
            self.refused(
                f"a rule {rule}",
                ask(
                    "POST",
                    "/rules",
                    {"name": "x", "trigger": rule, "condition": {"test": {"field": "a", "op": "equal", "value": 1}}, "actions": []},
                ),
                400,
                422,
            )
        self.refused("a short password", ask("PUT", "/accounts/new", long), 422, 400)
        self.refused("a key used for something else", self.twice(), 409, 422)
        self.refused(
            "a key of 10 KB",
            ask("POST", f"/tickets/{self.ticket}/notes", {"text": "x"}, headers={"Idempotency-Key": "k" * 10_000}),
            400,
            422,
            431,
        )
        self.settle()

    def twice(self):
        key = {"Idempotency-Key": "one-key"}
        self.owner.post(f"/tickets/{self.ticket}/notes", {"text": "one"}, headers=key)
        same(self.owner.ask("POST", f"/tickets/{self.ticket}/notes", {"text": "one"}, headers=key).status, 201, "the same again")
        return self.owner.ask("POST", f"/tickets/{self.ticket}/notes", {"text": "two"}, headers=key)
