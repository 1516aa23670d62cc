"""The parts of a raw mail, found in its bytes without copying them.

The standard library builds a tree line by line: a 100 MB mail costs it several times that in memory, and a
thousand nested parts end in a RecursionError. Here parts are positions in the one buffer, with limits.
"""

import binascii
import mimetypes
import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from ura.core.charsets import clean_line, from_base64, header_text, to_text

MAX_DEPTH = 20
MAX_PARTS = 1_000
MAX_HEADERS = 500
MAX_HEADER_BLOCK = 1_000_000
MAX_VALUE = 64_000

BLANK_LINE = re.compile(rb"\n\r*\n|\r\r(?!\n)")
NEWLINE = re.compile(rb"\r*\n|\r")
FIELD_NAME = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
SNIFFED_BOUNDARY = re.compile(
    rb"(?:^|[\r\n])--([^\s-][^\r\n]{0,80}?)[ \t]*\r*\n(?:[!-9;-~]+:[^\r\n]*\r*\n)*?content-", re.I
)


@dataclass(slots=True)
class Part:
    """One part of a mail: its headers, and where in the buffer its content lies."""

    raw: bytes
    start: int
    end: int
    headers: dict = field(default_factory=dict)
    kind: str = "text/plain"
    parameters: dict = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    children: list = field(default_factory=list)

    def first(self, name):
        """The header's first value in words, or an empty text."""
        values = self.headers.get(name)
        return header_text(values[0]) if values else ""

    def every(self, name):
        return [header_text(value) for value in self.headers.get(name, ())]

    def bytes(self):
        """The content with its transfer encoding undone."""
        body = memoryview(self.raw)[self.start : self.end]
        encoding = self.first("content-transfer-encoding").strip().lower()
        if encoding == "base64":
            return _base64_or_as_is(body, text=self.kind.startswith("text/"))
        if encoding == "quoted-printable":
            return binascii.a2b_qp(body)
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _from_uu(bytes(body))
        return bytes(body)

    def text(self):
        """(words, as declared?) of a part that is text."""
        return to_text(self.bytes(), self.parameters.get("charset"))

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


class Reader:
    """Reads one mail; `problems` says what was wrong with it."""

    def __init__(self, raw):
        self.raw, self.parts, self.problems = raw, 0, []

    def problem(self, code):
        if code not in self.problems:
            self.problems.append(code)

    def root(self):
        start = 0
        while self.raw[start : start + 1] in (b"\r", b"\n", b"\xef", b"\xbb", b"\xbf") and start < 1000:
            start += 1
        return self.part(start, len(self.raw), depth=0, default="text/plain")

    def part(self, start, end, *, depth, default):
        self.parts += 1
        headers, start, raw = self._headers(start, end)
        if raw is not self.raw:
            end = len(raw)
        part = Part(raw, start, end, headers)
        _describe(part, default)
        if part.kind.startswith("multipart/"):
            if depth >= MAX_DEPTH:
                self.problem("too_deep")
                part.kind = "application/octet-stream"
            else:
                self._children(part, depth)
        return part

    def _children(self, part, depth):
        outer, self.raw = self.raw, part.raw
        default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
        boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
        spans = list(self._spans(part, boundary)) if boundary else []
        if not spans:
            self.problem("broken_boundary")
            window = max(part.start - 1, 0), min(part.end, part.start + 200_000)
            found = SNIFFED_BOUNDARY.search(part.raw, *window)
            spans = list(self._spans(part, found[1])) if found else []
        if not spans:
            part.kind = "text/plain"
        for start, end in spans:
            part.children.append(self.part(start, end, depth=depth + 1, default=default))
        self.raw = outer

    def _spans(self, part, boundary):
        """From delimiter to delimiter; a missing last one is the end of the mail."""
        raw, mark, opened, position, count = part.raw, b"--" + boundary, None, part.start, self.parts
        while count < MAX_PARTS:
            at = raw.find(mark, position, part.end)
            if at < 0:
                break
            position = after = at + len(mark)
            if at > part.start and raw[at - 1] not in b"\r\n":
                continue
            closing = raw[after : after + 2] == b"--"
            after += 2 * closing
            line_end = NEWLINE.search(raw, after, min(part.end, after + 200))
            rest = raw[after : line_end.start() if line_end else min(part.end, after + 200)]
            if rest.strip(b" \t"):
                continue
            if opened is not None:
                count += 1
                yield opened, max(opened, _before_newline(raw, at))
            if closing:
                return
            opened = position = line_end.end() if line_end else part.end
        else:
            self.problem("too_many_parts")
        if opened is not None and opened < part.end:
            self.problem("missing_end")
            yield opened, part.end

    def _headers(self, start, end):
        """({name: [values]}, where the content starts, in which buffer)."""
        raw = self.raw
        if raw[start : start + 1] in (b"\n", b"\r"):
            return {}, NEWLINE.match(raw, start).end(), raw
        blank = BLANK_LINE.search(raw, start, end)
        stop, body = (blank.start(), blank.end()) if blank else (end, end)
        if stop - start > MAX_HEADER_BLOCK:
            self.problem("huge_headers")
        block = raw[start : min(stop, start + MAX_HEADER_BLOCK)]
        block = block.replace(b"\r\n", b"\n")
        lines = NEWLINE.split(block) if b"\r" in block else block.split(b"\n")
        fields = []
        for number, line in enumerate(lines):
            if line[:1] in (b" ", b"\t") and fields:
                fields[-1][1].append(line)
            elif FIELD_NAME.match(line):
                name, _, value = line.partition(b":")
                fields.append((name.strip().lower().decode("ascii"), [value]))
            elif not line or line.startswith((b"From ", b">From ")):
                continue
            elif fields and number + 1 < len(lines) and FIELD_NAME.match(lines[number + 1]):
                self.problem("broken_headers")
                fields[-1][1].append(b" " + line)
            else:
                # No header and no empty line: the letter began without one.
                self.problem("broken_headers")
                rest = b"\n".join(lines[number:]) + raw[stop:end]
                return self._folded(fields), 0, rest
        return self._folded(fields), body, raw

    def _folded(self, fields):
        headers = {}
        for name, lines in fields[:MAX_HEADERS]:
            value = b"".join(lines).strip()
            if len(value) > MAX_VALUE:
                self.problem("huge_headers")
                # The last ones are the nearest ancestors of this mail, the first is the root of the thread.
                value = value[:2_000] + b" " + value[-60_000:] if name == "references" else value[:MAX_VALUE]
            headers.setdefault(name, []).append(value)
        return headers


def parameters(value):
    """'a/b; x=1; name*0*=…' → ('a/b', {'x': '1', 'name': '…'}), RFC 2231 and its imitations included."""
    head, found, pieces = value.partition(";")[0].strip().lower(), {}, {}
    for match in PARAMETER.finditer(value[:MAX_VALUE]):
        key, text = match[1].lower(), match[2].strip()
        if text.startswith('"'):
            text = re.sub(r'\\(["\\])', r"\1", text[1:].removesuffix('"'))
        name, star, number = key.partition("*")
        if not star:
            found.setdefault(name, text)
        else:
            encoded = number.endswith("*") or not number
            digits = number.rstrip("*")
            place = int(digits) if digits.isdecimal() and len(digits) < 5 else 0
            pieces.setdefault(name, []).append((place, encoded, text))
    for name, parts in pieces.items():
        found[name] = _joined(sorted(parts, key=lambda piece: piece[0]))
    return head, found


def _joined(parts):
    charset, data = "", b""
    for position, (_number, encoded, text) in enumerate(parts):
        if encoded and position == 0 and text.count("'") >= 2:
            charset, _language, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return to_text(data, charset)[0]


def _describe(part, default):
    head, part.parameters = parameters(part.first("content-type"))
    part.kind = head if re.fullmatch(r"[\w.+-]+/[\w.+-]+", head) else default
    disposition, extra = parameters(part.first("content-disposition"))
    part.disposition = disposition
    part.filename = clean_line(header_text(extra.get("filename") or part.parameters.get("name") or ""), 255)


def extension_for(kind):
    """The ending a nameless attachment gets from its declared type."""
    if kind in ("message/rfc822", "message/global"):
        return ".eml"
    return mimetypes.guess_extension(kind) or ".bin"


def _before_newline(raw, at):
    if raw[at - 1 : at] == b"\n":
        at -= 1
    return at - 1 if raw[at - 1 : at] == b"\r" else at


def _base64_or_as_is(body, *, text):
    # Text labelled base64 that was never encoded: spaces between words give it away.
    if text and len(re.findall(rb"[ ,.?]", bytes(body[:2000]))) * 20 > min(len(body), 2000):
        return bytes(body)
    return from_base64(body)


def _from_uu(body):
    out = []
    for line in NEWLINE.split(body):
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            return body
    return b"".join(out)
