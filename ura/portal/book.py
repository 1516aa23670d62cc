"""The public register of requests (law 119/2014 art. 8): what was asked of the office, without who and without what."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ura.codelists.lists import word
from ura.desk.states import State
from ura.register.models import Counter, Entry

ON_A_PAGE = 50
VOID = "void"


@dataclass(frozen=True)
class Line:
    number: int
    label: str
    received_on: date
    kind: str
    state: str
    status: str
    days: int | None


def years_of(municipality):
    """The years of the office's book, newest first."""
    return list(Counter.objects.filter(municipality=municipality).order_by("-year").values_list("year", flat=True))


def lines(municipality, year, *, service="", state=""):
    """The year's incoming lines, newest first; a queryset of plain rows that a page or a file cuts from.

    A restricted matter has a number and a day, and answers to no filter: else the filter would tell its kind.
    """
    rows = municipality.entries.filter(year=year, direction=Entry.Direction.IN).order_by("-number")
    if service or state:
        rows = rows.filter(enquiry__restricted=False)
    if service:
        rows = rows.filter(enquiry__service=service, voided_at=None)
    if state == VOID:
        rows = rows.exclude(voided_at=None)
    elif state:
        rows = rows.filter(enquiry__state=state, voided_at=None)
    return rows.values_list(
        "number", "label", "received_on", "voided_at", "enquiry__service", "enquiry__state", "enquiry__restricted",
        "enquiry__days_taken",
    )  # fmt: skip


def shown(municipality, rows):
    """Those rows as lines in the reader's language."""
    words = {state.value: str(state.label) for state in State}
    closed = _("Not opened")
    for number, label, received_on, voided_at, service, state, restricted, days in rows:
        if voided_at:
            yield Line(number, label, received_on, "", "void", _("Voided"), None)
        elif restricted or state is None:
            yield Line(number, label, received_on, "", "", closed, None)
        else:
            yield Line(
                number, label, received_on, word(municipality, "service_type", service), state, words[state], days
            )
