"""Real mail servers on loopback, for the tests of every package that sends or receives.

with start_imap({"smd": "fjalëkalim"}, {"smd": [raw, raw]}) as imap: … Inbox("127.0.0.1", imap.port, …)
with start_smtp() as smtp: … smtp.received[0].content
"""

import asyncio
import contextlib
import datetime as dt
import ipaddress
import ssl
import tempfile
import threading
from argparse import Namespace
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import Config, DictBackend, Identity, Login
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash


def make_certificate():
    """(server context, client context): a certificate for localhost, and a client that trusts only it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "server.pem"
        path.write_bytes(pem + secret)
        server.load_cert_chain(path)
    return server, ssl.create_default_context(cadata=pem.decode())


class ImapServer:
    """pymap in a thread. `deliver` brings a mail in, `mails` looks into a folder, `stop` takes it down."""

    def __init__(self, users, mails, tls):
        self.users, self.start_mails, self.tls = users, mails, tls
        self.server_context, self.client_context = make_certificate() if tls != "none" else (None, None)
        self.loop, self.port, self.failure = asyncio.new_event_loop(), None, None
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait(20)
        if self.failure:
            raise self.failure

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.stop()

    def deliver(self, user, raw, *, when=None, folder="INBOX"):
        return self._call(self._append(user, raw, when, folder))

    def mails(self, user, folder="INBOX"):
        """[(uid, {flags})] of a folder."""
        return self._call(self._look(user, folder))

    def stop(self):
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.stopping.set)
            self.thread.join(20)

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(20)

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_until_complete(self._serve(ready))
        except Exception as error:
            self.failure = error
            ready.set()
        finally:
            with contextlib.suppress(Exception):
                tasks = asyncio.all_tasks(self.loop)
                for task in tasks:
                    task.cancel()
                self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self.loop.close()

    async def _serve(self, ready):
        self.stopping = asyncio.Event()
        args = Namespace(proxy_protocol="noop", passlib_cfg=None, inherited_sockets=None)
        self.config = _Config(
            args, host="127.0.0.1", port=0, demo_data=False, demo_user="", demo_password="",
            ssl_context=self.server_context, tls_enabled=self.tls == "starttls", reject_dnsbl=False,
            invalid_user_sleep=0.0, hash_context=BuiltinHash(rounds=1),
        )  # fmt: skip
        self.login = Login(self.config)
        self.backend = DictBackend(self.login, self.config)
        self.config.apply_context()
        for user, password in self.users.items():
            secret = await Passwords(self.config).hash_password(password)
            await self._identity(user).set(UserMetadata(self.config, user, password=secret))
            for raw in self.start_mails.get(user, ()):
                await self._append(user, raw, None, "INBOX")
        reader = ProxyProtocolVersion.get("noop")
        callback = ProxyProtocolReader(reader).get_callback(IMAPServer(self.login, self.config))
        context = self.server_context if self.tls == "ssl" else None
        server = await asyncio.start_server(callback, "127.0.0.1", 0, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await self.stopping.wait()

    def _identity(self, user):
        return Identity(user, self.login, None, frozenset())

    async def _append(self, user, raw, when, folder):
        async with self._identity(user).new_session() as session:
            box = await session.mailbox_set.get_mailbox(folder)
            message = await box.append(AppendMessage(raw, when or dt.datetime.now(dt.UTC)))
            return message.uid

    async def _look(self, user, folder):
        async with self._identity(user).new_session() as session:
            box = await session.mailbox_set.get_mailbox(folder)
            return [(one.uid, set(map(str, one.permanent_flags))) async for one in box.messages()]


class _Config(Config):
    @property
    def greeting(self):
        return b"Server ready"


def start_imap(users, mails=None, *, tls="none"):
    """An IMAP server with these users {name: password} and mails {name: [raw]}; tls none, starttls, ssl."""
    return ImapServer(users, mails or {}, tls)


class Keeper:
    """An SMTP handler that keeps what it accepts; subclass it for a server that behaves badly."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        self.received.append(envelope)
        return "250 OK"


class Refusing(Keeper):
    """Answers one command with one line, such as ("RCPT", "550 No such user")."""

    def __init__(self, command, line):
        super().__init__()
        self.command, self.line = command, line

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.command == "MAIL":
            return self.line
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.command == "RCPT":
            return self.line
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        return self.line if self.command == "DATA" else await super().handle_DATA(server, session, envelope)


class Dropping(Keeper):
    """Takes the mail and hangs up before saying so; or hangs up already at RCPT."""

    def __init__(self, at="DATA", *, keep=True):
        super().__init__()
        self.at, self.keep = at, keep

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.at == "RCPT":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.keep:
            self.received.append(envelope)
        server.transport.abort()
        return "250 OK"


class Silent(Keeper):
    """Never answers the end of the mail."""

    async def handle_DATA(self, server, session, envelope):
        self.received.append(envelope)
        await asyncio.sleep(60)


class SmtpServer(Controller):
    """aiosmtpd in a thread; `received` are the envelopes its handler kept."""

    def __init__(self, handler, *, tls="none", users=None):
        self.server_context, self.client_context = make_certificate() if tls != "none" else (None, None)
        self.starttls, self.users = tls == "starttls", users
        super().__init__(
            handler, hostname="127.0.0.1", port=0, ssl_context=self.server_context if tls == "ssl" else None
        )

    def factory(self):
        return SMTP(
            self.handler, enable_SMTPUTF8=True, data_size_limit=60_000_000, hostname="mx.example.org",
            tls_context=self.server_context if self.starttls else None, auth_require_tls=False,
            authenticator=self._authenticate if self.users else None,
        )  # fmt: skip

    def _authenticate(self, server, session, envelope, mechanism, data):
        known = self.users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=known, handled=False)

    def _trigger_server(self):
        # The port is chosen by the system: learn it before the controller knocks at its own door.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    @property
    def received(self):
        return self.handler.received

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        with contextlib.suppress(AssertionError):
            self.stop()


def start_smtp(handler=None, *, tls="none", users=None):
    """A running SMTP server; `users` {name: password} lets these log in."""
    server = SmtpServer(handler or Keeper(), tls=tls, users=users)
    server.start()
    return server
