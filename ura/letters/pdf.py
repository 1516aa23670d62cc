"""Letters and receipts as tagged PDF (PDF/UA-1).

Words reach the page as data, never as markup: an asterisk or a hash in a letter stays an asterisk or a hash.
"""

import json
import re
from pathlib import Path

from .albanian import date_in_text, number_line, place_and_date
from .defaults import fixed_words
from .glyphs import BOX, printable, unprintable
from .texts import tidy

PAGES = Path(__file__).parent / "typst"
_ITEM = re.compile(r"\s*(?:[-–—•*]|(\d{1,3})[.)])\s+(?=\S)")
_CANNOT = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_BEYOND_LATIN = re.compile("[^\n\u0020-\u024f\u2010-\u2027□]")


def letter_pdf(*, letter, translation=None):
    """The letter as it will be printed; a translation follows on a page of its own in the same file."""
    letters = [letter] if translation is None else [letter, translation]
    data = {
        "title": f"{number_line(letter.number, letter.language)} – {letter.subject}"
        if letter.number
        else letter.subject,
        "author": f"{letter.office.municipality}, {letter.office.name}",
        "letters": [_letter(each) for each in letters],
    }
    return _compile("letter.typ", data)


def receipt_pdf(*, receipt, paper="a5"):
    """The receipt of registration, on A5 (`a5`) or on a roll of 80 mm (`roll`)."""
    words = fixed_words(receipt.language)
    due = [date_in_text(receipt.due_on, receipt.language), receipt.legal_basis] if receipt.due_on else []
    facts = [
        (words["received"], [date_in_text(receipt.received_on, receipt.language)]),
        (words["about"], [receipt.subject]),
        (
            words["focal_point"],
            [receipt.focal_point_name, receipt.focal_point_phone, receipt.focal_point_email],
        ),
        (words["due"], due),
        (words["answered"], tidy(receipt.answer).split("\n")),
    ]
    shown = [(label, [row for row in rows if row]) for label, rows in facts]
    data = {
        "title": f"{words['receipt']} {receipt.number}",
        "author": f"{receipt.office.municipality}, {receipt.office.name}",
        "language": receipt.language,
        "paper": paper,
        "words": words,
        "office": _office(receipt.office, words),
        "number": receipt.number,
        "facts": [row for row in shown if row[1]],
        "code": receipt.follow_up_code,
        "follow": receipt.follow_up_url,
        "steps": list(receipt.steps) or (words["steps"] if receipt.follow_up_code else []),
    }
    return _compile("receipt.typ", data)


def listing_pdf(*, office, title, intro, sections, language="sq"):
    """Facts under headings: `sections` are (title, note, [(title, [(label, value)])])."""
    words = fixed_words(language)
    data = {
        "title": title,
        "author": f"{office.municipality}, {office.name}",
        "language": language,
        "words": words,
        "office": _office(office, words),
        "intro": list(intro),
        "sections": [
            {
                "title": heading,
                "note": note,
                "parts": [
                    {"title": name, "facts": [(label, str(value).split("\n")) for label, value in facts]}
                    for name, facts in parts
                ],
            }
            for heading, note, parts in sections
        ],
    }
    return _compile("listing.typ", data)


def blocks(body):
    """A body as paragraphs and lists, in order."""
    pieces = []
    for paragraph in tidy(body).split("\n\n"):
        piece = None
        for line in paragraph.split("\n"):
            marker = _ITEM.match(line)
            kind = "paragraph" if marker is None else "numbers" if marker[1] else "list"
            if marker is None and piece and piece["kind"] != "paragraph":
                piece["rows"][-1].append(line.strip())  # an item goes on in the next line
            elif piece and piece["kind"] == kind == "paragraph":
                piece["rows"].append(line.strip())
            elif piece and piece["kind"] == kind:
                piece["rows"].append([line[marker.end() :]])
            else:
                row = line.strip() if marker is None else [line[marker.end() :]]
                piece = {"kind": kind, "rows": [row], "start": int(marker[1]) if marker and marker[1] else 1}
                pieces.append(piece)
    return [piece for piece in pieces if any(piece["rows"])]


def _letter(letter):
    words = fixed_words(letter.language)
    hands = [(words["drafted"], letter.drafted_by), (words["approved"], letter.approved_by)]
    hands = [hand for hand in hands if hand[1]]
    signatory = letter.signatory
    return {
        "language": letter.language,
        "words": words,
        "office": _office(letter.office, words),
        "number_line": number_line(letter.number, letter.language),
        "place_and_date": place_and_date(letter.office.place, letter.on, letter.language),
        "addressee": [row for row in letter.addressee if row],
        "subject": " ".join(letter.subject.split()),
        "body": blocks(letter.body),
        "signatory": signatory
        and {"function": signatory.function, "name": signatory.name, "on_behalf": signatory.on_behalf},
        "sealed": letter.sealed,
        "draft": letter.draft,
        "annexes": list(letter.annexes),
        "copies": list(letter.copies),
        "hands": hands,
        "unsigned": signatory is None and not letter.draft,
    }


def _office(office, words):
    phone = f"{words['phone']} {office.phone}" if office.phone else ""
    contacts = [row for row in (office.address, phone, office.email, office.website) if row]
    return {
        "municipality": office.municipality,
        "name": office.name,
        "extra": [row for row in office.extra if row],
        "contacts": contacts,
    }


def _compile(page, data):
    # Imported late: a process that renders and then forks leaves its child hanging.
    import typst

    def render(words):
        inputs = {"data": json.dumps(words)}
        return typst.compile(
            PAGES / page, root=PAGES, sys_inputs=inputs, pdf_standards=["ua-1"], ignore_system_fonts=True
        )

    lacking = []
    safe = _each(data, lambda text: lacking.extend(unprintable(text)) or printable(text))
    for _attempt in range(20):
        try:
            return render({**safe, "missing": bool(lacking)})
        except typst.TypstError as error:
            # Each sign has its glyph, but not every sequence of them has one.
            if not (found := _CANNOT.search(str(error))):
                raise
            lacking.append(_unescaped(found[1]))
            safe = _each(safe, lambda text: text.replace(lacking[-1], BOX))
    return render({**_each(safe, lambda text: _BEYOND_LATIN.sub(BOX, text)), "missing": True})


def _each(data, change):
    """The same data with every string changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {name: _each(value, change) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_each(value, change) for value in data]
    return data


def _unescaped(shown):
    text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), shown)
    return re.sub(r"\\(.)", r"\1", text)
