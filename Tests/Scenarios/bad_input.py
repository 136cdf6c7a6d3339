"""Broken and hostile input through every door: a clear answer, nothing lost, nobody dies, and good requests still work."""
import hashlib
import json
import random
import socket
import time
from urllib.parse import urlencode, urlsplit

import letters
from client import Answer, Client
from company import LI, WECHAT_TOKEN, agent, found
from doors import World
from house import House
from steps import Fault, expect, same, until

BIG = 10 << 20
BILLION_LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE xml [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {here} '{('&' + before + ';') * 10}'>" for before, here in zip("abcdefghi", "bcdefghij"))
    + "]><xml><FromUserName>&j;</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>").encode()
STRANGER = (b"<?xml version='1.0'?><!DOCTYPE xml [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><xml><FromUserName>&f;"
            b"</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>&f;</Content><MsgId>1</MsgId></xml>")
JSON_TYPE = {"Content-Type": "application/json"}


def run(options, report):
    with World() as world, House(options.build, options.keep) as house:
        owner = found(house, world)
        li = agent(house, LI)
        doors = Doors(house, world, owner, li, report, random.Random(options.seed))
        before = house.pids
        for look in (doors.http, doors.bodies, doors.rights, doors.paths, doors.values, doors.webhook, doors.form, doors.uploads,
                     doors.bus, doors.health, doors.slow, doors.mails, doors.pipe):
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
        memory = house.memory()
        report.note(f"resident afterwards: {sum(memory.values()) >> 20} MB "
                    f"({', '.join(f'{name} {size >> 20}' for name, size in memory.items())})")


class Doors:
    def __init__(self, house, world, owner, li, report, chance):
        self.house, self.world, self.owner, self.li = house, world, owner, li
        self.report, self.chance = report, chance
        self.ticket = owner.post("/tickets", {
            "subject": "Good", "text": "Good", "requester": {"id": self.customer(), "name": "Good", "address": "good@example.cn"}})["id"]
        self.serial, self.checked, self.bad = 0, 0, []

    def customer(self):
        return self.owner.post("/customers", {
            "name": "Good", "identities": [{"kind": "email", "value": "good@example.cn", "verified": True}]})["id"]

    def good(self):
        """What always has to work: a note, a form, a mail."""
        self.serial += 1
        self.li.post(f"/tickets/{self.ticket}/notes", {"text": f"still here {self.serial}"})
        form = {"name": "Good", "email": "good@example.cn", "subject": f"form {self.serial}", "text": "Hello"}
        same(self.owner.raw("POST", "/api/v1/intake/form", json.dumps(form), JSON_TYPE).status, 202, "a good form")
        self.world.dovecot.deliver(letters.mail(
            "good@example.cn", "Good", f"mail {self.serial}", "Hello", f"good-{self.serial}@example.cn", charset="UTF-8"))
        for subject in (f"form {self.serial}", f"mail {self.serial}"):
            until(f"'{subject}' is a ticket", lambda: any(
                each["subject"] == subject for each in self.owner.get("/tickets", view="all")["data"]), 20)

    def refused(self, what, answer, *statuses):
        """A clear no: one of the statuses, as a problem document that names no inner thing."""
        self.checked += 1
        try:
            expect(answer.status in statuses, f"{what}: {answer!r}, not one of {statuses}")
            same(answer.headers.get("content-type"), "application/problem+json", f"{what}: media type")
            problem = answer.json
            same(problem["status"], answer.status, f"{what}: status in the document")
            expect(problem.get("title") and problem.get("code"), f"{what}: no title or code: {problem}")
        except Fault as fault:
            self.bad.append(str(fault))

    def settle(self):
        bad, self.bad = self.bad, []
        expect(not bad, "\n      ".join(bad))

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
            "no version": b"GET /\r\n\r\n", "random bytes": self.noise(5_000), "only a null": b"\0\r\n\r\n",
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
        places = [("POST", "/tickets"), ("POST", f"/tickets/{self.ticket}/replies"), ("PATCH", f"/tickets/{self.ticket}"),
                  ("POST", "/customers"), ("POST", "/articles"), ("POST", "/rules"), ("PUT", "/channels/mail"),
                  ("PUT", "/teams/support"), ("PUT", "/calendar"), ("PUT", "/sla-policy"), ("PUT", f"/agents/{LI['id']}"),
                  ("PUT", f"/accounts/{LI['id']}"), ("POST", "/rules/rehearsals"), ("POST", "/intake/form"), ("POST", "/session"),
                  ("POST", f"/customers/{self.ticket}/identities"), ("POST", f"/customers/{self.ticket}/joins"),
                  ("PUT", f"/agents/{LI['id']}/presence"), ("POST", "/surveys/x/answers"),
                  ("POST", f"/articles/{self.ticket}/citations")]
        bodies = {
            "cut": b'{"text": "hel', "nothing": b"", "a list": b"[1,2,3]", "a word": b'"text"', "null": b"null",
            "a number as text": b'{"text": 5, "subject": 5, "name": 5, "id": 5}', "unknown member": b'{"surprise": true}',
            "invalid UTF-8": b'{"text": "\xff\xfe\xc3\x28"}', "lone surrogate": b'{"text": "\\ud800"}',
            "deep": b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "two members of one name": b'{"text":"a","text":"b"}',
            "a great number": b'{"version": 1e400, "text": "x"}', "trailing words": b'{"text":"a"} and more', "NaN": b'{"text": NaN}',
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
        head = (f"{method} /api/v1{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
                f"Cookie: {self.owner.cookie}\r\nX-CSRF-Token: {self.owner.csrf}\r\nContent-Length: {len(body)}\r\n\r\n").encode()
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
                    self.refused(f"{method} {path} without a session", nobody.ask(method.upper(), place, {} if method != "get" else None), 401)
                    if method != "get":
                        answer = self.owner.ask(method.upper(), place, {}, headers={"X-CSRF-Token": "wrong"})
                        self.refused(f"{method} {path} with a false CSRF value", answer, 403)
        thief = Client(self.house.address)
        for cookie in ("moat_session=", "moat_session=x", "moat_session=" + "a" * 5_000, "moat_session=' OR 1=1 --", "=;=;=", "moat_session=\xff"):
            thief.cookie = cookie
            self.refused(f"cookie {cookie[:30]}", thief.ask("GET", "/tickets"), 400, 401)
        thief.cookie, thief.csrf = self.owner.cookie, self.li.csrf
        self.refused("another's CSRF value", thief.ask("POST", "/articles", {"title": "a", "body": "b"}), 403)
        for method, path, body in (
            ("PUT", "/accounts/agent-li", {"email": LI["email"], "name": "L", "roles": ["owner"]}), ("GET", "/accounts", None),
            ("PUT", "/channels/mail", {"kind": "mail", "name": "x"}), ("PUT", "/teams/support", {"name": "x"}),
            ("POST", "/analytics/rebuild", {})):
            self.refused(f"an agent may not {method} {path}", self.li.ask(method, path, body), 403)
        self.refused("a wrong password", nobody.ask("POST", "/session", {"email": LI["email"], "password": "wrong-password"}), 401)
        self.refused("a used link", nobody.ask("POST", "/session", {"token": self.house.link.split("token=")[1]}), 401)
        self.settle()

    def paths(self):
        """paths: traversal, null bytes, broken escapes"""
        names = ["../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd",
                 "..%5c..%5cetc", "%00", "a%00.js", "%ff%fe", "%", "%zz", "/etc/passwd", ".git/config", "..;/x", "\\..\\x"]
        for base in ("/", "/assets/", "/lib/", "/api/v1/attachments/", "/api/v1/tickets/", "/api/v1/surveys/", "/api/v1/articles/"):
            for name in names:
                reply = self.wire(f"GET {base}{name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {self.owner.cookie}\r\n\r\n".encode())
                self.checked += 1
                if b"root:" in reply or b"[core]" in reply or not reply.startswith((b"HTTP/1.1 4", b"HTTP/1.1 200", b"HTTP/1.1 30")):
                    self.bad.append(f"{base}{name}: {reply[:120]!r}")
                if base.startswith("/api") and not reply.startswith(b"HTTP/1.1 4"):
                    self.bad.append(f"{base}{name}: {reply[:120]!r}")
        self.settle()

    def values(self):
        """values: unknown ids, wrong queries, cursors, versions, too long, impossible"""
        ask, unknown = self.owner.ask, "01999999-9999-7999-8999-999999999999"
        for path in ("/tickets/{}", "/tickets/{}/messages", "/tickets/{}/history", "/tickets/{}/suggestions", "/customers/{}",
                     "/customers/{}/timeline", "/articles/{}", "/rules/{}", "/attachments/{}", "/surveys/{}"):
            self.refused(path, ask("GET", path.format(unknown)), 404)
        for method, path, body in (
            ("PATCH", f"/tickets/{unknown}", {"priority": "high"}), ("POST", f"/tickets/{unknown}/replies", {"text": "x"}),
            ("POST", f"/tickets/{unknown}/notes", {"text": "x"}), ("PATCH", f"/customers/{unknown}", {"name": "x"}),
            ("POST", f"/customers/{unknown}/joins", {"loser": unknown}), ("POST", f"/articles/{unknown}/publication", {}),
            ("POST", f"/articles/{unknown}/archival", {}), ("DELETE", f"/rules/{unknown}", None),
            ("PUT", f"/agents/{unknown}/presence", {"presence": "online"}), ("POST", f"/surveys/{unknown}/answers", {"score": 5})):
            self.refused(f"{method} {path}", ask(method, path, body), 404)
        for query in ("view=nothing", "sort=nothing", "surprise=1", "page[size]=0", "page[size]=101", "page[size]=x", "page[after]=x",
                      "page[after]=" + "A" * 300, "page[size]=9999999999999999999999"):
            name, value = query.split("=")
            self.refused(f"/tickets?{query[:40]}", ask("GET", "/tickets", query={name: value}), 400, 422)
        now, later = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
        for what, query in {
            "no period": {}, "a period of words": {"from": "yesterday", "to": "today"}, "the end before the start": {"from": later, "to": now},
            "ten thousand years": {"from": "0001-01-01T00:00:00Z", "to": "9999-12-31T00:00:00Z", "by": "day"},
            "an unknown dimension": {"from": now, "to": later, "by": "mood"}, "an unknown zone": {"from": now, "to": later, "zone": "Mars/Base"},
        }.items():
            self.refused(f"metric with {what}", ask("GET", "/metrics/csat", query=query), 400, 422)
        self.refused("an unknown metric", ask("GET", "/metrics/joy", query={"from": now, "to": later}), 400, 404, 422)
        for body in ({"status": "lost"}, {"priority": "extreme"}, {"assignee": "nobody-here"}, {"team": "no-team"}, {"status": "new"},
                     {"subject": ""}, {"subject": "x" * 100_000}, {"tags": ["x" * 10_000]}, {"tags": ["t" + str(n) for n in range(5_000)]},
                     {"version": -1, "priority": "low"}):
            self.refused(f"PATCH ticket {str(body)[:40]}", ask("PATCH", f"/tickets/{self.ticket}", body), 400, 409, 412, 422)
        self.refused("an old version", ask("PATCH", f"/tickets/{self.ticket}", {"priority": "low"}, headers={"If-Match": '"0"'}), 412, 409)
        self.refused("an ETag of words", ask("PATCH", f"/tickets/{self.ticket}", {"priority": "low"}, headers={"If-Match": '"abc"'}), 400)
        for text in ("", " \n ", "x" * 900_000):
            self.refused(f"a reply of {len(text)}", ask("POST", f"/tickets/{self.ticket}/replies", {"text": text}), 400, 413, 422)
        self.refused("a file nobody has", ask("POST", f"/tickets/{self.ticket}/replies", {"text": "x", "attachments": [
            {"id": "0" * 64, "name": "x", "type": "text/plain", "size": 1, "inline": False}]}), 400, 404, 422)
        self.refused("a file by path", ask("POST", f"/tickets/{self.ticket}/replies", {"text": "x", "attachments": [
            {"id": "../../etc/passwd", "name": "x", "type": "text/plain", "size": 1, "inline": False}]}), 400, 404, 422)
        long = {"name": "x", "email": "x@y.z", "roles": ["agent"], "password": "short"}
        policy, calendar, most = self.owner.get("/sla-policy"), self.owner.get("/calendar"), (1 << 63) - 1
        names = ("low", "normal", "high", "urgent")
        for path, body in (
            ("/sla-policy", {**policy, "firstResponse": dict.fromkeys(names, most), "resolution": dict.fromkeys(names, most)}),
            ("/sla-policy", {**policy, "warnAt": -1}), ("/sla-policy", {**policy, "firstResponse": {}}),
            ("/calendar", {**calendar, "week": [[{"from": -most, "to": most}]] * 7}), ("/calendar", {**calendar, "zone": "Mars/Base"}),
            ("/calendar", {**calendar, "days": [{"date": "2026-02-30", "name": "x", "hours": []}]}),
            ("/agents/agent-li", {"name": "x", "email": "x@y.z", "roles": ["agent"], "capacity": most}),
            ("/channels/mail", {"kind": "mail", "name": "x", "mail": {"address": "a@b.c", "pollSeconds": most}}),
            ("/channels/mail", {"kind": "mail", "name": "x", "mail": {"address": "a@b.c", "imap": "file:///etc/passwd"}}),
            ("/channels/wechat", {"kind": "mail", "name": "x", "mail": {"address": "a@b.c"}})):
            self.refused(f"PUT {path} {str(body)[-60:]}", ask("PUT", path, body), 400, 409, 412, 422)
        for rule in ({"delay": most, "on": ["moat.tickets.opened"]}, {"on": ["moat.nothing"]}, {"on": []}):
            self.refused(f"a rule {rule}", ask("POST", "/rules", {
                "name": "x", "trigger": rule, "condition": {"test": {"field": "a", "op": "equal", "value": 1}}, "actions": []}), 400, 422)
        self.refused("a short password", ask("PUT", "/accounts/new", long), 422, 400)
        self.refused("a key used for something else", self.twice(), 409, 422)
        self.refused("a key of 10 KB", ask("POST", f"/tickets/{self.ticket}/notes", {"text": "x"}, headers={"Idempotency-Key": "k" * 10_000}), 400, 422, 431)
        self.settle()

    def twice(self):
        key = {"Idempotency-Key": "one-key"}
        self.owner.post(f"/tickets/{self.ticket}/notes", {"text": "one"}, headers=key)
        same(self.owner.ask("POST", f"/tickets/{self.ticket}/notes", {"text": "one"}, headers=key).status, 201, "the same again")
        return self.owner.ask("POST", f"/tickets/{self.ticket}/notes", {"text": "two"}, headers=key)

    def webhook(self):
        """the WeChat webhook: false signatures, XML bombs and entities, broken XML, repeated messages"""
        def post(body, query=None, channel="wechat"):
            query = urlencode(letters.wechat_query(WECHAT_TOKEN) if query is None else query)
            return self.owner.raw("POST", f"/api/v1/wechat/{channel}?{query}", body, {"Content-Type": "text/xml"})
        good = letters.wechat_text("oBad", "hello", 555)
        self.refused("no signature", post(good, {}), 403)
        self.refused("a false signature", post(good, {**letters.wechat_query(WECHAT_TOKEN), "signature": "0" * 40}), 403)
        self.refused("another token", post(good, letters.wechat_query("other")), 403)
        self.refused("a false greeting", self.owner.raw("GET", "/api/v1/wechat/wechat?echostr=x&signature=y&timestamp=1&nonce=2"), 403)
        self.refused("an unknown channel", post(good, channel="nothing"), 404)
        self.refused("a mail channel", post(good, channel="mail"), 404)
        self.refused("encrypted without a key", post(b"<xml><Encrypt>AAAA</Encrypt></xml>", {
            **letters.wechat_query(WECHAT_TOKEN), "encrypt_type": "aes", "msg_signature": "0"}), 403, 400)
        for what, body in {
            "nothing": b"", "words": b"hello", "cut": good[:60], "a bomb": BILLION_LAUGHS, "an outer entity": STRANGER,
            "invalid UTF-8": b"<xml><FromUserName>\xff\xfe</FromUserName></xml>", "no fields": b"<xml></xml>",
            "deep": b"<xml>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</xml>", "no sender": b"<xml><MsgType>text</MsgType></xml>",
            "a time of words": b"<xml><FromUserName>a</FromUserName><CreateTime>now</CreateTime><MsgType>text</MsgType></xml>",
            "a time beyond all": b"<xml><FromUserName>a</FromUserName><CreateTime>9223372036854775807</CreateTime><MsgType>text</MsgType>"
                                 b"<MsgId>9</MsgId></xml>",
        }.items():
            self.refused(what, post(body), 400, 413, 422)
        self.refused("200 KB", post(letters.wechat_text("oBad", "x" * 200_000, 556)), 413)
        self.settle()
        for _ in range(5):
            same(post(good).body, b"success", "a repeated message")
        talk = until("it is a ticket", lambda: [each for each in self.owner.list("/tickets", view="all") if each["channel"] == "wechat"])
        same(len(talk), 1, "tickets of a repeated message")
        same(len(self.owner.list(f"/tickets/{talk[0]['id']}/messages")), 1, "messages")

    def form(self):
        """the public form: mistakes are named one by one; a double click is one ticket"""
        good = {"name": "A", "email": "double@example.cn", "subject": "Double", "text": "x", "key": "click-1"}
        for name, value in (("name", ""), ("name", "x" * 101), ("email", "nobody"), ("email", "a@b@c"), ("email", "x" * 300 + "@y.z"),
                            ("subject", ""), ("subject", "x" * 301), ("text", ""), ("text", "x" * 60_000), ("email", 5), ("surprise", 1)):
            answer = self.owner.raw("POST", "/api/v1/intake/form", json.dumps({**good, name: value}), JSON_TYPE)
            self.refused(f"{name} = {str(value)[:20]}", answer, 400, 422)
            if not any(error.get("pointer") == f"#/{name}" for error in answer.json.get("errors") or []):
                self.bad.append(f"{name} = {str(value)[:20]}: the mistake is not named: {answer!r}")
        self.settle()
        for _ in range(3):
            same(self.owner.raw("POST", "/api/v1/intake/form", json.dumps(good), JSON_TYPE).status, 202, "a good form")
        until("it is a ticket", lambda: any(each["subject"] == "Double" for each in self.owner.list("/tickets", view="all")))
        same(sum(each["subject"] == "Double" for each in self.owner.list("/tickets", view="all")), 1, "tickets of a double click")

    def uploads(self):
        """uploads: empty, too large, with names of paths; downloads that a browser must not run"""
        ask = self.owner.ask
        self.refused("an empty file", ask("POST", "/attachments", b"", query={"name": "x"}), 400)
        self.refused("an empty mail", ask("POST", "/intake/mail", b"", headers={"Content-Type": "message/rfc822"}), 400)
        self.refused("a mail as JSON", ask("POST", "/intake/mail", {}), 415)
        self.refused("a mail for nobody", ask("POST", "/intake/mail", b"From: a@b.c\r\n\r\nx", query={"channel": "none"}, headers={"Content-Type": "message/rfc822"}), 404)
        self.settle()
        page = b"<script>alert(1)</script>"
        stored = ask("POST", "/attachments", page, query={"name": "../../etc/passwd.html"}, headers={"Content-Type": "text/html"})
        same(stored.status, 201, "a file with a bad name")
        expect("/" not in stored.json["name"], stored.json)
        got = ask("GET", f"/attachments/{stored.json['id']}", query={"name": 'a"\r\nX-Evil: 1', "type": "text/html"})
        same(got.headers["content-type"], "application/octet-stream", "the type of a page as attachment")
        expect(got.headers["content-disposition"].startswith("attachment"), got.headers)
        expect("x-evil" not in got.headers, "a header can be smuggled in")
        big = ask("POST", "/attachments", self.noise(3 << 20), query={"name": "3 MB"}, headers={"Content-Type": "image/png"})
        same(big.status, 201, "a file larger than a bus message")
        same(hashlib.sha256(ask("GET", f"/attachments/{big.json['id']}").body).hexdigest(), big.json["id"], "its bytes")

    def bus(self):
        """the bus: garbage, no password, huge lines and payloads, half frames, a slow reader"""
        place = urlsplit(self.house.bus_url)
        login = json.dumps({"user": place.username, "pass": place.password, "verbose": False, "headers": True}).encode()
        hello = b"CONNECT " + login + b"\r\n"
        for raw in (b"garbage\r\n" * 100, self.noise(100_000), b"\0" * 10_000, b"PUB a 5\r\nhello\r\n", b"CONNECT {}\r\nPUB a 1\r\nx\r\n",
                    b'CONNECT {"user":"moat","pass":"wrong"}\r\nPING\r\n', b"CONNECT " + b"a" * 100_000 + b"\r\n", b"CONNECT {\r\n",
                    hello + b"PUB a 99999999999999999999\r\n", hello + b"PUB a -1\r\nx\r\n", hello + b"PUB a 2000000\r\n" + b"x" * 2_000_002,
                    hello + b"HPUB a 9 5\r\nhello\r\n", hello + b"HPUB a 22 24\r\nNATS/1.0\r\nA: \xff\xff\r\n\r\nxx\r\n",
                    hello + b"SUB \xff\xfe 1\r\n", hello + b"SUB a..b 1\r\n", hello + b"UNSUB x y z\r\n", hello + b"PUB a 10\r\nhalf",
                    hello + b"SUB > 1\r\n" + b"PUB tickets.get 3\r\n{{{\r\n" * 200,
                    hello + b"PUB tickets.get 0\r\n\r\nPUB customers.identify 4\r\n\xff\xff\xff\xff\r\nPUB events.tickets.opened 4\r\nnope\r\nPING\r\n"):
            self.wire(raw, port=place.port, wait=0.3)
            self.checked += 1
        asked = hello + b"".join(
            b"SUB _INBOX.bad.* 1\r\n" if n == 0 else f"PUB {call} _INBOX.bad.{n} {len(body)}\r\n".encode() + body + b"\r\n"
            for n, (call, body) in enumerate([("", b"")] + [
                (call, body) for call in ("tickets.get", "tickets.intake", "customers.identify", "knowledge.search", "rules.save",
                                          "analytics.query", "channels.save", "gateway.accounts", "tickets.feed", "channels.blobs.read")
                for body in (b"", b"{", b"[]", b'{"id":5}', b"\xff\xff", b"[" * 50_000)]))
        reply = self.wire(asked + b"PING\r\n", port=place.port, wait=2.0)
        answers = reply.count(b"HMSG _INBOX.bad")
        same(answers, 60, "calls with broken requests that are answered")
        self.checked += answers

    def health(self):
        """the health doors: wrong paths, methods and garbage"""
        for each in self.house.running["processes"]:
            for raw in (b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n",
                        self.noise(3_000), b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"):
                reply = self.wire(raw, port=each["healthPort"], wait=0.3)
                self.checked += 1
                if reply and not reply.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4", b"HTTP/1.1 5")):
                    self.bad.append(f"{each['name']}: {reply[:80]!r}")
        self.settle()

    def slow(self):
        """slow and silent clients: 200 connections that say nothing do not keep others out"""
        doors = []
        for number in range(200):
            door = socket.create_connection(("127.0.0.1", self.house.port), 5)
            if number % 2:
                door.sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
            doors.append(door)
        began = time.monotonic()
        self.owner.get("/tickets")
        expect(time.monotonic() - began < 2, "others wait for silent clients")
        for door in doors:
            door.close()
        self.checked += 200

    def mails(self):
        """mails: random bytes, huge headers, broken MIME, deep nesting, false charsets: each is a ticket that keeps its source"""
        deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(200))
        head = "From: bad@example.cn\r\nTo: support@moat.test\r\nSubject: bad\r\n"
        mails = {
            "random": self.noise(20_000), "nulls": b"\0" * 5_000, "one byte": b"x", "no header": b"\r\n\r\nonly words\r\n",
            "100 KB header": (head + "X-Big: " + "a" * 100_000 + "\r\n\r\nwords").encode(),
            "10,000 headers": (head + "".join(f"X-{n}: {n}\r\n" for n in range(10_000)) + "\r\nwords").encode(),
            "100 KB subject": ("From: a@example.cn\r\nSubject: " + "s" * 100_000 + "\r\n\r\nwords").encode(),
            "100 KB references": (head + "References: " + " ".join(f"<{n}@x>" for n in range(10_000)) + "\r\n\r\nwords").encode(),
            "deep": ("From: a@example.cn\r\nSubject: deep\r\nMIME-Version: 1.0\r\n" + deep + "words").encode(),
            "open boundary": (head + 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="never"\r\n\r\n--never\r\n').encode(),
            "false charset": (head + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe").encode("latin-1"),
            "false base64": (head + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=gb18030\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!===").encode(),
            "no sender": b"To: support@moat.test\r\nSubject: nobody\r\n\r\nwords",
            "a broken sender": b"From: <<<@@>>>, , ;;; \"\r\nSubject: broken\r\n\r\nwords",
            "a sender of 5 KB": ("From: " + "a" * 5_000 + "@example.cn\r\nSubject: long\r\n\r\nwords").encode(),
            "script": (head + "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><img src=x onerror=alert(1)>"
                              "<b>bold</b><a href='javascript:alert(1)'>x</a>").encode(),
            "attachment of paths": (head + 'MIME-Version: 1.0\r\nContent-Type: application/x; name="../../etc/passwd"\r\n'
                                    'Content-Disposition: attachment; filename="../../etc/passwd"\r\n\r\nx').encode(),
            "our own address": b"From: support@moat.test\r\nTo: support@moat.test\r\nSubject: me\r\n\r\nwords",
            "a false token": b"From: a@example.cn\r\nTo: support+x.0123456789abcdef@moat.test\r\nSubject: token\r\n\r\nwords",
            "3 MB": (head + "\r\n" + "words \r\n" * 400_000).encode(),
        }
        before = len(self.owner.list("/intakes"))
        for mail in mails.values():
            self.world.dovecot.deliver(mail)
        self.checked += len(mails)
        until("all are kept", lambda: len(self.owner.list("/intakes")) >= before + len(mails), 30)
        until("all are worked off", lambda: not self.owner.list("/intakes", state="waiting"), 60)
        failed = self.owner.list("/intakes", state="failed")
        expect(not failed, f"failed: {[(each['key'][:60], each.get('problem')) for each in failed]}")
        for ticket in self.owner.list("/tickets", view="all"):
            for message in self.owner.list(f"/tickets/{ticket['id']}/messages"):
                html = (message.get("html") or "").lower()
                expect("<script" not in html and "onerror" not in html and "javascript:" not in html, html)
                expect(message["kind"] != "incoming" or message["channel"] != "mail" or message.get("raw"), "a mail without its source")
                for file in message["attachments"]:
                    expect("/" not in file["name"], f"an attachment is called {file['name']}")

    def pipe(self):
        """moat intake: an empty mail, random bytes, the same mail twice"""
        code, said = self.house.moat("intake", "mail", given=b"")
        expect(code != 0, f"an empty mail is taken: {said}")
        code, said = self.house.moat("intake", "mail", given=self.noise(3_000))
        same(code, 0, f"random bytes ({said})")
        for _ in range(2):
            code, said = self.house.moat("intake", "mail", given=letters.mail("pipe@example.cn", "P", "Piped", "x", "piped@example.cn"))
            same(code, 0, f"a good mail ({said})")
        code, said = self.house.moat("intake", "nonsense")
        same(code, 64, f"a wrong word ({said})")
        until("it is a ticket", lambda: any(each["subject"] == "Piped" for each in self.owner.list("/tickets", view="all")))
        same(sum(each["subject"] == "Piped" for each in self.owner.list("/tickets", view="all")), 1, "tickets of a mail that came twice")
        self.checked += 5

    def noise(self, count):
        return self.chance.randbytes(count)

    def wire(self, raw, port=None, wait=3.0):
        """Bytes to a port and what comes back, until it hangs up or is silent."""
        reply = b""
        try:
            with socket.create_connection(("127.0.0.1", port or self.house.port), 5) as door:
                door.settimeout(wait)
                try:
                    door.sendall(raw)
                except OSError:
                    pass  # it hung up while we spoke: what it said before counts
                while len(reply) < 1 << 20:
                    piece = door.recv(65_536)
                    if not piece:
                        break
                    reply += piece
                    if b"\r\n\r\n" in reply and b"ontent-" in reply and complete(reply):
                        break
        except OSError:
            pass
        return reply


def complete(reply):
    """Whether an HTTP reply with a length is whole."""
    top, _, rest = reply.partition(b"\r\n\r\n")
    for line in top.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(rest) >= int(line.split(b":")[1])
    return False
