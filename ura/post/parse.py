"""A raw mail as Ura understands it. `read_mail` answers whatever bytes it is given."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from ura.core.charsets import clean, clean_line, to_text

from .addresses import addresses, message_id, message_ids
from .html import tidy, words_of
from .mime import Reader, extension_for
from .quotes import HTML_HISTORY, part_quoted
from .recognise import recognise

MAX_SUBJECT = 500
MAX_TEXT = 1_000_000
MAX_ATTACHMENTS = 100
MAX_REFERENCES = 200
# They prove the mail's origin to a mail programme and are no papers of the matter; the raw mail keeps them.
SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
WORDS = ("text/plain", "text/html", "text/enriched", "text/markdown", "text/x-amp-html", "text/watch-html")


@dataclass(slots=True)
class Attachment:
    """A file as it was sent; what it really is, `ura.core.uploads` finds out."""

    name: str
    content_type: str
    content: bytes
    inline: bool = False


@dataclass(slots=True)
class ParsedMail:
    """What a mail says about itself. Nothing in it is proven: anyone can write any header."""

    size: int
    message_id: str | None = None
    references: list = field(default_factory=list)
    from_name: str = ""
    from_address: str | None = None
    reply_to: str | None = None
    to: list = field(default_factory=list)
    cc: list = field(default_factory=list)
    delivered_to: list = field(default_factory=list)
    subject: str = ""
    sent_at: datetime | None = None
    arrived_at: datetime | None = None  # as the mail's own stamps say; a mail server asked knows it better
    text: str = ""
    quoted: str = ""
    attachments: list = field(default_factory=list)
    too_many_attachments: bool = False
    problems: list = field(default_factory=list)
    kind: str = "message"  # message, auto_reply, bounce, loop, empty
    reason: str = ""
    certain: bool = True
    bounced_message_id: str | None = None
    bounce_status: str | None = None
    bounced_address: str | None = None

    @property
    def answer_to(self):
        return self.reply_to or self.from_address


def read_mail(raw, *, own_addresses=frozenset(), loop_mark=None):
    """Read a mail; `own_addresses` are the office's mailboxes, `loop_mark` is on all that this office sends.

    Without a mark any mail that Ura sent counts as a loop. With it, letters between two offices are letters.
    """
    raw = bytes(raw)
    reader, mail = Reader(raw), ParsedMail(size=len(raw))
    try:
        _fill(mail, reader, own_addresses, loop_mark)
    except Exception:  # whatever it was, the mail still reaches a person, as raw words
        reader.problem("unreadable")
        mail.text = mail.text or tidy(to_text(raw[:MAX_TEXT])[0])
    mail.problems = reader.problems
    return mail


def canonical_bytes(mail):
    """Sender, subject, words and papers, without what a second delivery changes (headers, line ends)."""
    letter = " ".join(mail.text.split()), " ".join(mail.quoted.split())
    papers = [hashlib.sha256(attachment.content).hexdigest() for attachment in mail.attachments]
    return "\0".join([mail.from_address or "", mail.subject, *letter, *papers]).encode()


def fingerprint(mail):
    """Two mails with one Message-ID are the same mail only if this is the same too."""
    return hashlib.sha256(canonical_bytes(mail)).digest()


def _fill(mail, reader, own_addresses, loop_mark):
    root = reader.root()
    _envelope(mail, root, reader)
    found = _Contents(reader)
    body = _joined(found, found.gather(root))
    new, quoted = part_quoted(body, mail.subject)
    if found.history:
        quoted = f"{quoted}\n\n{found.history}".strip()
        # All of it was history to the mail programme: then that is what they wanted us to read.
        new, quoted = (new, quoted) if new.strip() else (quoted, "")
    mail.attachments, mail.too_many_attachments = found.attachments, found.too_many
    if len(new) + len(quoted) > MAX_TEXT:
        reader.problem("long_text")
        whole = f"{new}\n\n{quoted}".encode()
        mail.attachments.append(Attachment("teksti-i-plote.txt", "text/plain", whole))
        new, quoted = new[:MAX_TEXT], quoted[: max(0, MAX_TEXT - len(new))]
    mail.text, mail.quoted = new, quoted
    for name, value in vars_of(recognise(root, mail, own_addresses=own_addresses, loop_mark=loop_mark)):
        setattr(mail, name, value)


def vars_of(recognised):
    return [(name, getattr(recognised, name)) for name in recognised.__slots__]


def _envelope(mail, root, reader):
    senders = [pair for value in root.headers.get("from", ()) for pair in addresses(value)]
    usable = [pair for pair in senders if pair[1]]
    if usable:
        mail.from_name, mail.from_address = usable[0]
    elif senders:
        mail.from_name = senders[0][0]
    if not usable:
        reader.problem("bad_sender" if senders else "no_sender")
    if len({address for _name, address in usable}) > 1:
        # Which of them is the person is for an officer to say, not for us to pick.
        reader.problem("several_senders")
    mail.reply_to = next(iter(_addresses(root, "reply-to")), None)
    mail.to, mail.cc = _addresses(root, "to"), _addresses(root, "cc")
    mail.delivered_to = _addresses(root, "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
    mail.subject = clean_line(root.first("subject"), MAX_SUBJECT)
    mail.message_id = message_id(root.first("message-id"))
    if not mail.message_id:
        reader.problem("no_message_id")
    ancestors = " ".join([*root.every("references"), *root.every("in-reply-to")])
    mail.references = message_ids(ancestors)[-MAX_REFERENCES:]
    mail.sent_at = _moment(root.first("date"), reader)
    mail.arrived_at = _arrival(root, mail.sent_at)
    if root.first("x-spam-flag").strip().lower() == "yes":
        reader.problem("marked_spam")


def _addresses(root, *names):
    found = [pair[1] for name in names for value in root.headers.get(name, ()) for pair in addresses(value)]
    return list(dict.fromkeys(address for address in found if address))


def _moment(text, reader):
    if not text:
        reader.problem("no_date")
        return None
    moment = _moment_in(text)
    if moment is None:
        reader.problem("bad_date")
    return moment


def _moment_in(text):
    try:
        moment = parsedate_to_datetime(text[:200])
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        return moment if 1990 <= moment.year < 2100 else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _arrival(root, sent_at):
    """When the last server took it, whose stamp stands on top (RFC 5321, 4.4); without one, when it was sent.

    None when it would have arrived a day before it was sent: one of the two is wrong.
    """
    taken = _moment_in(root.first("received").rpartition(";")[2].strip())
    if taken and sent_at and taken < sent_at - timedelta(days=1):
        return None
    return taken or sent_at


class _Contents:
    """Goes through the parts: words to read, papers to keep."""

    def __init__(self, reader):
        self.reader, self.attachments, self.too_many, self.history = reader, [], False, ""

    def gather(self, part):
        """[(is it HTML?, words)] of this part; papers are put aside on the way."""
        if part.kind == "multipart/alternative" and part.children:
            return self._best([self.gather(child) for child in part.children])
        if part.children:
            return [words for child in part.children for words in self.gather(child)]
        if part.kind in WORDS and part.disposition != "attachment" and not part.filename:
            words, as_declared = part.text()
            if not as_declared:
                self.reader.problem("wrong_charset")
            return [(part.kind.endswith("html"), words)] if words.strip() else []
        if part.kind.startswith("multipart/") or part.kind in SIGNATURES:
            return []
        self._keep(part)
        return []

    def _best(self, versions):
        """Plain words, unless they only say that there is a better version."""
        plain = [words for version in versions for words in version if not words[0]]
        pages = [words for version in versions for words in version if words[0]]
        if plain and pages and len(plain[0][1]) < 200 and len(pages[0][1]) > 2_000:
            return pages if len(words_of(pages[0][1])) > 3 * len(plain[0][1]) + 200 else plain
        return plain or pages

    def _keep(self, part):
        content = part.bytes()
        if not content and not part.filename:
            return
        if len(self.attachments) >= MAX_ATTACHMENTS:
            self.too_many = True
            self.reader.problem("too_many_attachments")
            return
        name = part.filename or self._name_for(part, content)
        inline = part.disposition == "inline" or "content-id" in part.headers
        self.attachments.append(Attachment(name, part.kind, content, inline))

    def _name_for(self, part, content):
        if part.kind == "message/rfc822":
            subject = Reader(content[:20_000]).root().first("subject")
            return (re.sub(r'[\\/:*?"<>|]', " ", clean_line(subject, 100)).strip(" .") or "mesazh") + ".eml"
        return f"bashkelidhje-{len(self.attachments) + 1}{extension_for(part.kind)}"


def _joined(found, pieces):
    """One text of all the pieces, without an HTML copy of what was already said in plain words."""
    texts = []
    for is_page, words in pieces:
        if is_page:
            cut = HTML_HISTORY.search(words)
            text = words_of(words[: cut.start()]) if cut else words_of(words)
            history = words_of(words[cut.start() :]) if cut else ""
            if any(_same(history, text, said) for said in texts):
                continue
            found.history = f"{found.history}\n\n{history}".strip()
        else:
            text = tidy(words.replace("\r\n", "\n").replace("\r", "\n"))
        if text:
            texts.append(text)
    return clean("\n\n".join(texts))


def _same(history, text, said):
    return bool(text) and re.sub(r"[\W_]", "", text + history) == re.sub(r"[\W_]", "", said)
