"""The world outside, real where it can be: Dovecot, aiosmtpd, and a stand-in for WeChat's API that keeps what it gets."""

import email
import email.policy
import imaplib
import json
import os
import pwd
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from house import free_port
from steps import until

PASSWORD = "secret"


class Dovecot:
    """A real IMAP server; any user, password `secret`."""

    def __init__(self):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="moat-dovecot-"))
        self.folder.chmod(0o755)
        root = os.getuid() == 0
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir()
            (self.folder / name).chmod(0o777 if root and name == "mail" else 0o755)
        (self.folder / "dovecot.conf").write_text(self._configuration(root))
        self.process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", self.folder / "dovecot.conf"])
        until("dovecot answers", lambda: self._user("probe").logout())

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        subprocess.run(["rm", "-rf", self.folder], check=False)

    def _user(self, user):
        box = imaplib.IMAP4("127.0.0.1", self.port)
        box.login(user, PASSWORD)
        return box

    def deliver(self, mail, user="support"):
        """IMAP APPEND: the mail lies in the mailbox."""
        box = self._user(user)
        answer, _ = box.append("INBOX", None, None, mail)
        box.logout()
        assert answer == "OK", answer

    def count(self, user="support"):
        box = self._user(user)
        _, [count] = box.select("INBOX", readonly=True)
        box.logout()
        return int(count)

    def _configuration(self, root):
        me = pwd.getpwuid(os.getuid()).pw_name
        owner = "uid=nobody gid=nogroup" if root else f"uid={os.getuid()} gid={os.getgid()}"
        user, group = ("nobody", "nogroup") if root else (me, os.getgid())
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 0
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{self.folder}/mail/%u
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = {owner} home={self.folder}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""


SINK = """
import asyncio, json, os, sys
from aiosmtpd.smtp import SMTP
port, folder = int(sys.argv[1]), sys.argv[2]
count = 0
class Sink:
    async def handle_DATA(self, server, session, envelope):
        global count
        count += 1
        path = os.path.join(folder, f"{count:06d}")
        with open(path + ".part", "wb") as file: file.write(envelope.original_content)
        with open(path + ".to", "w") as file: json.dump([envelope.mail_from, envelope.rcpt_tos], file)
        os.rename(path + ".part", path + ".eml")
        return f"250 2.0.0 Ok: queued as {count}"
async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Sink(), hostname="sink.test"), "127.0.0.1", port)
    await server.serve_forever()
asyncio.run(main())
"""


class PostOffice:
    """A real SMTP server that keeps every mail it accepts."""

    def __init__(self):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="moat-smtp-"))
        self.process = subprocess.Popen([sys.executable, "-c", SINK, str(self.port), self.folder])
        until("aiosmtpd answers", lambda: __import__("smtplib").SMTP("127.0.0.1", self.port, timeout=2).quit())

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        subprocess.run(["rm", "-rf", self.folder], check=False)

    def mails(self, to=None):
        """What was accepted, in order, parsed; `recipients` are of the envelope."""
        found = []
        for path in sorted(self.folder.glob("*.eml")):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            mail.sender, mail.recipients = json.loads(path.with_suffix(".to").read_text())
            if to is None or to in mail.recipients:
                found.append(mail)
        return found


class WeChatAPI:
    """Stands in for api.weixin.qq.com: gives tokens and keeps customer-service messages."""

    def __init__(self):
        self.sent, self.tokens = [], 0
        api = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self):
                api.tokens += 1
                self.answer({"access_token": f"token-{api.tokens}", "expires_in": 7200})

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if urlsplit(self.path).path == "/cgi-bin/message/custom/send":
                    api.sent.append(json.loads(body))
                self.answer({"errcode": 0, "errmsg": "ok"})

            def answer(self, value):
                body = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()


class World:
    """All of it, for one house."""

    def __enter__(self):
        self.dovecot, self.post, self.wechat = Dovecot(), PostOffice(), WeChatAPI()
        return self

    def __exit__(self, *_):
        for each in (self.dovecot, self.post, self.wechat):
            each.stop()
