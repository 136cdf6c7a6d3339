"""Bounds, each with what happens at it. Runs on brokers with small limits."""
import time

from brokers import Raw

tests = {}


def test(body):
    tests[body.__name__.replace("_", " ")] = body
    return body


@test
def a_slow_consumer_is_cut_and_the_others_go_on(b):
    slow, good, pub = Raw(b["limits"]), Raw(b["limits"]), Raw(b["limits"])
    slow.send(b"SUB flood 1\r\n")
    slow.sync()
    good.send(b"SUB calm 1\r\n")
    good.sync()
    body = b"x" * 60000
    pub.socket.settimeout(40)
    for _ in range(800):
        pub.send(b"PUB flood 60000\r\n" + body + b"\r\n")
    pub.send(b"PUB calm 2\r\nok\r\n")
    line = good.line()
    while line == b"PING":  # nats-server asks every new connection once
        line = good.line()
    assert line == b"MSG calm 1 2", line
    got = len(slow.expect_closed())
    assert got < 800 * 60000, got
    pub.close(), good.close()


@test
def more_subscriptions_are_refused(b):
    raw = Raw(b["limits"])
    raw.send(b"".join(b"SUB s.%d %d\r\n" % (i, i) for i in range(51)) + b"PING\r\n")
    raw.expect(b"-ERR 'maximum subscriptions exceeded'\r\n")
    raw.close()


@test
def larger_messages_are_refused(b):
    raw = Raw(b["limits"])
    assert raw.info["max_payload"] == 65536
    raw.send(b"PUB a 65537\r\n" + b"x" * 65537 + b"\r\n")
    assert b"-ERR 'Maximum Payload Violation'\r\n" in raw.expect_closed()


@test
def a_dead_connection_is_noticed(b):
    raw = Raw(b["pings"])
    started = time.time()
    got = raw.expect_closed()
    assert got.count(b"PING\r\n") >= 2 and b"-ERR 'Stale Connection'\r\n" in got, got
    assert time.time() - started < 60  # the default would be six minutes


@test
def a_living_connection_stays(b):
    raw = Raw(b["pings"])
    for _ in range(4):
        raw.expect(b"PING\r\n")
        raw.send(b"PONG\r\n")
    raw.sync()
    raw.close()


@test
def more_connections_are_refused(b):
    time.sleep(0.3)
    held = []
    for _ in range(30):
        raw = Raw(b["limits"], None)
        held.append(raw)
        try:
            raw.socket.settimeout(0.05)
            data = raw.socket.recv(4096)
            assert b"-ERR 'maximum connections exceeded'\r\n" in raw.buffer + data
            break
        except TimeoutError:
            continue
    else:
        assert False, "thirty connections were let in"
    assert len(held) > 15
    for raw in held:
        raw.close()


@test
def a_stopping_broker_says_so(b):
    broker = b["limits"]
    broker.restart()
    raw = Raw(broker, b'CONNECT {"verbose":false,"protocol":1}\r\n')
    raw.sync()
    broker.lame_duck()
    line = raw.line()
    assert line.startswith(b"INFO ") and b'"ldm":true' in line, line
    raw.sync()
    if broker.kind == "moat":
        raw.close()
        assert broker.process.wait(30) == 0
