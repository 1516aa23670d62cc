"""What is written on an office's papers, before it becomes a PDF: plain values, no rows of the database."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Whose paper it is: the head and the foot, in the language of the letter."""

    municipality: str  # Bashkia Tiranë
    name: str  # Struktura për Migracionin dhe Diasporën
    place: str  # Tiranë: stands before the date
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    extra: tuple[str, ...] = ()  # further lines of the office's own letterhead


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs, by function; `on_behalf` says for whom, when the function is exercised for another."""

    function: str
    name: str
    on_behalf: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter in one language, every word decided."""

    office: Letterhead
    subject: str
    body: str  # paragraphs parted by an empty line; lines that begin with "- " or "1. " are lists
    language: str = "sq"
    number: str = ""  # 123/2026; empty leaves a line to write on
    on: datetime.date | None = None
    addressee: tuple[str, ...] = ()
    signatory: Signatory | None = None  # none: the letter says that it is valid without signature
    annexes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()  # "Për dijeni"
    drafted_by: str = ""
    approved_by: str = ""
    draft: bool = False  # marked PROJEKT on every page
    sealed: bool = False  # an electronic seal follows: no place is kept for the stamp


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a person takes home from the counter."""

    office: Letterhead
    number: str
    received_on: datetime.date
    language: str = "sq"
    subject: str = ""
    focal_point_name: str = ""
    focal_point_phone: str = ""
    focal_point_email: str = ""
    due_on: datetime.date | None = None
    legal_basis: str = ""  # stands behind the due date
    answer: str = ""  # served and closed at the counter: the answer given by word of mouth
    follow_up_code: str = ""
    follow_up_url: str = ""
    steps: tuple[str, ...] = ()  # what to do now; empty: the usual advice, when there is a code
