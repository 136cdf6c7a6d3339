"""What customers write: mails as bytes, WeChat messages as signed XML."""

import base64
import hashlib
import time
from email.utils import formatdate

PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC")


def word(text, charset="GB18030"):
    """An encoded word (RFC 2047)."""
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def base64_lines(data):
    return base64.encodebytes(data).decode().replace("\n", "\r\n")


def mail(sender, name, subject, text, message_id, to="support@moat.test", references=(), attachment=None, charset="GB18030", more=()):
    """A Chinese mail in an old charset, base64, perhaps with a picture."""
    head = [
        f"Return-Path: <{sender}>",
        f"From: {word(name, charset)} <{sender}>",
        f"To: {to}",
        f"Subject: {word(subject, charset)}",
        f"Message-ID: <{message_id}>",
        f"Date: {formatdate(time.time())}",
        "MIME-Version: 1.0",
        *more,
    ]
    if references:
        head.append(f"In-Reply-To: <{references[-1]}>")
        head.append("References: " + " ".join(f"<{each}>" for each in references))
    body = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_lines(text.encode(charset))
    if attachment is None:
        return ("\r\n".join(head) + "\r\n" + body).encode()
    picture = (
        f'Content-Type: image/png; name="{word(attachment)}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{word(attachment)}"\r\n\r\n' + base64_lines(PICTURE)
    )
    head.append('Content-Type: multipart/mixed; boundary="cut"')
    return ("\r\n".join(head) + f"\r\n\r\n--cut\r\n{body}\r\n--cut\r\n{picture}\r\n--cut--\r\n").encode()


def wechat_query(token, **more):
    timestamp, nonce = str(int(time.time())), "nonce42"
    signature = hashlib.sha1("".join(sorted([token, timestamp, nonce])).encode()).hexdigest()
    return {"signature": signature, "timestamp": timestamp, "nonce": nonce, **more}


def wechat_text(openid, words, message_id):
    return (
        f"<xml><ToUserName><![CDATA[gh_moat]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{words}]]></Content><MsgId>{message_id}</MsgId></xml>"
    ).encode()
