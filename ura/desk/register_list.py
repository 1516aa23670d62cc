"""The lines of the register as pages show them: few queries, no object for each line."""

from dataclasses import dataclass
from html import escape

from django.db.models import IntegerField, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ura.codelists.lists import word
from ura.core.templatetags.ui import due, status
from ura.desk.states import State

COLUMNS = (
    "pk", "entry__year", "entry__number", "entry__label", "entry__voided_at", "received_on", "text__subject",
    "requester__name", "requester__organisation", "service", "requester_type", "state", "owner_id", "due_on",
    "complaint", "unread",
)  # fmt: skip
# The official words are long and a register has seven columns: the shape and the short word stand for them.
SHORT = {
    State.ANALYSIS: gettext_lazy("In analysis"),
    State.INSIDE: gettext_lazy("Inside the institution"),
    State.OUTSIDE: gettext_lazy("Outside the institution"),
    State.REPLY: gettext_lazy("Reply in preparation"),
    State.CLOSED: gettext_lazy("Closed"),
}


class CountUpTo(Subquery):
    """How many rows a (cut) query has, beside each row of another: one question less, and never a long count."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(slots=True)
class Line:
    """One line, in words and small pieces of the page: a template asked for each word takes longer than the database."""

    pk: int
    url: str
    number: str
    received: str
    subject: str
    who: str
    requester_type: str
    service: str
    status: str
    owner: str
    due: str
    look: str  # classes of the row: late, off (voided), unread
    void: bool
    marks: list  # complaint, new message


# One row. Written here and not in the template: 25 rows ask the template language for 600 values, and that
# takes longer than the database.
_ROW = """
    <tr class="{look}">
      <td class="ref">{number}</td>
      <td class="nowrap" data-label="{received_label}">{received}</td>
      <td class="main"><span class="clip" dir="auto">{subject}</span><span class="sub">{marks}{who}{kind}</span></td>
      <td data-label="{service_label}">{service}</td>
      <td data-label="{status_label}">{status}</td>
      <td data-label="{owner_label}">{owner}</td>
      <td data-label="{due_label}">{due}</td>
    </tr>"""


def lines(municipality, rows, names, *, coded=True):
    """Rows of COLUMNS as lines; `names` of officers by id. Without `coded` the code lists are not asked for."""
    today = timezone.localdate()
    badges = {value: status(value, label) for value, label in SHORT.items()}
    voided_badge, complaint_word, unread_word = (
        status("void", pgettext("request", "Voided")),
        _("Complaint"),
        _("New message"),
    )
    base = reverse("enquiries", args=[municipality.slug])
    for row in rows:
        (pk, year, number, label, voided, received, subject, name, organisation,
         service, kind, state, owner, due_on, complaint, unread) = row  # fmt: skip
        closed = state == State.CLOSED
        look = [
            mark
            for mark, is_so in (("late", not closed and due_on < today), ("off", voided), ("unread", unread))
            if is_so
        ]
        who = " · ".join(part for part in (name, organisation) if part)
        yield Line(
            pk, f"{base}{year}/{number}/", label, date_format(received, "SHORT_DATE_FORMAT"), subject or "",
            who, word(municipality, "requester_type", kind) if coded else "",
            word(municipality, "service_type", service) if coded else "", voided_badge if voided else badges[state],
            names.get(owner, ""), "" if voided else due(due_on, closed, today), " ".join(look), voided is not None,
            [text for text, is_so in ((complaint_word, complaint), (unread_word, unread)) if is_so],
        )  # fmt: skip


def table_rows(found):
    """Lines as the rows of the register's table, escaped."""
    labels = {"received_label": _("Received"), "service_label": _("Service type"), "status_label": _("Status"),
              "owner_label": _("Focal point"), "due_label": _("Due")}  # fmt: skip
    labels = {name: escape(label) for name, label in labels.items()}
    return SafeString("".join([_ROW.format(**_written(line), **labels) for line in found]))


def _written(line):
    link = f'<a href="{line.url}">{escape(line.number)}</a>'
    return {
        "look": line.look, "number": f"<s>{link}</s>" if line.void else link, "received": line.received,
        "subject": escape(line.subject), "who": f"<bdi>{escape(line.who)}</bdi> · " if line.who else "",
        "marks": "".join([f'<span class="tag tag-accent">{escape(mark)}</span> ' for mark in line.marks]),
        "kind": escape(line.requester_type), "service": escape(line.service), "status": line.status,
        "owner": escape(line.owner), "due": line.due,
    }  # fmt: skip
