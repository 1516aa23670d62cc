"""For how long an office keeps what: a dry run that lists what would go, then erasure in batches.

No time limit of the law is known for these offices, so a kind without the office's own number of years never goes.
What a legal hold stands on does not go, and is counted as held.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ura.cases.models import Case
from ura.cases.states import State as CaseState
from ura.core.refusals import Refused
from ura.desk.models import Enquiry, Event
from ura.desk.states import State
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.models import Agreed, Consent, Person
from ura.post.models import File, InboundMail
from ura.rights.carrying_out import why_not
from ura.rights.erasing import WHOLE, erase, erase_rows, remove_from_disk
from ura.rights.holdings import case_scope, enquiry_scope, person_scope
from ura.rights.holds import standing
from ura.rights.models import ErasureProof, RetentionRule, RightsRequest
from ura.rights.states import FROM, Kept, RightsState
from ura.trail.actions import record
from ura.trail.models import Trail

BATCH = 50


@dataclass
class Due:
    """What one rule would take: how many, from which day back, and the first of them."""

    kind: Kept
    years: int | None
    before: date | None
    count: int = 0
    held: int = 0
    first: list = field(default_factory=list)

    @property
    def label(self):
        return self.kind.label

    @property
    def runs_from(self):
        return FROM[self.kind]


def rules_of(municipality):
    """{kind: the office's rule}; a kind nobody decided has none."""
    return {rule.kind: rule for rule in RetentionRule.objects.filter(municipality=municipality)}


def dry_run(municipality, *, on=None, show=20):
    """What would go today, kind by kind; changes nothing."""
    found, rules = [], rules_of(municipality)
    for kind in Kept:
        years = rules[kind].years if kind in rules else None
        due = Due(kind, years, _years_before(on or timezone.localdate(), years) if years else None)
        if years:
            rows = _QUESTIONS[kind](municipality, due.before)
            free = _free(municipality, kind, rows)
            due.count, due.held = free.count(), rows.count() - free.count()
            due.first = list(free.order_by("pk")[:show])
        found.append(due)
    return found


def carry_out(municipality, *, by=None, on=None, batches=None):
    """Erase what is due, in batches, each row in a transaction of its own; returns {kind: how many went}.

    Killed and run again, it goes on: what went is no longer found.
    """
    with reading_for(municipality):
        rules = {kind: rule.years for kind, rule in rules_of(municipality).items() if rule.years}
    went = {}
    for kind in Kept:
        if kind not in rules:
            continue
        before, last, done = _years_before(on or timezone.localdate(), rules[kind]), 0, 0
        rounds = 0
        while batches is None or rounds < batches:
            with reading_for(municipality):
                rows = _free(municipality, kind, _QUESTIONS[kind](municipality, before))
                keys = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
            if not keys:
                break
            done += sum(_end_one(municipality, kind, pk, before, by) for pk in keys)
            last, rounds = keys[-1], rounds + 1
        went[kind] = done
    return went


def _end_one(municipality, kind, pk, before, by):
    """One row goes, if it is still due under its lock; True when it went."""
    with working_for(municipality):
        rows = _free(municipality, kind, _QUESTIONS[kind](municipality, before))
        row = rows.model.objects.select_for_update().filter(municipality=municipality, pk=pk).first()
        if row is None or not rows.filter(pk=pk).exists():
            return False
        row.municipality = municipality
        try:
            files = _ENDINGS[kind](row, by)
        except Refused:  # something of the person is still open: it waits for the next run
            return False
    remove_from_disk(files)
    return True


def _years_before(day, years):
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


# Which rows are due: `before` is the day on which the time of the oldest ones that stay began.


def _requests(municipality, before):
    """A request that opened a case, or a session of a case, stays as long as the case."""
    rows = Enquiry.objects.filter(municipality=municipality, state=State.CLOSED, closed_on__lt=before)
    cases = _cases_kept(municipality)
    rows = rows.exclude(Exists(cases.filter(Q(enquiry=OuterRef("pk")) | Q(sessions__enquiry=OuterRef("pk")))))
    return _not_erased(rows, municipality)


def _cases(municipality, before):
    rows = Case.objects.filter(municipality=municipality, state=CaseState.CLOSED, closed_on__lt=before)
    return _not_erased(rows, municipality)


def _cases_kept(municipality):
    """All whose words were not erased."""
    return _not_erased(Case.objects.filter(municipality=municipality), municipality).order_by()


def _people(municipality, before):
    """Nobody's requester, in no case, no consent that still stands, written down before the day."""
    rows = Person.objects.filter(municipality=municipality, erased_on=None, merged_into=None, made_at__date__lt=before)
    theirs = Q(requester=OuterRef("pk")) | Q(requester__merged_into=OuterRef("pk"))
    live = Consent.objects.filter(municipality=municipality, person=OuterRef("pk"), valid_until__gte=before)
    matters = RightsRequest.objects.filter(municipality=municipality, person=OuterRef("pk")).filter(
        Q(closed_on=None) | Q(closed_on__gte=before)
    )
    in_case = Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk")) | Q(
        household__members__person=OuterRef("pk"))  # fmt: skip
    return rows.exclude(Exists(Enquiry.objects.filter(theirs, municipality=municipality).order_by())).exclude(
        Exists(live.order_by()) | Exists(matters.order_by()) | Exists(_cases_kept(municipality).filter(in_case))
    )


def _consents(municipality, before):
    standing = Agreed.objects.filter(municipality=municipality, consent=OuterRef("pk")).order_by()
    late = standing.filter(Q(withdrawn_at=None) | Q(withdrawn_at__date__gte=before))
    rows = Consent.objects.filter(municipality=municipality).exclude(given_on=None)
    return _not_erased(rows.filter(Q(valid_until__lt=before) | ~Exists(late)), municipality)


def _mail(municipality, before):
    """Mail that made nothing or was set aside, and joined no request."""
    joined = Event.objects.filter(municipality=municipality, mail=OuterRef("pk"))
    states = [InboundMail.State.IGNORED, InboundMail.State.REJECTED]
    rows = InboundMail.objects.filter(municipality=municipality, state__in=states, arrived_at__date__lt=before)
    return rows.filter(raw__removed_at=None).exclude(Exists(joined.order_by()))


def _rights(municipality, before):
    ended = [RightsState.CLOSED, RightsState.WITHDRAWN]
    rows = RightsRequest.objects.filter(municipality=municipality, state__in=ended, closed_on__lt=before)
    return _not_erased(rows, municipality)


def _not_erased(rows, municipality):
    table = rows.model._meta.label_lower
    proofs = ErasureProof.objects.filter(municipality=municipality, table=table, row=OuterRef("pk"), field=WHOLE)
    return rows.exclude(Exists(proofs.order_by()))


def _imports(municipality, before):
    """Spreadsheets chosen for an import; their rows live on as requests."""
    acts = Trail.objects.filter(municipality=municipality, about="post.file", act="desk.import_chosen")
    rows = File.objects.filter(municipality=municipality, removed_at=None, made_at__date__lt=before)
    return rows.filter(Exists(acts.filter(row=OuterRef("pk")).order_by()))


_QUESTIONS = {
    Kept.REQUESTS: _requests, Kept.CASES: _cases, Kept.PEOPLE: _people, Kept.CONSENTS: _consents, Kept.MAIL: _mail, Kept.RIGHTS: _rights,
    Kept.IMPORTS: _imports,
}  # fmt: skip


def _free(municipality, kind, rows):
    """Those no legal hold stands on, and whose person neither restricted the use nor waits for an answer."""
    holds = standing(municipality).order_by()
    kept = Person.objects.filter(municipality=municipality).filter(
        Q(pk__in=holds.exclude(person=None).values("person"))
        | Q(pk__in=RightsRequest.objects.filter(municipality=municipality).open().order_by().values("person"))
        | Q(use_limited_on__isnull=False)  # restriction is asked for instead of erasure (law 124/2024)
    )
    theirs = kept.order_by().values("pk")
    if kind == Kept.REQUESTS:
        held = Q(requester__in=theirs) & Q(requester__isnull=False)
        return rows.exclude(Exists(holds.filter(enquiry=OuterRef("pk")))).exclude(held)
    if kind == Kept.CASES:
        return rows.exclude(Exists(holds.filter(enquiry=OuterRef("enquiry")))).exclude(person__in=theirs)
    if kind == Kept.PEOPLE:
        return rows.exclude(pk__in=theirs)
    if kind in (Kept.CONSENTS, Kept.RIGHTS):
        return rows.exclude(person__in=theirs)
    return rows


def _end_request(enquiry, by):
    """The request's words, files, letters and mail go, and the name of who asked; the person has a rule of their own."""
    _proofs, files = erase(enquiry_scope(enquiry), by=by, cause=Kept.REQUESTS)
    return files


def _end_case(case, by):
    """The words, papers and files of all that hangs on it; codes, days and amounts stay for the figures."""
    files = erase(case_scope(case), by=by, cause=Kept.CASES)[1]
    record(case, "rights.erased", by=by, cause=Kept.CASES)
    return files


def _end_person(person, by):
    scope = person_scope(person)
    why_not(scope, by=None)
    return erase(scope, by=by, cause=Kept.PEOPLE)[1]


def _end_consent(consent, by):
    return erase_rows(Consent, [consent.pk], consent.municipality, by=by, cause=Kept.CONSENTS)


def _end_mail(mail, by):
    return erase_rows(InboundMail, [mail.pk], mail.municipality, by=by, cause=Kept.MAIL)


def _end_rights(request, by):
    return erase_rows(RightsRequest, [request.pk], request.municipality, by=by, cause=Kept.RIGHTS)


def _end_import(file, by):
    return erase_rows(File, [file.pk], file.municipality, by=by, cause=Kept.IMPORTS)


_ENDINGS = {
    Kept.REQUESTS: _end_request, Kept.CASES: _end_case, Kept.PEOPLE: _end_person, Kept.CONSENTS: _end_consent, Kept.MAIL: _end_mail,
    Kept.RIGHTS: _end_rights, Kept.IMPORTS: _end_import,
}  # fmt: skip
