"""The protocol book of one year, line by line without a gap: what came in and what went out."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.register.models import Counter, Entry
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

PER_PAGE = 50


@dataclass(slots=True)
class BookLine:
    number: str
    on: object
    incoming: bool | None = None  # None: one may not know
    direction: str = ""
    subject: str = ""
    url: str = ""
    archive: str = ""
    void_reason: str = ""
    void: bool = False
    opens: bool = False


@staff_page(*CASEWORK)
def book(request, year=None):
    office = request.municipality
    counters = dict(Counter.objects.filter(municipality=office).order_by("-year").values_list("year", "last"))
    this_year = timezone.localdate().year
    year = this_year if year is None else year
    if year not in counters and year != this_year:
        raise Http404
    numbers = Pages(counters.get(year, 0), PER_PAGE)
    page = numbers.get_page(request.GET.get("page"))
    lines = _lines(request.officer, year, page.last_number, page.first_number)
    years = sorted({*counters, this_year}, reverse=True)
    context = {"year": year, "years": years, "lines": lines, "page": page}
    context["glass"] = request.officer.has(Role.SUPERVISOR) and not all(line.opens for line in lines)
    return render(request, "office/book.html", context)


class Pages(Paginator):
    """Pages by number, newest first: the book has no gap, so page and number are one sum."""

    def __init__(self, last, per_page):
        super().__init__(range(last, 0, -1), per_page)

    def page(self, number):
        page = super().page(number)
        page.first_number = page.object_list[0] if page.object_list else 0
        page.last_number = page.object_list[-1] if page.object_list else 1
        return page


def _lines(officer, year, first, last):
    """The lines of these numbers; of what the officer may not open only number, date and «nuk hapet»."""
    office = officer.municipality
    visible = office.enquiries.visible_to(officer).order_by().values("pk")
    entries = office.entries.filter(year=year, number__gte=first, number__lte=last).order_by("-number")
    mine = entries.filter(
        Q(enquiry__in=visible) | Q(reply__enquiry__in=visible) | Q(referral__enquiry__in=visible)
        | Q(case_closure__case__enquiry__in=visible)
    )  # fmt: skip
    open_ones = {
        row.pk: row
        for row in mine.select_related(
            "enquiry__text", "reply__enquiry__entry", "referral__enquiry__entry",
            "case_closure__case__enquiry__entry",
        ).only(
            "label", "direction", "received_on", "voided_at", "void_reason", "archive_number", "year", "number",
            "municipality", "enquiry__id", "enquiry__text__subject", "reply__subject", "reply__enquiry__entry__year",
            "reply__enquiry__entry__number",
            "referral__recipient", "referral__enquiry__entry__label", "referral__enquiry__entry__year",
            "referral__enquiry__entry__number", "case_closure__case__enquiry__entry__label",
            "case_closure__case__enquiry__entry__year", "case_closure__case__enquiry__entry__number",
        )
    }  # fmt: skip
    lines = []
    for pk, label, on in entries.values_list("pk", "label", "received_on"):
        row = open_ones.get(pk)
        lines.append(_open_line(office, row) if row else BookLine(label, on))
    return lines


def _open_line(office, row):
    incoming = row.direction == Entry.Direction.IN
    of, subject = (row, row.enquiry.text.subject) if incoming else _went_out(row)
    return BookLine(
        row.label, row.received_on, incoming, row.get_direction_display(), subject,
        _address(office, of), row.archive_number, row.void_reason, row.voided_at is not None, True,
    )  # fmt: skip


def _went_out(row):
    """(the entry of the request it belongs to, what it is) of an outgoing letter."""
    if referral := getattr(row, "referral", None):
        of = referral.enquiry.entry
        return of, _("Referral of %(number)s to %(name)s") % {"number": of.label, "name": referral.recipient}
    if closure := getattr(row, "case_closure", None):
        of = closure.case.enquiry.entry
        return of, _("Closing of the case %(number)s") % {"number": of.label}
    of = row.reply.enquiry.entry
    return of, _("Reply to %(number)s: %(subject)s") % {"number": of.label, "subject": row.reply.subject}


def _address(office, entry):
    return reverse("enquiry", args=[office.slug, entry.year, entry.number])
