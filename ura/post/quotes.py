"""What the person wrote now, apart from what was written before; nothing is dropped, only parted."""

import re

WORDS_BEFORE_COLON = "|".join([
    "wrote", "shkroi", "shkruajti", "ka shkruar", r"schrieb(?:\s.*)?", "ha scritto", "έγραψε", "a écrit",
    "escribió", r"napisał\(?a?\)?", "yazdı",
])  # fmt: skip
ATTRIBUTION = re.compile(
    rf"^\s*(?:(?:On|Më|Me|Në|Ne|Am|Il|Le|El|Στις|Ο|Η|Dana|W dniu)\b.{{5,250}}?\b(?:{WORDS_BEFORE_COLON})\s*:"
    rf"|.{{0,200}}<[^<>\s]+@[^<>\s]+>.{{0,60}}?\b(?:{WORDS_BEFORE_COLON})\s*:)\s*$",
    re.IGNORECASE | re.DOTALL,
)
ORIGINAL = re.compile(
    r"^\s*[-_=]{3,}\s*(?:Original Message|Mesazhi? origjinal|Mesazhi fillestar|Ursprüngliche Nachricht"
    r"|Messaggio originale|Αρχικό μήνυμα|Message d'origine|Reply message|Mesazhi i mëparshëm)\s*[-_=]*\s*$",
    re.IGNORECASE,
)
RULE = re.compile(r"^\s*[_-]{10,}\s*$")
SENDER_LINE = re.compile(r"^\s*\*?(?:From|Nga|Von|Da|Από|De|Dërguesi)\s?:\*?\s*\S", re.IGNORECASE)
DATE_LINE = re.compile(
    r"^\s*\*?(?:Sent|Date|D[ëe]rguar(?: më)?|Data|Gesendet|Datum|Inviato|Στάλθηκε|Ημερομηνία|Envoyé)\s?:",
    re.IGNORECASE,
)
SUBJECT_LINE = re.compile(
    r"^\s*\*?(?:Subject|Subjekti|Tema|Lënda|Lenda|Titulli|Betreff|Oggetto|Θέμα|Objet)\s?:", re.IGNORECASE
)
FORWARD = re.compile(r"^\s*(?:fw|fwd|wg|pcj|përc|i|πρθ|tr)\s?:", re.IGNORECASE)

# Where mail programmes begin the history in HTML.
HTML_HISTORY = re.compile(
    r"<(?:div|blockquote|p|span)\b[^<>]{0,300}?(?:class=[\"']?(?:gmail_quote|moz-cite-prefix|yahoo_quoted|protonmail_quote)"
    r"|id=[\"']?(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|reply-intro)|type=[\"']?cite)",
    re.IGNORECASE,
)


def part_quoted(text, subject=""):
    """(new, quoted). A forwarded letter is the matter itself and stays whole; so is one all of quotation."""
    if FORWARD.match(subject):
        return text, ""
    lines = text.split("\n")
    cut = _history_starts(lines)
    if cut is None:
        return text, ""
    new, rest = lines[:cut], lines[cut:]
    own = [number for number, line in enumerate(rest) if line.strip() and not line.lstrip().startswith(">")]
    marked = [number for number, line in enumerate(rest) if line.lstrip().startswith(">")]
    if marked and own and own[-1] > marked[-1]:
        # They answered below. Between the quotations we cannot part it without tearing question from answer.
        if any(marked[0] < number < marked[-1] for number in own):
            return text, ""
        new, rest = new + rest[marked[-1] + 1 :], rest[: marked[-1] + 1]
    new, rest = "\n".join(new).strip("\n"), "\n".join(rest).strip("\n")
    return (new, rest) if new.strip() else (text, "")


def _history_starts(lines):
    trailing = _trailing_marks(lines)
    for number, line in enumerate(lines):
        if number == trailing:
            return number
        if not line or len(line) > 400:
            continue
        if ORIGINAL.match(line):
            return number
        if SENDER_LINE.match(line) and _header_block(lines[number + 1 : number + 6]):
            return number - 1 if number and RULE.match(lines[number - 1]) else number
        if _attribution(lines, number):
            return number
    return None


def _attribution(lines, number):
    joined = lines[number]
    for extra in range(3):
        if joined.rstrip().endswith(":") and ATTRIBUTION.match(joined):
            return True
        if number + extra + 1 >= len(lines) or len(joined) > 400 or not lines[number + extra + 1].strip():
            return False
        if not extra and not re.match(r"\s*(?:On|Më|Me|Në|Ne|Am|Il|Le|El|Στις|Ο|Η)\b", joined, re.IGNORECASE):
            return False
        joined += " " + lines[number + extra + 1].strip()
    return False


def _header_block(following):
    return all(any(sign.match(line[:200]) for line in following) for sign in (DATE_LINE, SUBJECT_LINE))


def _trailing_marks(lines):
    """Where a last block of '>' lines begins, if the letter ends with one or is opened by one."""
    start = None
    for number in range(len(lines) - 1, -1, -1):
        stripped = lines[number].lstrip()
        if stripped.startswith(">"):
            start = number
        elif stripped:
            break
    if start is None:
        first = next((number for number, line in enumerate(lines) if line.strip()), None)
        return first if first is not None and lines[first].lstrip().startswith(">") else None
    return start
