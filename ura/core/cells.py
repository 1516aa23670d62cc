"""What a cell of somebody's spreadsheet means: a date, a number, words; however it was typed."""

import datetime
import re

from .charsets import clean_line
from .folding import fold

DAY_FIRST = re.compile(r"(\d{1,2})\s*[./\- ]\s*(\d{1,2})\s*[./\- ]\s*(\d{4}|\d{2})\.?(?:\s+\d.*)?")
YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:[t ].*)?")
MONTH_IN_WORDS = re.compile(r"(\d{1,2})\.?\s+([a-z]{3,9})\.?\s*,?\s+(\d{4})")
MONTHS = {
    name: number
    for number, names in enumerate([
        "janar january", "shkurt february", "mars march", "prill april", "maj may", "qershor june", "korrik july",
        "gusht august", "shtator september", "tetor october", "nentor november", "dhjetor december",
    ], 1)
    for name in names.split()
}  # fmt: skip
EXCEL_ZERO = datetime.date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 to 2119: what a number in a date column can mean


def as_date(value):
    """The day in a cell, or None: real dates, 31.12.2026, 31/12/26, 2026-12-31, «31 dhjetor 2026», Excel's count."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        fits = FIRST_SERIAL <= value <= LAST_SERIAL
        return EXCEL_ZERO + datetime.timedelta(days=int(value)) if fits else None
    text = fold(as_text(value)).strip()
    if found := YEAR_FIRST.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := DAY_FIRST.fullmatch(text):
        return _day(found[3] if len(found[3]) == 4 else f"20{found[3]}", found[2], found[1])
    if (found := MONTH_IN_WORDS.fullmatch(text)) and found[2] in MONTHS:
        return _day(found[3], MONTHS[found[2]], found[1])
    return None


def as_number(value):
    """The number in a cell, or None; «1.250,50» and "1,250.50" and "12" typed as text are numbers too."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return value
    text = re.sub(r"[\s\u00a0\u202f]", "", as_text(value))
    if re.fullmatch(r"-?\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?", text) or re.fullmatch(
        r"-?\d+(?:[.,]\d+)?", text
    ):
        last = max(text.rfind("."), text.rfind(","))
        grouped = (
            last >= 0 and len(text) - last == 4 and len(re.findall("[.,]", text)) >= 1 and not text.startswith("0")
        )
        whole, part = (text, "") if last < 0 or grouped else (text[:last], text[last + 1 :])
        digits = re.sub("[.,]", "", whole)
        return float(f"{digits}.{part}") if part else int(digits)
    return None


def as_text(value):
    """The words of a cell as a person would read them aloud: no «12.0», no time after a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "po" if value else "jo"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.strftime("%d.%m.%Y" if value.time() == datetime.time.min else "%d.%m.%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return clean_line(str(value))


def _day(year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
