"""A request about one's own data from receipt to answer (law 124/2024, articles 12–20)."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.municipalities.fast import insert
from ura.people.actions import add_person
from ura.post.outbox import queue
from ura.register.actions import enter
from ura.register.models import Entry
from ura.rights.clock import deadline
from ura.rights.models import RightsRequest
from ura.rights.states import MOVES, AnswerWay, Decision, Identity, Right, RightsState
from ura.staff.models import Officer, Role
from ura.trail.actions import record

LONGEST = 20_000


def receive(municipality, *, by, person, right, details="", received_on=None, sender_reference="", officer=None):
    """Enter a request about one's own data in the book, with its number and time limit.

    `by` is the officer who wrote it down, and carries it; None, with `officer`, where the person wrote themselves.
    """
    today = timezone.localdate()
    received_on = received_on or today
    if received_on > today:
        raise Refused(
            _("%(day)s is in the future: write the day on which the request came in.")
            % {"day": date_format(received_on)},
            field="received_on",
        )
    _must_fit(details, "details")
    if person.erased_on:
        raise Refused(_("This person's data was erased: nothing is held any more."))
    entry = enter(municipality, Entry.Direction.IN, received_on=received_on, sender_reference=sender_reference)
    request = insert(
        RightsRequest(
            municipality=municipality, entry=entry, person=person, right=right, officer=officer or by, details=details.strip(),
            received_on=received_on, due_on=deadline(municipality, received_on).due_on,
        )
    )  # fmt: skip
    record(request, "rights.received", by=by, number=entry.label, right=right, due_on=request.due_on)
    return request


def receive_from_public(municipality, *, right, person, details=""):
    """What came through the public page: entered at once, with whoever is responsible; who asks is not proven yet.

    The name and the ways to reach them are written down as a person of their own, never joined to one who is held:
    that is an officer's act, after the identity was checked.
    """
    officer = responsible(municipality)
    if officer is None:
        raise Refused(_("Nobody at this office can take this here for now: please come, write or call."))
    _must_fit(details, "details")
    written = add_person(municipality, **person)
    request = receive(municipality, by=None, officer=officer, person=written, right=right, details=details)
    with translation.override(written.language):
        text = _(
            "Your request about your data (%(right)s) has the number %(number)s. You get an answer by %(day)s.\n\n"
            "Before anything is decided or handed out we must be sure that it is you: come to the office with your "
            "identity document, or write or call, and we tell you how else you can prove it.\n\n%(office)s\n%(address)s"
        ) % {
            "right": request.get_right_display(), "number": request.entry.label, "day": date_format(request.due_on),
            "office": municipality.office, "address": municipality.office.address,
        }  # fmt: skip
    _tell(
        request, key=f"rights-received-{request.pk}", text=text.strip(), subject=gettext_lazy("Request about your data")
    )
    return request


def responsible(municipality):
    """The data protection officer; in an office without one a supervisor, else whoever carries requests."""
    staff = list(Officer.objects.filter(municipality=municipality, active=True).select_related("user").order_by("pk"))
    ranks = (Role.DATA_PROTECTION, Role.SUPERVISOR, Role.OFFICER)
    return next((one for role in ranks for one in staff if one.has(role)), None)


def identify(request, *, by, identity, note="", version=None):
    """Who asks is who they say: without it nothing is decided and nothing leaves."""
    request = _lock(request, version)
    if identity not in Identity.values:
        raise Refused(_("Say how the identity was checked."), field="identity")
    _move(request, RightsState.IDENTIFIED)
    request.identity, request.identity_note = identity, note.strip()
    request.identified_at, request.identified_by = timezone.now(), by
    _save(request, "identity", "identity_note", "identified_at", "identified_by", "state")
    record(request, "rights.identified", by=by, how=identity)
    return request


def extend(request, *, by, reason, version=None):
    """More time, once, with a reason that the person is told (uncertain reading of the law: setting of the office)."""
    request = _lock(request, version)
    _must_be_open(request)
    if request.extended_on:
        raise Refused(_("The time limit was extended already; it can be extended once."))
    if not reason.strip():
        raise Refused(_("Write why more time is needed; the person is told the reason."), field="reason")
    today = timezone.localdate()
    if today > request.due_on:
        raise Refused(_("The time limit has passed: it can no longer be extended."))
    request.extended_on, request.extension_reason = today, reason.strip()
    request.due_on = deadline(request.municipality, request.received_on, today).due_on
    _save(request, "extended_on", "extension_reason", "due_on")
    record(request, "rights.extended", by=by, due_on=request.due_on)
    _tell(
        request,
        key=f"rights-extended-{request.pk}",
        text=reason.strip(),
        subject=gettext_lazy("More time for your request"),
    )
    return request


def decide(request, *, by, decision, reason="", version=None):
    """Grant, grant in part or refuse, with the reason; a refusal without a reason is none."""
    request = _lock(request, version)
    if request.state == RightsState.RECEIVED:
        raise Refused(_("Check first who asks: without a checked identity nothing is decided."))
    if decision not in Decision.values:
        raise Refused(_("Choose a decision."), field="decision")
    if decision != Decision.GRANTED and not reason.strip():
        raise Refused(_("Write the reason: the person may take it to the Commissioner."), field="reason")
    if request.carried_out_at:
        raise Refused(_("It was carried out already: the decision stands."))
    if request.answered_on:
        raise Refused(_("It was answered already: the decision stands."))
    _must_fit(reason, "reason")
    _move(request, RightsState.DECIDED)
    request.decision, request.reason = decision, reason.strip()
    request.decided_at, request.decided_by = timezone.now(), by
    _save(request, "decision", "reason", "decided_at", "decided_by", "state")
    record(request, "rights.decided", by=by, decision=decision)
    return request


def answer(request, *, by, text, way, version=None):
    """The answer leaves under its own number in the book; by e-mail it is queued in the same transaction."""
    request = _lock(request, version)
    if request.state != RightsState.DECIDED:
        raise Refused(_("Decide first; the answer tells the decision."))
    if request.answered_on:
        raise Refused(_("It was answered already."))
    if not text.strip():
        raise Refused(_("Write the answer."), field="text")
    if way not in AnswerWay.values:
        raise Refused(_("Say how the answer leaves."), field="way")
    if way == AnswerWay.EMAIL and not request.person.email:
        raise Refused(_("No e-mail address is known: choose another way."), field="way")
    _must_fit(text, "text")
    carries = request.is_granted and request.right in (Right.ACCESS, Right.PORTABILITY, Right.RECTIFICATION)
    if carries and not request.carried_out_at:
        raise Refused(_("Carry it out first: the answer says that it was done."))
    request.answer, request.answer_way, request.answered_on = text.strip(), way, timezone.localdate()
    if way == AnswerWay.EMAIL:
        _tell(
            request,
            key=f"rights-answer-{request.pk}",
            text=text.strip(),
            subject=gettext_lazy("Answer about your data"),
        )
    request.answer_entry = enter(request.municipality, Entry.Direction.OUT)
    _save(request, "answer", "answer_way", "answered_on", "answer_entry")
    record(request, "rights.answered", by=by, number=request.answer_entry.label, way=way)
    return close_if_done(request, by=by)


def withdraw(request, *, by, version=None):
    """The person takes the request back."""
    request = _lock(request, version)
    _move(request, RightsState.WITHDRAWN)
    request.closed_on = timezone.localdate()
    _save(request, "state", "closed_on")
    record(request, "rights.withdrawn", by=by)
    return request


def carried_out(request, *, by, **facts):
    """What was granted is done; the caller holds the row's lock."""
    request.carried_out_at = timezone.now()
    _save(request, "carried_out_at")
    record(request, "rights.carried_out", by=by, right=request.right, **facts)
    return close_if_done(request, by=by)


def close_if_done(request, *, by):
    """Closed when it was answered and, if granted, carried out."""
    if request.answered_on and (request.carried_out_at or not request.is_granted):
        _move(request, RightsState.CLOSED)
        request.closed_on = timezone.localdate()
        _save(request, "state", "closed_on")
        record(request, "rights.closed", by=by)
    return request


def granted(request, *rights, version=None):
    """The row under lock, if one of these rights was granted and is not carried out yet."""
    request = _lock(request, version)
    if request.right not in rights:
        raise Refused(_("This request asks for another right."))
    if request.state != RightsState.DECIDED or not request.is_granted:
        raise Refused(_("Only what was granted is carried out: decide first."))
    if request.carried_out_at:
        raise Refused(_("It was carried out already."))
    return request


def _lock(request, version=None):
    lock_version(request, version)
    locked = RightsRequest.objects.select_related("person", "entry").get(pk=request.pk)
    locked.municipality = locked.person.municipality = request.municipality
    return locked


def _move(request, to):
    if to not in MOVES[RightsState(request.state)]:
        raise Refused(
            _("This is not possible now: the request is “%(state)s”.") % {"state": request.get_state_display()}
        )
    request.state = to


def _must_be_open(request):
    if not request.is_open:
        raise Refused(_("This request is closed."))


def _must_fit(text, field):
    if len(text) > LONGEST:
        raise Refused(_("The text is too long: at most %(n)s signs.") % {"n": LONGEST}, field=field)


def _save(request, *fields):
    request.version += 1
    request.save(update_fields=[*fields, "version"])


def _tell(request, *, key, text, subject):
    """By e-mail where there is an address; the subject, in the person's language, says nothing about them."""
    if not request.person.email:
        return
    with translation.override(request.person.language):
        queue(
            request.municipality, key=key, kind="rights", about=request, to=request.person.email, automatic=False,
            subject=f"{request.entry.label}: {subject}", text=text, language=request.person.language,
        )  # fmt: skip
