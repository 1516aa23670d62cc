"""How a municipal letter writes its number, its day and its courtesy, in Albanian and in English."""

import re

MONTHS = {
    # Albanian months are small in letters: 28 nëntor.
    "sq": [
        "janar",
        "shkurt",
        "mars",
        "prill",
        "maj",
        "qershor",
        "korrik",
        "gusht",
        "shtator",
        "tetor",
        "nëntor",
        "dhjetor",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_LAW = {
    "sq": ("ligji nr. {}", ", neni {}", ", nenet {}", ", pika {}"),
    "en": ("law no. {}", ", article {}", ", articles {}", "({})"),
}
BLANK = "_" * 8  # the archive clerk writes the number by hand


def long_date(day, language="sq"):
    """12 mars 2026."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def date_in_text(day, language="sq"):
    """12.03.2026 in Albanian; in English the month in letters, because 05/04 means two days."""
    return f"{day:%d.%m.%Y}" if language == "sq" else long_date(day, language)


def number_line(number, language="sq"):
    """Nr. 123/2026 Prot."""
    return f"{'Nr.' if language == 'sq' else 'No.'} {number or BLANK} Prot."


def place_and_date(place, day, language="sq"):
    """Tiranë, më 12.03.2026."""
    if language == "sq":
        return f"{place}, më {date_in_text(day) if day else '___.___.______'}"
    return f"{place}, {long_date(day, 'en') if day else '____________'}"


def salutation(name="", language="sq"):
    """I/E nderuar Arta Hoxha, — without a name (an organisation, an institution): Të nderuar,"""
    if language == "sq":
        return f"I/E nderuar {name}," if name else "Të nderuar,"
    return f"Dear {name}," if name else "Dear Sir or Madam,"


def law_reference(law, article=None, language="sq"):
    """Ligji nr. 119/2014, neni 15, pika 3 — from a law "119/2014" and an article "15(3)"."""
    of_law, one, several, at_point = _LAW[language]
    number, _, point = str(article or "").rstrip(")").partition("(")
    text = of_law.format(law)
    if number:
        text += (several if re.search(r"\d\s*[-–]\s*\d", number) else one).format(number.strip())
    return text + (at_point.format(point) if point else "")
