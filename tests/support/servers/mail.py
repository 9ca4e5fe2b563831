"""A mail server on loopback, three times: without encryption, with STARTTLS, and with TLS from the first byte.

maya signs in with the password "letter". Mail to nobody@ is refused, the mailbox of full@ is full, and whoever writes to
lost@ never hears that it arrived. What arrived is told over HTTP.
"""

import asyncio
import http.server
import json
import ssl
import sys
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

plain, starttls, tls, web = (int(port) for port in sys.argv[1:5])
certificate, key = sys.argv[5:7]
letters = []


class Mailboxes:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("full@"):
            return "452 4.2.2 The mailbox is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        letters.append({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "sender": letter["From"],
            "subject": letter["Subject"],
            "id": letter["Message-ID"],
            "date": letter["Date"],
            "type": letter.get_content_type(),
            "text": letter.get_content().replace("\r\n", "\n"),
            "signed_in": session.authenticated,
            "encrypted": session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None,
        })
        if any(address.startswith("lost@") for address in envelope.rcpt_tos):
            await asyncio.sleep(3600)
        return "250 Taken for delivery"


def sign_in(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"maya", b"letter")
    return AuthResult(success=right, handled=False)


class Told(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(letters).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
boxes = Mailboxes()
common = {"hostname": "127.0.0.1", "authenticator": sign_in}
Controller(boxes, port=plain, auth_require_tls=False, **common).start()
Controller(boxes, port=starttls, tls_context=context, require_starttls=True, auth_required=True, **common).start()
Controller(boxes, port=tls, ssl_context=context, auth_require_tls=False, auth_required=True, **common).start()
http.server.HTTPServer(("127.0.0.1", web), Told).serve_forever()
