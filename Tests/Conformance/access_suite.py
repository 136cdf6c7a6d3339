"""Tokens, users and their permissions. One users file in NATS's shape serves both brokers."""
import asyncio
import time

import nats

from brokers import PATIENCE, Raw

tests = {}


def test(body):
    tests[body.__name__.replace("_", " ")] = body
    return body


async def user(b, name="all", password="secret", **options):
    return await nats.connect(
        b["users"].url, user=name, password=password, allow_reconnect=False, connect_timeout=PATIENCE, **options)


@test
async def a_token_opens(b):
    nc = await nats.connect(b["token"].url, token="s3cret")
    await nc.flush()
    await nc.close()


@test
def credentials_are_required(b):
    for shape in ("token", "users"):
        for connect in (b"CONNECT {}\r\n", b'CONNECT {"auth_token":"no"}\r\n',
                    b'CONNECT {"user":"all","pass":"no"}\r\n',
                        b"PING\r\n", b"SUB a 1\r\n", b'CONNECT {"user":"nobody","pass":"secret"}\r\n'):
            raw = Raw(b[shape], connect)
            got = raw.expect_closed()
            assert b"-ERR 'Authorization Violation'\r\n" in got, (shape, connect, got)
        assert Raw(b[shape], None).info["auth_required"] is True


@test
def silence_is_not_waited_for(b):
    assert b"-ERR 'Authentication Timeout'\r\n" in Raw(b["users"], None).expect_closed()


@test
async def a_user_without_permissions_may_everything(b):
    nc = await user(b)
    sub = await nc.subscribe(">")
    await nc.publish("any.thing", b"x")
    assert (await sub.next_msg(PATIENCE)).subject == "any.thing"
    await nc.close()


def tickets(b):
    raw = Raw(b["users"], b'CONNECT {"verbose":false,"user":"tickets","pass":"pw","headers":true,'
              b'"no_responders":true}\r\n')
    raw.sync()
    return raw


def anybody(b):
    raw = Raw(b["users"], b'CONNECT {"verbose":false,"user":"all","pass":"secret"}\r\n')
    raw.sync()
    return raw


@test
def publishing_is_limited(b):
    raw, other = tickets(b), anybody(b)
    other.send(b"SUB > 1\r\n")
    other.sync()
    raw.send(b"PUB customers.get 0\r\n\r\nPUB customers.erase 0\r\n\r\nPUB knowledge.x 0\r\n\r\nPING\r\n")
    raw.expect(b"-ERR 'Permissions Violation for Publish to \"customers.erase\"'\r\n"
               b"-ERR 'Permissions Violation for Publish to \"knowledge.x\"'\r\nPONG\r\n")
    raw.send(b"PUB events.tickets.opened 0\r\n\r\n")
    other.expect(b"MSG customers.get 1 0\r\n\r\nMSG events.tickets.opened 1 0\r\n\r\n")


@test
def subscribing_is_limited(b):
    raw = tickets(b)
    raw.send(b"SUB tickets.open q 1\r\nSUB _INBOX.me 2\r\nPING\r\n")
    raw.expect(b"PONG\r\n")
    raw.send(b"SUB customers.get 3\r\n")
    raw.expect(b"-ERR 'Permissions Violation for Subscription to \"customers.get\"'\r\n")
    raw.send(b"SUB tickets.private 4\r\n")
    raw.expect(b"-ERR 'Permissions Violation for Subscription to \"tickets.private\"'\r\n")
    raw.send(b"SUB customers.get q 5\r\nPING\r\n")
    raw.expect(b"-ERR 'Permissions Violation for Subscription to \"customers.get\" using queue \"q\"'\r\nPONG\r\n")


@test
def denied_subjects_are_kept_from_wide_patterns(b):
    raw, other = tickets(b), anybody(b)
    raw.send(b"SUB tickets.> 1\r\nPING\r\n")
    raw.expect(b"PONG\r\n")
    other.send(b"PUB tickets.private 0\r\n\r\nPUB tickets.open 0\r\n\r\n")
    raw.expect(b"MSG tickets.open 1 0\r\n\r\n")


@test
def answers_are_allowed_as_often_as_said(b):
    for name, times in (("tickets", 1), ("answerer", 2)):
        subject = b"tickets.open" if name == "tickets" else b"ask.me"
        raw = Raw(b["users"], b'CONNECT {"verbose":false,"user":"%s","pass":"pw"}\r\n' % name.encode())
        other = anybody(b)
        raw.send(b"SUB %s 1\r\n" % subject)
        raw.sync()
        other.send(b"SUB box.1 1\r\nPUB %s box.1 0\r\n\r\n" % subject)
        raw.expect(b"MSG %s 1 box.1 0\r\n\r\n" % subject)
        raw.send(b"PUB box.1 2\r\nok\r\n" * (times + 1) + b"PUB box.2 2\r\nno\r\nPING\r\n")
        raw.expect(b"-ERR 'Permissions Violation for Publish to \"box.1\"'\r\n"
                   b"-ERR 'Permissions Violation for Publish to \"box.2\"'\r\nPONG\r\n")
        other.expect(b"MSG box.1 1 2\r\nok\r\n" * times)


@test
async def clients_recognise_a_violation(b):
    errors = []

    async def note(error):
        errors.append(str(error))

    nc = await user(b, "tickets", "pw", error_cb=note)
    await nc.publish("forbidden.subject", b"")
    deadline = time.monotonic() + PATIENCE
    while not any("permissions violation" in e.lower() for e in errors):
        assert time.monotonic() < deadline, errors
        await asyncio.sleep(0.01)
    assert nc.is_connected
    await nc.close()
