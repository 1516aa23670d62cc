"""An office's mailbox over IMAP: new mails by UID, marked only when they are safely ours."""

import contextlib
import imaplib
import re
import socket
import ssl
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from django.utils.translation import gettext as _
from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
from imap_tools.utils import encode_folder

MAX_SIZE = 50_000_000
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LOOPBACK = ("localhost", "127.0.0.1", "::1")
INTERNAL_DATE = re.compile(rb'INTERNALDATE "([ \d]\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"')


class MailServerDown(Exception):
    """The server could not be reached or spoke nonsense; later it may work. `str()` is a sentence."""

    def __init__(self, reason, detail=""):
        self.reason, self.detail = reason, detail
        super().__init__(reason, detail)

    def __str__(self):
        return {
            "unknown_host": _("The mail server's name is not known. Check the name in the mailbox settings."),
            "refused": _("The mail server refuses the connection. Check its name and port."),
            "timeout": _("The mail server does not answer. It will be tried again."),
            "certificate": _("The mail server's certificate is not valid. Ask the people who run the server."),
            "encryption": _("The mail server does not offer this kind of encryption. Check the settings."),
            "unprotected": _("Without encryption only a mail server on this same machine can be used."),
            "no_folder": _("The mailbox has no such folder. Check the folder in the mailbox settings."),
        }.get(self.reason, _("The connection to the mail server broke. It will be tried again."))


class MailLoginRefused(Exception):
    """The server answers and does not accept the user or the password: only a person can help."""

    def __str__(self):
        return _("The mail server does not accept the user name or the password of this mailbox.")


class Fetched(NamedTuple):
    """A mail as the server holds it; of one above the limit only the headers."""

    raw: bytes
    arrived_at: datetime | None
    size: int
    oversized: bool = False


class Inbox:
    """`with Inbox(…) as inbox:` logs in and opens the folder; nothing is marked by reading."""

    def __init__(
        self, host, port, user, password, *, tls="ssl", folder="INBOX", timeout=30, context=None,
        limit=MAX_SIZE,
    ):  # fmt: skip
        self.host, self.port, self.user, self.password = host, port, user, password
        self.tls, self.folder, self.timeout, self.limit = tls, folder, timeout, limit
        self.context, self.box = context, None

    def __enter__(self):
        with _server_troubles():
            try:
                self.box = self._connect()
                self._login()
                self.box.folder.set(self.folder)
                # When this number changes, the server has given all its mails new UIDs.
                self.uidvalidity = int(self.box.client.untagged_responses.get("UIDVALIDITY", [b"0"])[-1])
            except BaseException:
                self.close()
                raise
        return self

    def __exit__(self, *_exception):
        self.close()

    def close(self):
        if self.box is not None:
            with contextlib.suppress(Exception):  # a lost connection needs no farewell
                self.box.client.logout()
            with contextlib.suppress(Exception):
                self.box.client.shutdown()
            self.box = None

    def new_uids(self, after_uid=0):
        """The UIDs above the last one taken, oldest first."""
        with _server_troubles():
            found = self.box.uids(f"UID {after_uid + 1}:*", charset=None)
        # «*» is the last mail even when that is an old one (RFC 3501, 6.4.8).
        return sorted(uid for uid in map(int, found) if uid > after_uid)

    def unread_or_since(self, day):
        """The UIDs of what nobody has opened, whatever its age, and of what arrived since that day; oldest first."""
        since = f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year}"
        with _server_troubles():
            return sorted(map(int, self.box.uids(f"OR UNSEEN SINCE {since}", charset=None)))

    def fetch_raw(self, uid):
        """The mail's bytes and when it arrived, or None if somebody has deleted it meanwhile."""
        with _server_troubles():
            about = self._fetch(uid, "(UID RFC822.SIZE INTERNALDATE)")
            size = re.search(rb"RFC822\.SIZE (\d+)", about[0])
            if not size:
                return None
            size = int(size[1])
            oversized = size > self.limit
            body = self._fetch(uid, "(UID BODY.PEEK[HEADER])" if oversized else "(UID BODY.PEEK[])")[1]
            if body is None:
                return None
            return Fetched(body, _arrival(about[0]), size, oversized)

    def mark_done(self, uid, move_to=""):
        """After the commit: seen, and out of the way if the office wants it so."""
        with _server_troubles():
            # Not imap-tools' flag(): it expunges, and would destroy what a person has marked for deletion.
            self._ok(self.box.client.uid("STORE", str(uid), "+FLAGS", r"(\Seen)"))
            # A server without MOVE copies and expunges: there the mail stays where it is, seen.
            if move_to and self.can_move:
                if not self.box.folder.exists(move_to):
                    self.box.folder.create(move_to)
                self._ok(self.box.client.uid("MOVE", str(uid), encode_folder(move_to)))

    def _connect(self):
        if self.tls == "none":
            # A password never crosses a network in clear.
            if self.host not in LOOPBACK:
                raise MailServerDown("unprotected")
            return MailBoxUnencrypted(self.host, self.port, self.timeout)
        context = self.context or ssl.create_default_context()
        kind = MailBox if self.tls == "ssl" else MailBoxStartTls
        return kind(self.host, self.port, timeout=self.timeout, ssl_context=context)

    def _login(self):
        if any(ord(letter) < 32 for letter in self.user + self.password):
            raise MailLoginRefused
        login = self.box.login if (self.user + self.password).isascii() else self.box.login_utf8
        try:
            login(self.user, self.password, initial_folder=None)
        except (MailboxLoginError, imaplib.IMAP4.error) as error:
            if isinstance(error, imaplib.IMAP4.abort) or "UNAVAILABLE" in str(error):
                raise MailServerDown("closed", str(error)) from error
            raise MailLoginRefused(str(error)) from error
        # Many servers say what they can do only to those who are in.
        self.can_move = b"MOVE" in self._ok(self.box.client.capability())[-1].upper().split()

    def _fetch(self, uid, what):
        """(all the lines in one, the literal if there was one) of the answer about one mail."""
        answer = self._ok(self.box.client.uid("FETCH", str(uid), what))
        lines, literal = b"", None
        for item in answer:
            if isinstance(item, tuple):
                lines, literal = lines + item[0], item[1]
            elif item:
                lines += item
        return lines, literal

    @staticmethod
    def _ok(answer):
        status, data = answer
        if status != "OK":
            raise MailServerDown("protocol", str(data)[:200])
        return data


def _arrival(line):
    found = INTERNAL_DATE.search(line)
    if not found:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = (part.decode() for part in found.groups())
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    month = imaplib.Mon2num.get(month.capitalize().encode(), 1)
    try:
        moment = datetime(int(year), month, int(day), int(hour), int(minute), int(second))  # noqa: DTZ001
        return moment.replace(tzinfo=timezone(offset)).astimezone(UTC)
    except ValueError:
        return None


@contextlib.contextmanager
def _server_troubles():
    """Every way a connection can fail, as one of our two exceptions."""
    try:
        yield
    except (MailServerDown, MailLoginRefused):
        raise
    except MailboxFolderSelectError as error:
        raise MailServerDown("no_folder", str(error)[:200]) from error
    except ssl.SSLCertVerificationError as error:
        raise MailServerDown("certificate", str(error)[:200]) from error
    except ssl.SSLError as error:
        raise MailServerDown("encryption", str(error)[:200]) from error
    except socket.gaierror as error:
        raise MailServerDown("unknown_host", str(error)[:200]) from error
    except TimeoutError as error:
        raise MailServerDown("timeout") from error
    except ConnectionRefusedError as error:
        raise MailServerDown("refused", str(error)[:200]) from error
    except imaplib.IMAP4.error as error:
        code = "encryption" if "TLS" in str(error).upper() else "closed"
        raise MailServerDown(code, str(error)[:200]) from error
    except (OSError, EOFError, ImapToolsError, ValueError, KeyError, IndexError) as error:
        raise MailServerDown("closed", str(error)[:200]) from error
