"""From the person at the counter to an application with its points."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.housing.actions.basics import happened, move
from ura.housing.actions.freeing import frees_a_place
from ura.housing.models import Application, ApplicationFile, ApplicationPaper, Call
from ura.housing.national import papers, priorities
from ura.housing.points import score
from ura.housing.states import ENDED, PaperState, State, What
from ura.people.births import must_be_born
from ura.post.files import store
from ura.staff.models import Role
from ura.trail.actions import record

FACTS = ("received_on", "returnee", "members", "children", "income", "priorities", "notes")
OTHER = "other"  # a file that belongs to no document of the list


def apply(call, person, *, by, case=None, household=None, previous=None, **facts):
    """Write down an application that came within the days of an open call; one for each person in a call.

    `previous`: carried over from an earlier call, with the day on which it came in there.
    """
    # Locked in one order for all calls of the office and year: numbers run through them without a gap or a double.
    locked = list(
        Call.objects.select_for_update().filter(municipality=call.municipality, year=call.year).order_by("pk")
    )
    call = next(each for each in locked if each.pk == call.pk)
    call.municipality = person.municipality
    if not call.takes_applications:
        raise Refused(_("This call takes no applications any more: its list is drawn up."))
    values = _checked(call, person, facts)
    if previous is None:
        _must_be_within(call, values["received_on"])
    open_ones = Application.objects.filter(municipality=call.municipality, call=call, person=person)
    if open_ones.exclude(state__in=ENDED).exists():
        raise Refused(_("This person has an application in this call already."), field="person")
    rows = Application.objects.filter(municipality=call.municipality, year=call.year)
    row = Application.objects.create(
        municipality=call.municipality, call=call, person=person, household=household, case=case, year=call.year,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1, previous=previous, **values,
    )  # fmt: skip
    happened(row, What.RECEIVED, by=by, on=row.received_on, in_case=EventKind.HOUSING, programme=call.programme)
    return row


def change(application, *, by, version, **facts):
    """Correct what is known of the family; the points stay as they were given."""
    row = _lock(application, version)
    values = _checked(row.call, row.person, {name: getattr(row, name) for name in FACTS} | facts)
    _must_be_open(row)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if "received_on" in changed and row.previous_id is None:
        _must_be_within(row.call, values["received_on"])
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        _save(row, *changed)
        record(row, "housing.changed", by=by, changed=",".join(changed))
    return row


def entered(application, *, by, version, confirmation, confirmed_on, assisted=""):
    """The application stands on e-Albania under this number; `assisted`: why the office entered it for the person."""
    row, confirmation = _lock(application, version), " ".join(confirmation.split())
    _must_be_open(row)
    if not confirmation:
        raise Refused(_("Write the confirmation number of e-Albania."), field="confirmation")
    if confirmed_on > timezone.localdate():
        raise Refused(_("This day is still to come."), field="confirmed_on")
    must_be_born(row.person, confirmed_on, field="confirmed_on")
    row.confirmation, row.confirmed_on, row.assisted = confirmation, confirmed_on, assisted
    _save(row, "confirmation", "confirmed_on", "assisted")
    happened(row, What.ENTERED, by=by, on=confirmed_on, assisted=assisted)
    return row


def note_paper(application, code, *, by, state="", on=None, fee=None, files=()):
    """Where a document stands, what the municipality paid for it, and its scans.

    `files`: what `ura.post.files.inspect` found fit; with them the document is in the file, unless `state` says
    otherwise. `code` OTHER keeps files only.
    """
    if files:
        _keep_files(application, code, files, by=by)
    if code == OTHER:
        if not files:
            raise Refused(_("Choose the file."), field="files")
        return None
    if code not in papers():
        raise Refused(_("There is no such document in the list."))
    on = on or timezone.localdate()
    row, _new = ApplicationPaper.objects.get_or_create(
        municipality=application.municipality, application=application, code=code
    )
    state = state or (PaperState.THERE if files else row.state)
    paid = fee if fee and fee != row.fee else None
    if (row.state, row.fee or None) == (state, fee or None):
        return row
    row.state, row.on, row.fee = state, on, fee or None
    row.save(update_fields=["state", "on", "fee"])
    happened(application, What.PAPER, by=by, on=on, code=code, state=str(state))
    if paid:
        happened(application, What.FEE, by=by, on=on, code=code, lek=paid)
    return row


def _keep_files(application, code, files, *, by):
    _must_be_open(application)
    if code != OTHER and code not in papers():
        raise Refused(_("There is no such document in the list."))
    for seen in files:
        file = store(application.municipality, seen.data, name=seen.name, inspected=seen)
        ApplicationFile.objects.create(
            municipality=application.municipality, application=application, code=code, file=file, officer=by
        )
    happened(application, What.FILES, by=by, code=code, files=len(files))


def give_points(application, *, by, version, answers):
    """Points by the call's table from the answers that hold; refuses what the table does not allow."""
    row = _lock(application, version)
    if row.state not in (State.RECEIVED, State.SCORED):
        raise Refused(_("The list is drawn up: open the call again to change points."))
    call = row.call
    if call.income_ceiling is not None and row.income is None:
        raise Refused(_("Write the family’s income first: this call has a ceiling."), field="income")
    row.answers = {code: answer for code, answer in answers.items() if answer}
    row.group_points = score(call.table, row.answers)
    row.points = sum(row.group_points.values())
    _save(row, "answers", "group_points", "points")
    happened(row, What.SCORED, by=by, points=row.points, table=call.table.number)
    if row.state == State.RECEIVED:
        move(row, State.SCORED, by=by)
    return row


def refuse(application, *, by, version, reason):
    """Not within the conditions of this programme; another may be open to them. Who has a place loses it: struck."""
    return _end(application, State.REFUSED, by=by, version=version, reason=reason)


def withdraw(application, *, by, version, reason):
    """The family wants no more; who has a place gives it back."""
    return _end(application, State.WITHDRAWN, by=by, version=version, reason=reason)


def too_much_income(application):
    """Is the family's income above the ceiling of the call?"""
    ceiling = application.call.income_ceiling
    return ceiling is not None and application.income is not None and application.income > ceiling


def papers_of(application):
    """Every document of groups A to D with its row, or a new unsaved one: (code, facts, row)."""
    kept = {row.code: row for row in application.papers.all()}
    return [
        (code, row, kept.get(code) or ApplicationPaper(application=application, code=code))
        for code, row in papers().items()
    ]


def files_of(application):
    """{document: [its files, with who kept them]}, the documents of the list first."""
    rows = application.files.select_related("file", "officer__user").order_by("pk")
    found = {}
    for row in rows:
        found.setdefault(row.code, []).append(row)
    return found


def fees_paid(application):
    """What the municipality paid for this family's documents, in lek."""
    return sum(row.fee or 0 for row in application.papers.all())


def missing_papers(application):
    """Documents every application needs that are not in the file yet."""
    return [
        code
        for code, row, paper in papers_of(application)
        if row["always"] and paper.state not in (PaperState.THERE, PaperState.NOT_NEEDED)
    ]


def _end(application, state, *, by, version, reason):
    row = _lock(application, version)
    frees = frees_a_place(row)
    if frees:
        state = State.STRUCK if state == State.REFUSED else State.GAVE_BACK
        if state == State.STRUCK and not by.has(Role.SUPERVISOR):
            raise Refused(_("Only the supervisor strikes a family that has a place from the list."))
    if not reason.strip():
        raise Refused(_("Write the reason: it is told to the family."), field="reason")
    move(row, state, by=by, reason=reason)
    if not frees:
        row.rank = None
        row.save(update_fields=["rank"])
    return row


def _checked(call, person, facts):
    values = {name: facts[name] for name in FACTS if name in facts}
    received, today = values.setdefault("received_on", timezone.localdate()), timezone.localdate()
    if received > today:
        raise Refused(_("This day is still to come."), field="received_on")
    must_be_born(person, received, field="received_on")
    if values.get("children", 0) > values.get("members", 1):
        raise Refused(_("The children are among the members: there cannot be more of them."), field="children")
    if unknown := set(values.get("priorities") or ()) - set(priorities()):
        raise Refused(_("There is no priority category «%(code)s».") % {"code": sorted(unknown)[0]}, field="priorities")
    if values.get("priorities") and call.instrument != "rent_subsidy":
        # Several are sensitive data: kept only where the programme weighs them (law 22/2018, articles 33 and 34).
        raise Refused(_("Priority categories are asked only for the rent subsidy."), field="priorities")
    return values


def _must_be_within(call, received):
    """Whoever applies outside the days that were announced is not ranked with those who kept them."""
    if not call.opens_on <= received <= call.closes_on:
        raise Refused(_("The call is open from %(first)s to %(last)s.") % {
            "first": call.opens_on.strftime("%d.%m.%Y"), "last": call.closes_on.strftime("%d.%m.%Y")}, field="received_on")  # fmt: skip


def _lock(application, version):
    lock_version(application, version)
    row = Application.objects.select_related("call__table", "person", "case__enquiry").get(pk=application.pk)
    row.municipality = row.call.municipality = application.municipality
    if row.case:
        row.case.municipality = application.municipality
    return row


def _must_be_open(row):
    if row.state in ENDED:
        raise Refused(_("This application has ended."))


def _save(row, *fields):
    row.version += 1
    row.save(update_fields=[*fields, "version"])
