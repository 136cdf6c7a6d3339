"""Starts the two brokers in the same shapes, so that one suite can ask both the same questions."""
import json
import os
import signal
import socket
import subprocess
import time

# Seconds until a wait gives up: a busy machine must not look like a wrong broker.
PATIENCE = 30

USERS = {
    "authorization": {
        "users": [
            {"user": "all", "password": "secret"},
            {
                "user": "tickets",
                "password": "pw",
                "permissions": {
                    "publish": {"allow": ["events.tickets.>", "customers.*"], "deny": ["customers.erase"]},
                    "subscribe": {"allow": ["tickets.>", "_INBOX.>"], "deny": ["tickets.private"]},
                    "allow_responses": True,
                },
            },
            {
                "user": "answerer",
                "password": "pw",
                "permissions": {"subscribe": ["ask.>"], "allow_responses": {"max": 2, "expires": "1m"}},
            },
        ]
    }
}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Broker:
    """One broker process. shape: open, token, users, limits, pings."""

    def __init__(self, kind, shape, bus, work, port=None):
        self.kind, self.shape, self.bus, self.work = kind, shape, bus, work
        self.port = port or free_port()
        self.start()

    @property
    def url(self):
        return f"nats://127.0.0.1:{self.port}"

    def start(self):
        log = open(os.path.join(self.work, f"{self.kind}-{self.shape}.log"), "ab")
        command, env = (self.moat() if self.kind == "moat" else self.nats())
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **env})
        deadline = time.time() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.time() > deadline or self.process.poll() is not None:
                    raise RuntimeError(f"{self.kind} ({self.shape}) did not start")
                time.sleep(0.02)

    def users_file(self):
        path = os.path.join(self.work, "users.json")
        with open(path, "w") as f:
            json.dump(USERS, f)
        return path

    def moat(self):
        env = {
            "open": {},
            "token": {"BUS_TOKEN": "s3cret"},
            "users": {"BUS_USERS": self.users_file()},
            "limits": {
                "BUS_MAX_PENDING": "4194304", "BUS_MAX_CONNECTIONS": "20", "BUS_MAX_SUBSCRIPTIONS": "50",
                "BUS_MAX_PAYLOAD": "65536", "BUS_LAME_DUCK": "8s",
            },
            "pings": {"BUS_PING_INTERVAL": "1s", "BUS_PING_MAX": "2"},
        }[self.shape]
        return [self.bus, "-a", "127.0.0.1", "-p", str(self.port)], env

    def nats(self):
        command = ["nats-server", "-a", "127.0.0.1", "-p", str(self.port)]
        if self.shape == "token":
            command += ["--auth", "s3cret"]
        if self.shape == "users":
            command += ["-c", self.users_file()]
        settings = {
            "limits": "max_pending: 4194304\nmax_connections: 20\nmax_subscriptions: 50\nmax_payload: 65536\n",
            "pings": "ping_interval: \"1s\"\nping_max: 2\n",
        }.get(self.shape)
        if settings:
            path = os.path.join(self.work, f"{self.shape}.conf")
            with open(path, "w") as f:
                f.write(settings)
            command += ["-c", path]
        return command, {}

    def lame_duck(self):
        self.process.send_signal(signal.SIGTERM if self.kind == "moat" else signal.SIGUSR2)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def restart(self):
        self.kill()
        self.start()


class Raw:
    """A raw socket that speaks the protocol by hand."""

    def __init__(self, broker, connect=b'CONNECT {"verbose":false,"pedantic":false}\r\n'):
        self.socket = socket.create_connection(("127.0.0.1", broker.port), PATIENCE)
        self.buffer = b""
        self.info = json.loads(self.line()[5:])
        if connect:
            self.send(connect)

    def send(self, data):
        self.socket.sendall(data)

    def line(self, timeout=PATIENCE):
        while b"\r\n" not in self.buffer:
            self.more(timeout)
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def more(self, timeout=PATIENCE):
        self.socket.settimeout(timeout)
        data = self.socket.recv(65536)
        if not data:
            raise EOFError
        self.buffer += data

    def expect(self, text, timeout=PATIENCE):
        """The next bytes are exactly these."""
        while len(self.buffer) < len(text):
            self.more(timeout)
        got, self.buffer = self.buffer[: len(text)], self.buffer[len(text):]
        assert got == text, f"expected {text!r}, got {got!r} {self.buffer[:80]!r}"

    def sync(self):
        self.send(b"PING\r\n")
        self.expect(b"PONG\r\n")

    def expect_closed(self, timeout=PATIENCE):
        """Everything until the end."""
        try:
            while True:
                self.more(timeout)
        except (EOFError, ConnectionResetError):
            rest, self.buffer = self.buffer, b""
            return rest

    def close(self):
        self.socket.close()
