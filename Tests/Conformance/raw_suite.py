"""What the brokers answer to bytes, byte for byte."""
import random
import time

from brokers import PATIENCE, Raw

tests = {}


def test(body):
    tests[body.__name__.replace("_", " ")] = body
    return body


@test
def info_comes_first(b):
    info = Raw(b["open"]).info
    for key in ("server_id", "version", "max_payload", "headers", "proto", "client_id", "port", "host"):
        assert key in info, key
    assert info["headers"] is True and info["max_payload"] == 1048576


@test
def ping_and_verbose(b):
    raw = Raw(b["open"], b'CONNECT {"verbose":true}\r\n')
    raw.expect(b"+OK\r\n")
    raw.send(b"SUB a 1\r\nPUB a 2\r\nhi\r\nUNSUB 1\r\nUNSUB 99\r\nPING\r\n")
    raw.expect(b"+OK\r\n+OK\r\nMSG a 1 2\r\nhi\r\n+OK\r\n+OK\r\nPONG\r\n")


@test
def any_case_blanks_and_tabs(b):
    raw = Raw(b["open"])
    raw.send(b"sub  foo.bar \t 7\r\npUb\tfoo.bar   3\nabc\r\nPing\n")
    raw.expect(b"MSG foo.bar 7 3\r\nabc\r\nPONG\r\n")


@test
def byte_by_byte(b):
    raw = Raw(b["open"])
    for byte in b"SUB foo 1\r\nPUB foo reply.to 11\r\nhello\r\nyou!\r\nPING\r\n":
        raw.send(bytes([byte]))
    raw.expect(b"MSG foo 1 reply.to 11\r\nhello\r\nyou!\r\nPONG\r\n")


@test
def headers_pass_untouched(b):
    raw = Raw(b["open"], b'CONNECT {"verbose":false,"headers":true}\r\n')
    block = b"NATS/1.0\r\nKey: Value\r\nkey:  x \r\n\r\n"
    raw.send(b"SUB h 1\r\nHPUB h r %d %d\r\n%sbody\r\nPING\r\n" % (len(block), len(block) + 4, block))
    raw.expect(b"HMSG h 1 r %d %d\r\n%sbody\r\nPONG\r\n" % (len(block), len(block) + 4, block))


@test
def headers_are_stripped_for_who_cannot_read_them(b):
    old = Raw(b["open"])
    old.send(b"SUB strip 1\r\n")
    old.sync()
    new = Raw(b["open"], b'CONNECT {"verbose":false,"headers":true}\r\n')
    new.send(b"HPUB strip r 16 20\r\nNATS/1.0\r\nA:\r\n\r\nbody\r\n")
    old.expect(b"MSG strip 1 r 4\r\nbody\r\n")


@test
def no_responders_is_status_503(b):
    raw = Raw(b["open"], b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\n')
    raw.send(b"SUB inbox.* 4\r\nPUB nobody.here inbox.1 2\r\nhi\r\nPING\r\n")
    raw.expect(b"HMSG inbox.1 4 16 16\r\nNATS/1.0 503\r\n\r\n\r\nPONG\r\n")


@test
def no_responders_needs_headers(b):
    raw = Raw(b["open"], b'CONNECT {"verbose":false,"no_responders":true}\r\n')
    assert b"-ERR 'no responders requires headers support'\r\n" in raw.expect_closed()


@test
def unsubscribe_after_some(b):
    raw = Raw(b["open"])
    raw.send(b"SUB u 1\r\nUNSUB 1 2\r\n" + b"PUB u 1\r\nx\r\n" * 4 + b"PING\r\n")
    raw.expect(b"MSG u 1 1\r\nx\r\n" * 2 + b"PONG\r\n")
    raw.send(b"SUB u 2\r\nPUB u 1\r\ny\r\nUNSUB 2 1\r\nPUB u 1\r\nz\r\nPING\r\n")
    raw.expect(b"MSG u 2 1\r\ny\r\nPONG\r\n")


@test
def a_sid_is_used_once(b):
    raw = Raw(b["open"])
    raw.send(b"SUB one 1\r\nSUB two 1\r\nPUB one 1\r\na\r\nPUB two 1\r\nb\r\nPING\r\n")
    raw.expect(b"MSG one 1 1\r\na\r\nPONG\r\n")


@test
def invalid_subjects(b):
    raw = Raw(b["open"], b'CONNECT {"verbose":false,"pedantic":true}\r\n')
    for subject in (b"a..b", b".a", b"a.", b">.a", b"a.>.b"):
        raw.send(b"SUB " + subject + b" 1\r\nPING\r\n")
        raw.expect(b"-ERR 'Invalid Subject'\r\nPONG\r\n")
    for subject in (b"a.*", b"a..b", b"a.>"):
        raw.send(b"PUB " + subject + b" 0\r\n\r\nPING\r\n")
        raw.expect(b"-ERR 'Invalid Publish Subject'\r\nPONG\r\n")


@test
def no_echo(b):
    raw = Raw(b["open"], b'CONNECT {"verbose":false,"echo":false}\r\n')
    other = Raw(b["open"])
    other.send(b"SUB echo q 1\r\n")
    other.sync()
    raw.send(b"SUB echo 1\r\nSUB echo q 2\r\n" + b"PUB echo 1\r\nx\r\n" * 5)
    raw.sync()
    other.expect(b"MSG echo 1 1\r\nx\r\n" * 5)


@test
def errors_close_the_connection(b):
    for sent, text in (
        (b"FOO\r\n", b"-ERR 'Unknown Protocol Operation'\r\n"),
        (b"\r\n", b"-ERR 'Unknown Protocol Operation'\r\n"),
        (b"PUB a 1\r\nabc\r\n", b"-ERR 'Unknown Protocol Operation'\r\n"),
        (b"PUB a 1048577\r\n", b"-ERR 'Maximum Payload Violation'\r\n"),
        (b"SUB " + b"s" * 5000 + b" 1\r\n", b"-ERR 'maximum control line exceeded'\r\n"),
        (b"SUB " + b"s" * 5000, b"-ERR 'maximum control line exceeded'\r\n"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"-ERR 'Unknown Protocol Operation'\r\n"),
    ):
        raw = Raw(b["open"])
        raw.send(sent)
        got = raw.expect_closed()
        assert text in got, (sent[:30], got)
    # nats-server says nothing here, moat-bus says 'Parser Error'; both hang up.
    for sent in (b"PUB a\r\n", b"PUB a x\r\n", b"PUB a -1\r\n", b"SUB a\r\n", b"SUB a b c d\r\n",
                 b"HPUB a 1 2 3 4\r\n"):
        raw = Raw(b["open"])
        raw.send(sent)
        assert raw.expect_closed() in (b"", b"-ERR 'Parser Error'\r\n")


@test
def a_whole_mebibyte_passes(b):
    raw = Raw(b["open"])
    body = bytes(range(256)) * 4096
    raw.send(b"SUB big 1\r\nPUB big 1048576\r\n" + body + b"\r\nPING\r\n")
    raw.expect(b"MSG big 1 1048576\r\n" + body + b"\r\nPONG\r\n")


@test
def garbage_hurts_nobody_else(b):
    good = Raw(b["open"])
    good.send(b"SUB good 1\r\n")
    good.sync()
    rng = random.Random(42)
    words = [b"PUB ", b"HPUB ", b"SUB ", b"UNSUB ", b"CONNECT {", b"\r\n", b" ", b"a", b"9",
             b"99999999999", b"\0", b"}"]
    for _ in range(300):
        raw = Raw(b["open"], None)
        data = b"".join(rng.choice(words) if rng.random() < 0.7 else rng.randbytes(3) for _ in range(rng.randrange(40)))
        raw.send(data)
        raw.close()
        good.send(b"PUB good 2\r\nok\r\n")
        good.expect(b"MSG good 1 2\r\nok\r\n")


@test
def deep_and_strange_connects(b):
    for json in (b"[" * 4000, b'{"verbose":3}', b"{", b"null", b"\xff\xfe", b'{"a":' * 500):
        raw = Raw(b["open"], b"CONNECT " + json + b"\r\n")
        raw.send(b"PING\r\n")
        try:
            raw.more(0.5)
        except (EOFError, TimeoutError, ConnectionResetError):
            pass
        raw.close()
    Raw(b["open"]).sync()


@test
def a_long_stream_keeps_its_order(b):
    sub, pub = Raw(b["open"]), Raw(b["open"])
    sub.send(b"SUB stream.> 9\r\n")
    sub.sync()
    want = b""
    for start in range(0, 20000, 1000):
        pub.send(b"".join(b"PUB stream.%d %d\r\n%d\r\n" % (i % 7, len(str(i)), i) for i in range(start, start + 1000)))
    want = b"".join(b"MSG stream.%d 9 %d\r\n%d\r\n" % (i % 7, len(str(i)), i) for i in range(20000))
    sub.expect(want)


@test
def many_connections_get_one_message(b):
    subs = [Raw(b["open"]) for _ in range(200)]
    for raw in subs:
        raw.send(b"SUB fan 1\r\n")
    for raw in subs:
        raw.sync()
    pub = Raw(b["open"])
    pub.send(b"PUB fan 3\r\nall\r\n")
    for raw in subs:
        raw.expect(b"MSG fan 1 3\r\nall\r\n")
        raw.close()


@test
def subscriptions_end_with_their_connection(b):
    for _ in range(50):
        raw = Raw(b["open"])
        raw.send(b"SUB gone.> q 1\r\nSUB gone.* 2\r\nPUB gone.x 1\r\nx\r\n")
        raw.more()
        raw.close()
    raw = Raw(b["open"], b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\n')
    raw.send(b"SUB r 1\r\n")
    deadline = time.monotonic() + PATIENCE
    # A broker that is behind with noticing the hang-ups has nobody to tell of: PONG comes alone.
    while True:
        raw.send(b"PUB gone.x r 0\r\n\r\nPING\r\n")
        line = raw.line()
        if line != b"PONG":
            break
        assert time.monotonic() < deadline, "the subscriptions outlive their connections"
    assert line == b"HMSG r 1 16 16", line
    raw.expect(b"NATS/1.0 503\r\n\r\n\r\nPONG\r\n")
