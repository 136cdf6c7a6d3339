"""What is not the API of the agents: webhook, form, files, bus, health, silent clients, mails, pipe."""

import hashlib
import json
import socket
import time
from urllib.parse import urlencode, urlsplit

import letters
from company import WECHAT_TOKEN
from probe import JSON_TYPE, Probe
from steps import expect, same, until

BILLION_LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE xml [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {here} '{('&' + before + ';') * 10}'>" for before, here in zip("abcdefghi", "bcdefghij"))
    + "]><xml><FromUserName>&j;</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>"
).encode()
STRANGER = (
    b"<?xml version='1.0'?><!DOCTYPE xml [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><xml><FromUserName>&f;"
    b"</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>&f;</Content><MsgId>1</MsgId></xml>"
)


class OtherDoors(Probe):
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
        self.refused(
            "encrypted without a key",
            post(
                b"<xml><Encrypt>AAAA</Encrypt></xml>", {**letters.wechat_query(WECHAT_TOKEN), "encrypt_type": "aes", "msg_signature": "0"}
            ),
            403,
            400,
        )
        for what, body in {
            "nothing": b"",
            "words": b"hello",
            "cut": good[:60],
            "a bomb": BILLION_LAUGHS,
            "an outer entity": STRANGER,
            "invalid UTF-8": b"<xml><FromUserName>\xff\xfe</FromUserName></xml>",
            "no fields": b"<xml></xml>",
            "deep": b"<xml>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</xml>",
            "no sender": b"<xml><MsgType>text</MsgType></xml>",
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
        for name, value in (
            ("name", ""),
            ("name", "x" * 101),
            ("email", "nobody"),
            ("email", "a@b@c"),
            ("email", "x" * 300 + "@y.z"),
            ("subject", ""),
            ("subject", "x" * 301),
            ("text", ""),
            ("text", "x" * 60_000),
            ("email", 5),
            ("surprise", 1),
        ):
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
        self.refused(
            "a mail for nobody",
            ask("POST", "/intake/mail", b"From: a@b.c\r\n\r\nx", query={"channel": "none"}, headers={"Content-Type": "message/rfc822"}),
            404,
        )
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
        for raw in (
            b"garbage\r\n" * 100,
            self.noise(100_000),
            b"\0" * 10_000,
            b"PUB a 5\r\nhello\r\n",
            b"CONNECT {}\r\nPUB a 1\r\nx\r\n",
            b'CONNECT {"user":"moat","pass":"wrong"}\r\nPING\r\n',
            b"CONNECT " + b"a" * 100_000 + b"\r\n",
            b"CONNECT {\r\n",
            hello + b"PUB a 99999999999999999999\r\n",
            hello + b"PUB a -1\r\nx\r\n",
            hello + b"PUB a 2000000\r\n" + b"x" * 2_000_002,
            hello + b"HPUB a 9 5\r\nhello\r\n",
            hello + b"HPUB a 22 24\r\nNATS/1.0\r\nA: \xff\xff\r\n\r\nxx\r\n",
            hello + b"SUB \xff\xfe 1\r\n",
            hello + b"SUB a..b 1\r\n",
            hello + b"UNSUB x y z\r\n",
            hello + b"PUB a 10\r\nhalf",
            hello + b"SUB > 1\r\n" + b"PUB tickets.get 3\r\n{{{\r\n" * 200,
            hello
            + b"PUB tickets.get 0\r\n\r\nPUB customers.identify 4\r\n\xff\xff\xff\xff\r\nPUB events.tickets.opened 4\r\nnope\r\nPING\r\n",
        ):
            self.wire(raw, port=place.port, wait=0.3)
            self.checked += 1
        asked = hello + b"".join(
            b"SUB _INBOX.bad.* 1\r\n" if n == 0 else f"PUB {call} _INBOX.bad.{n} {len(body)}\r\n".encode() + body + b"\r\n"
            for n, (call, body) in enumerate(
                [("", b"")]
                + [
                    (call, body)
                    for call in (
                        "tickets.get",
                        "tickets.intake",
                        "customers.identify",
                        "knowledge.search",
                        "rules.save",
                        "analytics.query",
                        "channels.save",
                        "gateway.accounts",
                        "tickets.feed",
                        "channels.blobs.read",
                    )
                    for body in (b"", b"{", b"[]", b'{"id":5}', b"\xff\xff", b"[" * 50_000)
                ]
            )
        )
        reply = self.wire(asked + b"PING\r\n", port=place.port, wait=2.0)
        answers = reply.count(b"HMSG _INBOX.bad")
        same(answers, 60, "calls with broken requests that are answered")
        self.checked += answers

    def health(self):
        """the health doors: wrong paths, methods and garbage"""
        for each in self.house.running["processes"]:
            for raw in (
                b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n",
                self.noise(3_000),
                b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            ):
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
            "random": self.noise(20_000),
            "nulls": b"\0" * 5_000,
            "one byte": b"x",
            "no header": b"\r\n\r\nonly words\r\n",
            "100 KB header": (head + "X-Big: " + "a" * 100_000 + "\r\n\r\nwords").encode(),
            "10,000 headers": (head + "".join(f"X-{n}: {n}\r\n" for n in range(10_000)) + "\r\nwords").encode(),
            "100 KB subject": ("From: a@example.cn\r\nSubject: " + "s" * 100_000 + "\r\n\r\nwords").encode(),
            "100 KB references": (head + "References: " + " ".join(f"<{n}@x>" for n in range(10_000)) + "\r\n\r\nwords").encode(),
            "deep": ("From: a@example.cn\r\nSubject: deep\r\nMIME-Version: 1.0\r\n" + deep + "words").encode(),
            "open boundary": (head + 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="never"\r\n\r\n--never\r\n').encode(),
            "false charset": (head + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe").encode("latin-1"),
            "false base64": (
                head + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=gb18030\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!==="
            ).encode(),
            "no sender": b"To: support@moat.test\r\nSubject: nobody\r\n\r\nwords",
            "a broken sender": b'From: <<<@@>>>, , ;;; "\r\nSubject: broken\r\n\r\nwords',
            "a sender of 5 KB": ("From: " + "a" * 5_000 + "@example.cn\r\nSubject: long\r\n\r\nwords").encode(),
            "script": (
                head + "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><img src=x onerror=alert(1)>"
                "<b>bold</b><a href='javascript:alert(1)'>x</a>"
            ).encode(),
            "attachment of paths": (
                head + 'MIME-Version: 1.0\r\nContent-Type: application/x; name="../../etc/passwd"\r\n'
                'Content-Disposition: attachment; filename="../../etc/passwd"\r\n\r\nx'
            ).encode(),
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
