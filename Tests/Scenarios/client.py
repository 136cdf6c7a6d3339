"""A person or a program that uses the HTTP API."""

import http.client
import json
import time
import uuid
from urllib.parse import urlencode, urlsplit


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Refused(Exception):
    def __init__(self, method, path, answer):
        super().__init__(f"{method} {path}: {answer!r}")
        self.answer = answer


class Client:
    """Signed in after `sign_in`. `patience` seconds are spent on trying again while a service is away, always with the same
    idempotency key, as a good program would."""

    def __init__(self, address, patience=0.0):
        parts = urlsplit(address)
        self.place, self.patience = (parts.hostname, parts.port), patience
        self.cookie = self.csrf = self.account = None

    def raw(self, method, path, body=None, headers=None, timeout=30):
        """One exchange, nothing added."""
        link = http.client.HTTPConnection(*self.place, timeout=timeout)
        try:
            link.request(method, path, body, headers or {})
            reply = link.getresponse()
            return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            link.close()

    def ask(self, method, path, body=None, query=None, headers=None, base="/api/v1"):
        """An exchange of this session; JSON unless the body is bytes."""
        given = dict(headers or {})
        if self.cookie:
            given["Cookie"] = self.cookie
        if method not in ("GET", "HEAD"):
            if self.csrf:
                given.setdefault("X-CSRF-Token", self.csrf)
            if method == "POST":
                given.setdefault("Idempotency-Key", str(uuid.uuid4()))
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            given.setdefault("Content-Type", "application/json")
        target = base + path + ("?" + urlencode(query) if query else "")
        end = time.monotonic() + self.patience
        while True:
            try:
                answer = self.raw(method, target, body, given)
                if answer.status not in (502, 503, 504) or time.monotonic() > end:
                    return answer
            except (OSError, http.client.HTTPException):
                if time.monotonic() > end:
                    raise
            time.sleep(0.1)

    def call(self, method, path, body=None, **options):
        """Like `ask`, but anything but success is raised."""
        answer = self.ask(method, path, body, **options)
        if not 200 <= answer.status < 300:
            raise Refused(method, path, answer)
        return answer.json if answer.body else None

    def get(self, path, **query):
        return self.call("GET", path, query=query)

    def list(self, path, **query):
        """All items of a list, page by page."""
        items, after = [], None
        while True:
            page = self.get(path, **{**query, **({"page[after]": after} if after else {})})
            items += page["data"]
            after = page["meta"].get("after_cursor")
            if not after:
                return items

    def post(self, path, body=None, **options):
        return self.call("POST", path, {} if body is None else body, **options)

    def put(self, path, body):
        return self.call("PUT", path, body)

    def patch(self, path, body):
        return self.call("PATCH", path, body)

    def sign_in(self, **how):
        """By `token`, or by `email` and `password`."""
        answer = self.ask("POST", "/session", how)
        if answer.status != 200:
            raise Refused("POST", "/session", answer)
        self.cookie = answer.headers["set-cookie"].split(";")[0]
        self.csrf, self.account = answer.json["csrf"], answer.json["account"]
        return self
