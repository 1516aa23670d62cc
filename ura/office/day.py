"""«Dita ime»: what waits for this officer today, and for the office when the supervisor looks at the whole."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.lookups import planned_with_values, where_any
from ura.desk.filters import MINE_OR_NOBODYS, WEEK
from ura.desk.models import Task
from ura.desk.register_list import COLUMNS, CountUpTo, lines
from ura.desk.states import OPEN
from ura.letters.defaults import default_letters
from ura.letters.models import LetterKind
from ura.office.consent_doors import open_askings
from ura.office.day_cases import cases_of_the_day
from ura.office.nav import TROUBLE, address_of, in_words, undelivered, waiting
from ura.office.referral_parts import referrals_waiting
from ura.people.queries import reached_keys
from ura.replies.rules import is_own
from ura.replies.states import ReplyState
from ura.rights.words import waiting as waiting_data
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Absence, Role

ROWS = 10
FEW = 5  # of what does not press
HANDFUL = 40
MOST = 1000
CONSENT_ENDS = 60  # days before its end a consent stands here
LETTERS = 200  # read for all groups of letters together
AT_WORK = (ReplyState.SUBMITTED, ReplyState.RETURNED, ReplyState.APPROVED, ReplyState.NUMBERED, ReplyState.SIGNED)
NOTICES = (LetterKind.EXTENSION, LetterKind.FORWARDING, LetterKind.FORWARDING_NOTICE)  # an act drafted them


@dataclass
class Section:
    """A heading, at most ten lines, and the way to the rest."""

    title: str
    keys: list
    found: int
    url: str = ""
    tone: str = ""
    lines: list = field(default_factory=list)

    @property
    def count(self):
        return f"{MOST}+" if self.found > MOST else self.found


@staff_page()
def day(request):
    officer = request.officer
    if not officer.has(*CASEWORK):
        return render(
            request, "office/day.html", {"whole": False, "sections": [], "data_waiting": waiting_data(officer)}
        )
    whole = officer.has(Role.SUPERVISOR) and request.GET.get("whole") == "1"
    covers = list(
        Absence.objects.on().filter(municipality=request.municipality, cover=officer).select_related("officer__user")
    )
    mine = [officer.pk, *(absence.officer_id for absence in covers)]
    sections = _sections(officer, None if whole else mine)
    works = officer.has(Role.OFFICER, Role.SUPERVISOR)
    return render(request, "office/day.html", {
        "whole": whole, "sections": sections, "covers": covers, "today": timezone.localdate(), "works": works,
        "letters": _letters(officer, None if whole else mine) if works else [],
        "tasks": _tasks(officer, whole), "data_waiting": waiting_data(officer, whole=whole), **(_post(officer) if works else {}),
        **(_consents(officer) if works else {}), **(referrals_waiting(officer, None if whole else mine) if works else {}),
        **(cases_of_the_day(officer, None if whole else mine) if works else {}),
        "nothing": not any(section.lines for section in sections),
        "tabs": [{"url": "?", "label": _("Mine"), "active": not whole},
                 {"url": "?whole=1", "label": _("Whole office"), "active": whole}]
        if officer.has(Role.SUPERVISOR) else [],
    })  # fmt: skip


def _sections(officer, owners):
    """Requests that press, that brought news, that wait: their ids first, then all lines in one question."""
    known = officer.municipality.enquiries.visible_to(officer).order_by()
    new, here, to_take = known.new(), "", ""
    if owners is not None and officer.has(Role.OFFICER, Role.SUPERVISOR):
        new = new.filter(Q(owner__in=owners) | Q(owner=None))  # what nobody carries is there to be taken
        known = known.filter(owner__in=owners)  # a clerk owns nothing and follows the unit's intake
        here, to_take = "&owner=me", f"&owner={MINE_OR_NOBODYS}"
    rows = known.filter(state__in=OPEN)
    now = timezone.localdate()
    late = _first(rows.overdue(now), "due_on", "pk", most=ROWS)
    today, week = _soon(rows, now)
    with planned_with_values():
        fresh = _first(new, "due_on", "pk", most=ROWS)
    unread = _first(known.filter(unread=True), "pk")  # also what is written after the closing
    waiting = _first(rows.waiting_for_others(), "due_on", "pk")
    base = reverse("enquiries", args=[officer.municipality.slug])
    sections = [
        Section(_("Overdue"), *late, f"{base}?due=overdue{here}&sort=due", "late"),
        Section(_("Due today"), *today, f"{base}?due=today{here}", "warn"),
        Section(_("In the next 7 days"), *week, f"{base}?due=week{here}&sort=due"),
        Section(_("New requests"), *fresh, f"{base}?new=yes{to_take}&sort=due"),
        Section(_("Unread messages"), *unread, f"{base}?unread=yes{here}"),
        Section(_("Waiting for others"), *waiting, f"{base}?waiting=yes{here}&sort=due"),
    ]
    _fill(officer.municipality, sections)
    return sections


def _soon(rows, today):
    """(ids, count) of what is due today and of what is due in the next days, soonest first, in one question."""
    ranked = (
        rows.filter(due_on__gte=today, due_on__lte=today + timedelta(days=WEEK))
        .annotate(part=Case(When(due_on=today, then=Value(0)), default=Value(1)))
        .annotate(
            place=Window(RowNumber(), partition_by=F("part"), order_by=[F("due_on"), F("pk")]),
            total=Window(Count("pk"), partition_by=F("part")),
        )
        .filter(place__lte=ROWS)
        .order_by("part", "place")
        .values_list("part", "pk", "total")
    )
    parts = [([], 0), ([], 0)]
    for part, pk, total in ranked:
        parts[part] = ([*parts[part][0], pk], total)
    return parts


def _first(rows, *order, most=FEW):
    """(ids, count) of the first rows; the count comes with them and stops at 1,000."""
    counted = CountUpTo(rows.order_by().values("pk")[: MOST + 1])
    found = list(rows.order_by(*order).annotate(found=counted).values_list("pk", "found")[:most])
    return [pk for pk, _found in found], found[0][1] if found else 0


def _fill(office, sections):
    keys = {pk for section in sections for pk in section.keys}
    rows = list(office.enquiries.filter(pk__in=keys).order_by().values_list(*COLUMNS, "owner__user__name"))
    owner = COLUMNS.index("owner_id")
    names = {row[owner]: row[-1] for row in rows}
    known = {line.pk: line for line in lines(office, (row[:-1] for row in rows), names, coded=False)}
    for section in sections:
        section.lines = [known[pk] for pk in section.keys]


def _letters(officer, owners):
    """Letters that wait for a hand: to approve, returned, at the supervisor, to sign, to send.

    The notice of an extension or forwarding presses from its draft on: the requester is told at once (119/2014, 12, 15).
    """
    mine = Q() if owners is None else Q(enquiry__owner__in=owners) | Q(drafted_by=officer) | Q(signatory=officer)
    wanted = mine & (Q(state__in=AT_WORK) | Q(state=ReplyState.DRAFT, kind__in=NOTICES))
    if officer.has(Role.SUPERVISOR):
        wanted |= Q(state=ReplyState.SUBMITTED)
    rows = officer.municipality.replies.visible_to(officer).filter(wanted).order_by("pk")
    found = rows.select_related("enquiry__entry", "enquiry__text").only(
        "kind", "state", "municipality", "drafted_by", "submitted_by",
        "enquiry__municipality", "enquiry__due_on", "enquiry__entry__label",
        "enquiry__entry__year", "enquiry__entry__number", "enquiry__entry__municipality",
        "enquiry__text__subject", "enquiry__text__municipality",
    )[:LETTERS]  # fmt: skip
    groups = {
        _("Notices not yet sent"): [],
        _("Waiting for your approval"): [],
        _("Returned to be revised"): [],
        _("Waiting at the supervisor"): [],
        _("To be signed"): [],
        _("To be sent"): [],
    }
    notices, approve, returned, asked, sign, send = groups.values()
    alone = officer.municipality.office.approves_alone
    unsigned = {kind for kind, letter in default_letters().items() if not letter.signed}
    for letter in found:
        if letter.state == ReplyState.DRAFT:
            notices.append(letter)
        elif letter.state == ReplyState.SUBMITTED:
            mine_to_approve = alone or (officer.has(Role.SUPERVISOR) and not is_own(officer, letter))
            (approve if mine_to_approve else asked).append(letter)
        elif letter.state == ReplyState.RETURNED:
            returned.append(letter)
        elif letter.state == ReplyState.SIGNED or (letter.state == ReplyState.NUMBERED and letter.kind in unsigned):
            send.append(letter)
        else:
            sign.append(letter)
        letter.url = reverse("reply", args=[officer.municipality.slug, letter.pk])
    return [(title, letters[:ROWS], len(letters)) for title, letters in groups.items() if letters]


def _tasks(officer, whole):
    """What colleagues asked of me (of anybody, for the whole office), soonest first."""
    rows = Task.objects.filter(municipality=officer.municipality, done_at=None)
    rows = rows.filter(enquiry__in=officer.municipality.enquiries.visible_to(officer).order_by().values("pk"))
    if not whole:
        rows = rows.filter(officer=officer)
    rows = rows.select_related("enquiry__entry", "given_by__user", "officer__user").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )
    found = list(rows[:ROWS])
    for task in found:
        task.url = reverse(
            "enquiry", args=[officer.municipality.slug, task.enquiry.entry.year, task.enquiry.entry.number]
        )
    return found


def _consents(officer):
    """Words that ask for a withdrawal, and consents that end within sixty days, soonest first."""
    office = officer.municipality
    found = _ending(
        officer, office.consents.ending(CONSENT_ENDS).select_related("person").order_by("valid_until", "pk")
    )
    asked = where_any(
        office.withdrawals_asked.filter(settled_at=None), lambda: [open_askings(officer).order_by().count()]
    )
    return {"ending": found[:FEW], "more_ending": len(found) > FEW, "withdrawals": sum(asked)}


def _ending(officer, consents):
    """The first few of people whom this officer may know of: asked of a handful at a time, not of everybody."""
    found, read = [], 0
    while len(found) <= FEW:
        some = list(consents[read : read + HANDFUL])
        known = reached_keys(officer, [consent.person_id for consent in some]) if some else ()
        found += [consent for consent in some if consent.person_id in known]
        read += HANDFUL
        if len(some) < HANDFUL:
            break
    return found


def _post(officer):
    """Mail that waits for a decision, and mail that did not leave."""
    office = officer.municipality
    trouble = where_any(
        office.outbox.filter(state__in=TROUBLE),
        lambda: undelivered(officer).order_by("-pk").only("kind", "state", "made_at", "municipality")[: ROWS + 1],
    )
    return {
        "held": waiting(officer)["held"], "held_words": in_words(waiting(officer)["held"]),
        "held_url": address_of("mail_held", office.slug), "outbox_url": address_of("outbox", office.slug),
        "trouble": trouble[:ROWS], "more_trouble": len(trouble) > ROWS,
    }  # fmt: skip
