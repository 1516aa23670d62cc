"""Who wrote, to whom, and in answer to what: addresses and message ids out of header lines."""

import hashlib
import re

from ura.core.charsets import clean_line, header_text

LOCAL = re.compile(r"[^\s@<>\"(),:;\\\[\]\x00-\x20\x7f]{1,64}")
DOMAIN = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
MESSAGE_ID = re.compile(r"<([^<>]{1,2000})>")
MAX_ADDRESSES = 200
MAX_ID = 250


def normal_address(text):
    """The address in small letters, or None when no mail can go there."""
    local, at, domain = text.strip().strip("'").rpartition("@")
    local = local.strip()
    if local.startswith('"') and local.endswith('"') and len(local) > 2:
        local = local[1:-1]
    if not at or not LOCAL.fullmatch(local):
        return None
    domain = domain.strip().rstrip(".").lower()
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return f"{local.lower()}@{domain}" if DOMAIN.fullmatch(domain) else None


def addresses(value):
    """[(name, address or None)] of one raw header line: names may hide commas inside RFC 2047."""
    return [_one(piece) for piece in _pieces(header_raw(value))[:MAX_ADDRESSES] if piece.strip()]


def header_raw(value):
    return value.decode("utf-8", "replace") if b"=?" in value and value.isascii() else header_text(value)


def message_ids(text):
    """Every id named in a line, without brackets, in order and once."""
    found = MESSAGE_ID.findall(text) or [word for word in text.split() if "@" in word]
    ids = (_normal_id(candidate) for candidate in found)
    return list(dict.fromkeys(one for one in ids if one))


def message_id(text):
    """The mail's own id; programmes forget its brackets, and some its @."""
    found = message_ids(text)
    return found[0] if found else _normal_id(text.partition("<")[0] or text.strip("<>"))


def _normal_id(text):
    text = clean_line("".join(text.split())).strip("<>")
    if len(text) > MAX_ID:
        return f"sha256-{hashlib.sha256(text.encode()).hexdigest()}@too-long.invalid"
    return text or None


def _pieces(text):
    """Split at commas that are in no quotes, brackets or comments."""
    pieces, start, quoted, depth, angle, skip = [], 0, False, 0, False, False
    for at, letter in enumerate(text):
        if skip:
            skip = False
        elif letter == "\\":
            skip = True
        elif letter == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth = max(0, depth - 1)
        elif letter in "<>":
            angle = letter == "<"
        elif letter in ",;" and not depth and not angle:
            pieces.append(text[start:at])
            start = at + 1
    pieces.append(text[start:])
    # An open quote swallows everything: then the commas alone decide.
    return text.split(",") if quoted and len(pieces) == 1 else pieces


def _one(piece):
    left, right = piece.rfind("<"), piece.rfind(">")
    if left >= 0:
        name, address = piece[:left], piece[left + 1 : right if right > left else None]
    else:
        comment = re.search(r"\(([^()]*)\)", piece)
        name = comment[1] if comment else ""
        address = re.sub(r"\([^()]*\)", " ", piece)
        if "@" not in address:
            name = name or address
        elif len(address.split()) > 1:
            words = address.split()
            address = next(word for word in words if "@" in word)
            name = name or " ".join(word for word in words if word != address)
    # "Group: a@example.org, b@example.org;" begins with a name that is nobody's.
    address = address.rpartition(":")[2] if left < 0 else address
    name = name.strip()
    if name[:1] == name[-1:] == '"' and len(name) > 1:
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return clean_line(header_text(name), 200).strip("\"'"), normal_address(header_text(address))
