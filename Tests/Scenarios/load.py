"""A mixed load on one address: people who open tickets, fill in the form, read, reply and watch. Every answer is noted."""

import http.client
import json
import threading
import time
import uuid
from collections import Counter
from urllib.parse import urlencode


class Load:
    """Threads with a connection each, as browsers have. While `forgiving`, a failed request is tried again with the same
    idempotency key, as a good program does; otherwise it counts as failed."""

    PATIENCE = 30.0

    def __init__(self, desk, threads=6, name="load"):
        self.name, self.connect, self.customer = name, desk.connect, desk.requester
        self.headers = {"Cookie": desk.cookie, "X-CSRF-Token": desk.csrf, "Content-Type": "application/json"}
        self.over, self.forgiving = threading.Event(), threading.Event()
        self.lock = threading.Lock()
        self.opened, self.forms, self.replies = {}, set(), Counter()
        self.failures, self.retries, self.requests = [], 0, Counter()
        self.slowest = (0.0, "")
        self.seen, self.gaps, self.streams = set(), 0, 0
        self.threads = [threading.Thread(target=self._work, args=[number]) for number in range(threads)]
        self.threads.append(threading.Thread(target=self._watch))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _work(self, number):
        link = self.connect()
        count = 0
        while not self.over.is_set():
            count += 1
            name = f"{self.name}-{number}-{count}"
            try:
                link = self._round(link, name)
            except GaveUp as failure:
                with self.lock:
                    self.failures.append(str(failure))
                link = self.connect()
            time.sleep(0.05)
        link.close()

    def _round(self, link, name):
        """One of each; what was acknowledged is remembered."""
        ticket = {"subject": name, "text": f"Words of {name}", "requester": self.customer}
        link, answer = self._ask(link, "POST", "/tickets", ticket)
        with self.lock:
            self.opened[name] = answer["id"]
        form = {"name": "Ada", "email": f"{name}@example.org", "subject": f"form {name}", "text": "Please hurry."}
        link, _ = self._ask(link, "POST", "/intake/form", form)
        with self.lock:
            self.forms.add(f"form {name}")
        link, read = self._ask(link, "GET", f"/tickets/{answer['id']}")
        if read["subject"] != name:
            raise GaveUp(f"{name}: read back as {read['subject']}")
        link, _ = self._ask(link, "POST", f"/tickets/{answer['id']}/replies", {"text": f"Reply to {name}"})
        with self.lock:
            self.replies[name] += 1
        link, _ = self._ask(link, "GET", "/tickets?" + urlencode({"view": "open", "page[size]": 20}))
        link, _ = self._ask(link, "GET", "/articles/search?q=refund")
        return link

    def _ask(self, link, method, path, body=None):
        """An answer of success, and the connection to go on with."""
        headers = {**self.headers, "Idempotency-Key": str(uuid.uuid4())} if method == "POST" else self.headers
        data = json.dumps(body).encode() if body is not None else None
        began = time.monotonic()
        while True:
            try:
                link.request(method, "/api/v1" + path, data, headers)
                reply = link.getresponse()
                text = reply.read()
                trouble = None if 200 <= reply.status < 300 else f"{reply.status} {text[:200]!r}"
            except (OSError, http.client.HTTPException) as error:
                trouble = f"{type(error).__name__}: {error}"
                link.close()
                link = self.connect()
            took = time.monotonic() - began
            if trouble is None:
                with self.lock:
                    self.requests[f"{method} /" + path.split("?")[0].split("/")[1]] += 1
                    self.slowest = max(self.slowest, (took, f"{method} {path.split('?')[0]}"))
                return link, json.loads(text) if text else None
            passing = not trouble[:3].isdigit() or trouble[:3] in ("502", "503", "504")
            if not (self.forgiving.is_set() and passing and took < self.PATIENCE):
                raise GaveUp(f"{method} {path.split('?')[0]} after {took:.2f} s: {trouble}")
            with self.lock:
                self.retries += 1
            time.sleep(0.2)

    def _watch(self):
        """The stream of events, taken up again where it broke off."""
        last = None
        while not self.over.is_set():
            link = self.connect()
            try:
                headers = {**self.headers, **({"Last-Event-ID": last} if last else {})}
                link.request("GET", "/api/v1/stream", headers=headers)
                reply = link.getresponse()
                self.streams += reply.status == 200
                for line in iter(reply.readline, b""):
                    if line.startswith(b"id:"):
                        last = line[3:].strip().decode()
                        self.seen.add(last)
                    self.gaps += line.startswith(b"event: gap")
                    if self.over.is_set():
                        break
            except (OSError, http.client.HTTPException):
                pass
            finally:
                link.close()
            time.sleep(0.1)


class GaveUp(Exception):
    pass
