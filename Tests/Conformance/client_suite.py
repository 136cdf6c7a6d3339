"""nats-py as an application uses it."""
import asyncio
import time

import nats
from nats.errors import MaxPayloadError, NoRespondersError, TimeoutError

from brokers import PATIENCE

tests = {}


def test(body):
    tests[body.__name__.replace("_", " ")] = body
    return body


async def connect(b, shape="open", **options):
    return await nats.connect(b[shape].url, connect_timeout=PATIENCE, **options)


async def settle(nc):
    """Returns when the broker has done all that nc has told it.

    One flush of nats-py is no such barrier: it hands its PING to the socket at once, past the PUB, SUB and UNSUB that
    still wait for its flusher task, so that the PONG may come before the broker has seen them (nats-py 2.9.0: order on
    the wire PING PUB PUB). The flusher has run when that PONG arrives, so the second PING is behind everything.
    """
    await nc.flush(PATIENCE)
    await nc.flush(PATIENCE)


async def gone(nc, subject):
    """Returns when the broker has nobody for a subject any more: it has noticed that a connection was closed."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            await nc.request(subject, b"", timeout=0.2)
        except NoRespondersError:
            return
        except TimeoutError:
            pass
    assert False, f"somebody still listens to {subject}"


async def until(condition, what=lambda: None):
    """Waits for callbacks; what() says what was there instead."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what()
        await asyncio.sleep(0.01)


@test
async def connect_options(b):
    for options in ({}, {"verbose": True}, {"pedantic": True}, {"verbose": True, "pedantic": True, "name": "x"},
                    {"no_echo": True}):
        nc = await connect(b, **options)
        await nc.publish("a", b"b")
        await settle(nc)
        assert nc.is_connected and nc.max_payload == 1048576 and nc.client_id > 0
        await nc.close()


@test
async def publish_and_subscribe(b):
    nc, other = await connect(b), await connect(b)
    sub = await nc.subscribe("ps.a")
    await settle(nc)
    for i in range(1000):
        await other.publish("ps.a", b"%d" % i)
    got = [await sub.next_msg(PATIENCE) for _ in range(1000)]
    assert [m.data for m in got] == [b"%d" % i for i in range(1000)]
    await nc.close()
    await other.close()


@test
async def wildcards(b):
    nc = await connect(b)
    seen = {}
    for pattern in ("w.*", "w.>", "w.*.c", ">", "w.a", "*.a"):
        seen[pattern] = []

        async def handle(message, pattern=pattern):
            if message.subject.startswith("w"):
                seen[pattern].append(message.subject)

        await nc.subscribe(pattern, cb=handle)
    for subject in ("w", "w.a", "w.b", "w.b.c", "w.b.c.d"):
        await nc.publish(subject, b"")
    wanted = {
        "w.*": ["w.a", "w.b"], "w.>": ["w.a", "w.b", "w.b.c", "w.b.c.d"], "w.*.c": ["w.b.c"],
        ">": ["w", "w.a", "w.b", "w.b.c", "w.b.c.d"], "w.a": ["w.a"], "*.a": ["w.a"]}
    await until(lambda: seen == wanted, lambda: seen)
    await asyncio.sleep(0.1)
    assert seen == wanted, seen
    await nc.close()


@test
async def queue_groups(b):
    clients = [await connect(b) for _ in range(4)]
    counts = [0] * 4
    plain = 0

    async def all_of_them(message):
        nonlocal plain
        plain += 1

    for i, nc in enumerate(clients):
        async def handle(message, i=i):
            counts[i] += 1

        await nc.subscribe("qg.*" if i % 2 else "qg.x", "workers", handle)
        await settle(nc)
    await clients[0].subscribe("qg.>", cb=all_of_them)
    for _ in range(400):
        await clients[0].publish("qg.x", b"job")
    await until(lambda: sum(counts) == 400 and plain == 400, lambda: (counts, plain))
    assert min(counts) > 20, counts
    for i in (3, 2):
        await clients[i].subscribe(f"alive.{i}")
        await settle(clients[i])
        await clients[i].close()
        await gone(clients[0], f"alive.{i}")
    before, left = sum(counts), counts[2:]
    for _ in range(100):
        await clients[0].publish("qg.x", b"job")
    await until(lambda: sum(counts) == before + 100, lambda: (before, counts))
    await asyncio.sleep(0.1)
    assert sum(counts) == before + 100 and counts[2:] == left, (before, counts)
    for nc in clients[:2]:
        await nc.close()


@test
async def headers(b):
    nc = await connect(b)
    sub = await nc.subscribe("hd")
    await nc.publish("hd", b"x", headers={"Moat-Caller": '{"kind":"agent"}', "traceparent": "00-aa-bb-01"})
    await nc.publish("hd", b"")
    one, two = await sub.next_msg(PATIENCE), await sub.next_msg(PATIENCE)
    assert one.headers == {"Moat-Caller": '{"kind":"agent"}', "traceparent": "00-aa-bb-01"}
    assert one.data == b"x" and not two.headers
    await nc.close()


@test
async def request_and_reply(b):
    nc, server = await connect(b), await connect(b)

    async def answer(message):
        await message.respond(message.data[::-1])

    await server.subscribe("rr", "q", answer)
    await settle(server)
    replies = await asyncio.gather(*[nc.request("rr", b"%d" % i, timeout=PATIENCE) for i in range(200)])
    assert [r.data for r in replies] == [(b"%d" % i)[::-1] for i in range(200)]
    assert (await nc.request("rr", b"abc", timeout=PATIENCE, old_style=True)).data == b"cba"
    assert (await nc.request("rr", b"abc", timeout=PATIENCE, headers={"a": "b"})).data == b"cba"
    await nc.close()
    await server.close()


@test
async def no_responders(b):
    nc = await connect(b)
    for old_style in (False, True):
        try:
            await nc.request("nobody.at.all", b"", timeout=PATIENCE, old_style=old_style)
            assert False, "an answer from nobody"
        except NoRespondersError:
            pass
    await nc.close()


@test
async def a_silent_server_is_a_timeout(b):
    nc = await connect(b)
    await nc.subscribe("silent")
    await settle(nc)
    try:
        await nc.request("silent", b"", timeout=0.2)
        assert False
    except NoRespondersError:
        assert False, "somebody listens"
    except TimeoutError:
        pass
    await nc.close()


@test
async def unsubscribe_after_n(b):
    nc = await connect(b)
    got = []

    async def handle(message):
        got.append(message.data)

    sub = await nc.subscribe("un", cb=handle)
    await sub.unsubscribe(limit=3)
    for i in range(10):
        await nc.publish("un", b"%d" % i)
    await settle(nc)
    await until(lambda: len(got) >= 3, lambda: got)
    await asyncio.sleep(0.1)
    assert got == [b"0", b"1", b"2"]
    await nc.close()


@test
async def drain(b):
    nc, pub = await connect(b), await connect(b)
    got = 0

    async def handle(message):
        nonlocal got
        await asyncio.sleep(0)
        got += 1

    await nc.subscribe("dr", cb=handle)
    await settle(nc)
    for _ in range(500):
        await pub.publish("dr", b"x")
    # What the broker has not yet been told when nc says UNSUB, nc rightly does not get.
    await settle(pub)
    await nc.drain()
    assert got == 500 and nc.is_closed, (got, nc.is_closed)
    await pub.drain()


@test
async def max_payload(b):
    nc = await connect(b)
    sub = await nc.subscribe("mp", pending_bytes_limit=-1)
    await nc.publish("mp", b"x" * 1048576)
    assert len((await sub.next_msg(PATIENCE)).data) == 1048576
    try:
        await nc.publish("mp", b"x" * 1048577)
        assert False
    except MaxPayloadError:
        pass
    await nc.close()


@test
async def ten_thousand_subscriptions(b):
    nc = await connect(b)
    got = set()

    async def handle(message):
        got.add(message.subject)

    for i in range(10_000):
        await nc.subscribe(f"many.{i}", cb=handle)
    await settle(nc)
    pub = await connect(b)
    for i in range(10_000):
        await pub.publish(f"many.{i}", b"")
    await until(lambda: len(got) == 10_000, lambda: len(got))
    await nc.close()
    await pub.close()


@test
async def reconnect_after_a_restart(b):
    events, got = [], []

    async def handle(message):
        got.append(message.data)

    async def reconnected():
        events.append("reconnected")

    async def disconnected():
        events.append("disconnected")

    async def ignore(error):
        pass

    nc = await connect(b, reconnect_time_wait=0.05, max_reconnect_attempts=200, error_cb=ignore,
                       reconnected_cb=reconnected, disconnected_cb=disconnected)
    await nc.subscribe("re.*", cb=handle)
    await settle(nc)
    for round in range(3):
        b["open"].restart()
        await until(lambda: events.count("reconnected") == round + 1 and nc.is_connected, lambda: events)
        await nc.publish("re.x", b"%d" % round)
        await until(lambda: len(got) > round, lambda: (events, got))
    assert got == [b"0", b"1", b"2"], (events, got)
    await nc.close()


@test
async def a_bad_neighbour_hurts_nobody(b):
    nc = await connect(b)
    sub = await nc.subscribe("calm")
    await settle(nc)
    for garbage in (b"\0" * 5000, b"PUB calm 99999999999999\r\n", b"SUB\r\n", b"\xff" * 100, b"PUB a 5\r\nx"):
        _, writer = await asyncio.open_connection("127.0.0.1", b["open"].port)
        writer.write(garbage)
        await writer.drain()
        await nc.publish("calm", b"still here")
        assert (await sub.next_msg(PATIENCE)).data == b"still here"
        writer.close()
    await nc.close()
