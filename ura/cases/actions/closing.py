"""Closing a case with its outcome and a numbered letter; opening it again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.cases.actions.basics import happened, lock, move, must_be_open, save
from ura.cases.actions.planning import current_plan, go, save_plan
from ura.cases.closing import closing_of, criteria, goals_settled, obstacles
from ura.cases.days import must_have_been
from ura.cases.models import Closure, PlanState, Review
from ura.cases.needs import assessments_of, latest_of
from ura.cases.states import EventKind, Outcome, State
from ura.core.refusals import Refused
from ura.desk.letter_values import letter_values
from ura.letters.models import LetterKind
from ura.letters.signatories import chosen
from ura.letters.texts import fill, fill_line, tidy
from ura.letters.wording import wording_of
from ura.post.files import store
from ura.register.actions import enter
from ura.register.models import Entry
from ura.trail.actions import record

WITHOUT_LETTER = (Outcome.DIED, Outcome.LOST)  # there may be nobody to write to
WITH_ASSESSMENT = (Outcome.PARTLY, Outcome.MOVED, Outcome.REFERRED)  # or a sentence why there is none
WITH_REASON = (Outcome.WITHDREW, Outcome.LOST, Outcome.REFERRED, Outcome.MOVED, Outcome.MIGRATED)


def letter_words(case, *, outcome, on=None, reason="", language="sq"):
    """(subject, body) of the closing letter in the office's wording, before anybody edits it."""
    wording = wording_of(case.municipality, LetterKind.CASE_CLOSURE, language)
    with override(language):
        word = str(Outcome(outcome).label)
    values = letter_values(case.enquiry, language=language, opened_on=case.opened_on, reason=reason, outcome=word,
                           closed_on=on or timezone.localdate())  # fmt: skip
    return fill_line(wording.subject, values, language=language), fill(wording.body, values, language=language)


@transaction.atomic
def close_case(case, *, by, outcome, on=None, reason="", letter=None, subject="", body="", language="sq",
               addressee="", signatory=None, no_assessment="", version=None):  # fmt: skip
    """Close the case. «Fully reintegrated» only when the office's criteria hold; nothing while something is open.

    `no_assessment`: why nobody could be assessed once more, for the outcomes of WITH_ASSESSMENT.
    The letter takes the next number of the book, out; its PDF is made afterwards (`keep_letter`). Without `subject`
    and `body` it is written in the office's wording. `letter` False: none is sent, for who died or cannot be reached.
    """
    case = lock(case, version=version)
    must_be_open(case)
    outcome, on = Outcome(outcome), on or timezone.localdate()
    must_have_been(case, on)
    if left := obstacles(case):
        raise Refused(" ".join(left))
    _must_not_forget(case, on)
    if outcome == Outcome.REINTEGRATED and (lacking := [each.text for each in criteria(case) if not each.holds]):
        raise Refused(_("Not «fully reintegrated» yet. %(why)s") % {"why": " ".join(lacking)}, field="outcome")
    if outcome in WITH_REASON and not reason.strip():
        raise Refused(_("Write in a sentence why; the reason is kept."), field="reason")
    assessment, no_assessment = _closing_assessment(case), no_assessment.strip()
    _must_be_assessed(outcome, assessment, no_assessment)
    letter = outcome not in WITHOUT_LETTER if letter is None else letter
    if not letter and outcome not in WITHOUT_LETTER:
        raise Refused(_("The person gets a letter about the closing."), field="letter")
    signing = chosen(case.municipality, signatory)
    if letter and (signing is None or not signing.function_sq):
        raise Refused(
            _("Nobody is named who signs letters by function. The office administrator sets it: "
              "the officer's function and «Signs official letters».")
        )  # fmt: skip
    if letter and not (subject.strip() and body.strip()):
        subject, body = letter_words(case, outcome=outcome, on=on, reason=reason, language=language)
    closure = Closure(
        municipality=case.municipality, case=case, outcome=outcome, closed_on=on, reason=reason.strip(), officer=by,
        assessment=assessment, no_assessment="" if assessment else no_assessment, language=language,
        signatory=signing.officer if letter else None,
        subject=" ".join(subject.split()) if letter else "", body=tidy(body) if letter else "",
        addressee=(tidy(addressee) or _addressee(case)) if letter else "",
    )  # fmt: skip
    _end_plan(case, on, by=by)
    missed = _missed_review(case, on)
    case.closed_on, case.outcome, case.next_review_on, case.to_close = on, outcome, None, False
    save(case, "closed_on", "outcome", "next_review_on", "to_close")
    move(case, State.CLOSED, by=by)
    if letter:
        closure.entry = enter(case.municipality, Entry.Direction.OUT)  # the book's counter is the last lock
    closure.save(force_insert=True)
    said = "\n".join(text for text in (closure.reason, closure.no_assessment) if text)
    happened(case, EventKind.CLOSED, by=by, on=on, text=said, outcome=str(outcome), closure=closure.pk,
             number=closure.entry.label if letter else "", unassessed=bool(closure.no_assessment),
             **({"missed": missed.isoformat()} if missed else {}))  # fmt: skip
    return closure


def keep_letter(closure, pdf):
    """Keep the finished PDF of the closing letter; the first one made stays. Returns its File."""
    closure = Closure.objects.select_for_update().get(pk=closure.pk)
    if closure.letter is None:
        name = closure.entry.label.replace("/", "-")
        closure.letter = store(closure.case.municipality, pdf, name=f"{name}.pdf", trusted_type="application/pdf")
        closure.save(update_fields=["letter"])
        record(closure.case, "cases.letter_made", closure=closure.pk)
    return closure.letter


@transaction.atomic
def reopen_case(case, *, by, reason, version=None):
    """Open a closed case again; its way begins with a new assessment."""
    case = lock(case, version=version)
    if case.is_open:
        raise Refused(_("This case is open."))
    if not reason.strip():
        raise Refused(_("Write why the case is opened again; the reason is kept."), field="reason")
    move(case, State.OPENED, by=by)
    case.closed_on, case.outcome = None, ""
    save(case, "closed_on", "outcome")
    Closure.objects.filter(municipality=case.municipality, case=case, reopened_on=None).update(
        reopened_on=timezone.localdate()
    )
    happened(case, EventKind.REOPENED, by=by, text=reason.strip())
    return case


def _missed_review(case, on):
    """The day of a review that was due before the closing and never took place."""
    due = case.next_review_on
    return due if due and due < on and not case.to_close else None


def _must_not_forget(case, on):
    """The last word of the case is its closing."""
    last = Review.objects.filter(municipality=case.municipality, case=case).last()
    days = [row.made_on for row in latest_of(case).values()] + ([last.made_on] if last else [])
    if days and on < max(days):
        raise Refused(_("This day lies before the last assessment or review."), field="on")


def _must_be_assessed(outcome, assessment, why_not):
    if outcome in WITH_ASSESSMENT and assessment is None and not why_not:
        raise Refused(
            _("Make the closing assessment first, or write why there is none; the reason is kept."),
            field="no_assessment",
        )


def _closing_assessment(case):
    return closing_of(case, assessments_of(case)).get(case.person_id)


def _end_plan(case, on, *, by):
    """Completed when every goal is settled; else it ended before its goals."""
    plan = current_plan(case)
    if plan is None:
        return
    done = plan.state == PlanState.APPROVED and goals_settled(case)
    go(plan, PlanState.COMPLETED if done else PlanState.ENDED)
    plan.completed_on = on if done else None
    save_plan(plan, "state", "completed_on")


def _addressee(case):
    return "\n".join(line for line in (case.person.name, *case.person.address.splitlines()) if line.strip())
