"""Public holidays of years that no official list covers yet, to be confirmed by a person.

Law 7651/1992 fixes most of them; the two Bajrams follow the moon and are only estimated.
"""

from dataclasses import dataclass
from datetime import date

import holidays

_ENGLISH = {
    "Festat e Vitit të Ri": "New Year",
    "Dita e Verës": "Summer Day",
    "Dita e Nevruzit": "Nevruz",
    "E diela e Pashkëve Katolike": "Catholic Easter",
    "E diela e Pashkëve Ortodokse": "Orthodox Easter",
    "Dita Ndërkombëtare e Punëtorëve": "Labour Day",
    "Dita e Bajramit të Madh": "Eid al-Fitr",
    "Dita e Kurban Bajramit": "Eid al-Adha",
    "Dita e Shenjtërimit të Shenjt Terezës": "Mother Teresa canonisation",
    "Dita e Alfabetit": "Alphabet Day",
    "Dita e Flamurit dhe e Pavarësisë": "Flag and Independence Day",
    "Dita e Çlirimit": "Liberation Day",
    "Dita Kombëtare e Rinisë": "Youth Day",
    "Krishtlindjet": "Christmas",
    "Ditë pushimi": "Extra day off",
}
_SPELLING = {"Dita Flamurit dhe e Pavarësisë": "Dita e Flamurit dhe e Pavarësisë"}
_EASTERS = ("E diela e Pashkëve Katolike", "E diela e Pashkëve Ortodokse")


@dataclass(frozen=True)
class LibraryDay:
    on: date
    name_sq: str
    name_en: str
    kind: str
    estimated: bool


def library_days(year):
    """The holidays and substitute days the library expects in a year, in order; two feasts are two rows."""
    calendar = holidays.country_holidays("AL", years=year, language="sq")
    return [_day(on, label) for on in sorted(calendar) for label in calendar.get_list(on)]


def _day(on, label):
    name, _, note = label.partition(" (")
    name = _SPELLING.get(name, name)
    estimated = "e vlerësuar" in note
    if "e shtyrë" in note:
        kind = "substitute"
    elif estimated:
        kind = "estimated"
    elif name == "Ditë pushimi":
        kind = "ad_hoc"
    else:
        kind = "movable" if name in _EASTERS or "Bajram" in name else "fixed"
    return LibraryDay(on, name, _ENGLISH.get(name, name), kind, estimated)
