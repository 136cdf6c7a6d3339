"""One house under attack: how things are sent, what counts as a clear no, what always has to work."""

import json
import socket

import letters
from steps import Fault, expect, same, until

JSON_TYPE = {"Content-Type": "application/json"}


class Probe:
    def __init__(self, house, world, owner, li, report, chance):
        self.house, self.world, self.owner, self.li = house, world, owner, li
        self.report, self.chance = report, chance
        self.ticket = owner.post(
            "/tickets",
            {"subject": "Good", "text": "Good", "requester": {"id": self.customer(), "name": "Good", "address": "good@example.cn"}},
        )["id"]
        self.serial, self.checked, self.bad = 0, 0, []

    def customer(self):
        return self.owner.post(
            "/customers", {"name": "Good", "identities": [{"kind": "email", "value": "good@example.cn", "verified": True}]}
        )["id"]

    def good(self):
        """What always has to work: a note, a form, a mail."""
        self.serial += 1
        self.li.post(f"/tickets/{self.ticket}/notes", {"text": f"still here {self.serial}"})
        form = {"name": "Good", "email": "good@example.cn", "subject": f"form {self.serial}", "text": "Hello"}
        same(self.owner.raw("POST", "/api/v1/intake/form", json.dumps(form), JSON_TYPE).status, 202, "a good form")
        self.world.dovecot.deliver(
            letters.mail("good@example.cn", "Good", f"mail {self.serial}", "Hello", f"good-{self.serial}@example.cn", charset="UTF-8")
        )
        for subject in (f"form {self.serial}", f"mail {self.serial}"):
            until(
                f"'{subject}' is a ticket",
                lambda: any(each["subject"] == subject for each in self.owner.get("/tickets", view="all")["data"]),
                20,
            )

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
