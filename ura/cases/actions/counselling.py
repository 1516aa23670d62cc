"""Counselling: a session held, entered later, led on into a case; guides handed out."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.cases import session_rules as rules
from ura.cases.actions.basics import happened, must_be_open
from ura.cases.actions.emergencies import raise_emergency
from ura.cases.actions.opening import note_category, open_case
from ura.cases.models import CounsellingSession, GuideGiven, Registration, SessionNeed, SessionWord
from ura.cases.paper_forms import FormKey, paper_form
from ura.cases.states import EventKind, Kind
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.desk.actions.registering import serve_and_close
from ura.desk.actions.team import restrict_at_once
from ura.desk.states import Channel, RestrictedFor
from ura.guides.reading import guide as guide_of
from ura.people.actions import add_person
from ura.people.births import must_be_born
from ura.people.consent import allowed, require
from ura.people.consent_acts import give
from ura.people.models import Purpose
from ura.staff.models import Role
from ura.trail.actions import record

AUDIENCES = {FormKey.DIASPORA: "diaspora", FormKey.INTERNAL: "internal_migrant", FormKey.RETURNEE: "returnee"}
KINDS = {FormKey.DIASPORA: Kind.DIASPORA, FormKey.INTERNAL: Kind.INTERNAL, FormKey.RETURNEE: Kind.RETURNEE}
CONTACTS = {"citizen_name": "name", "consent_phone": "phone", "consent_email": "email"}
CLAUSES = {"consent_stats": Purpose.INTERNAL_STATISTICS, "consent_follow_up": Purpose.FOLLOW_UP_CONTACT}
CARRIERS = (Role.OFFICER, Role.SUPERVISOR)
CLOCK = ("emergency_at", "emergency_due_at", "emergency_met_at", "next_review_on", "version")


def hold_session(
    municipality, *, by, form, held_on=None, officer=None, unit=None, channel=Channel.COUNTER, origin="", minutes=None,
    duration="", answers=None, words=None, contacts=None, agreed=None, needs=(), guides=(), solved="", person=None,
    consent=None, case=None,
):  # fmt: skip
    """Write down one session under a number of its own, served and closed.

    `consent`: what `give` takes (how, given_on, evidence …) when the declaration is signed now; `person`: somebody
    known, whose earlier consent counts when there is no new one. Neither: the session is unnamed, and names,
    contacts and free text are refused. `answers`: codes, numbers and days by field; `words`: free text by field;
    `contacts`: citizen_name, consent_full_name, consent_phone, consent_email; `agreed`: consent_stats,
    consent_follow_up. `needs`: {who, need, urgency, note, person}; `guides`: (key, way).
    """
    paper, held_on = paper_form(form), held_on or timezone.localdate()
    answers, words, contacts = _filled(answers), _filled(words), _filled(contacts)
    agreed, needs = _filled(agreed), list(needs)
    rules.check_day(held_on)
    rules.check_options(paper, answers)
    band = rules.band(duration, minutes)
    if person is None and consent is None:
        rules.check_closed(paper, answers, words, contacts, agreed, [need.get("note") for need in needs])
    rules.check_required(paper, answers, unit=unit)
    rules.check_together(paper, answers, words, held_on)
    closing = rules.sensitive(answers) if person or consent else []
    person, allowing = _agreed(municipality, by, held_on, answers, words, contacts, agreed, person, consent)
    must_be_born(person, held_on, field="date")
    _must_be_born_at_return(person, answers)
    enquiry = serve_and_close(
        municipality, by=by, owner=by if by.has(*CARRIERS) else None, channel=channel, requester=person, unit=unit,
        subject=_in_albanian(lambda: f"{_('Counselling session')}: {paper.title}"),
        oral_answer=_in_albanian(lambda: _treated(paper, answers)), received_on=held_on, answered_on=held_on,
        audience=AUDIENCES[form], origin=origin, service="1", requester_type="1",
    )  # fmt: skip
    enquiry.municipality = municipality
    session = CounsellingSession.objects.create(
        municipality=municipality, enquiry=enquiry, person=person, consent=allowing, form=form, held_on=held_on,
        entered_on=timezone.localdate(), officer=officer or by, unit=unit, minutes=minutes, duration=band,
        sex=answers.get("gender", ""), age_band=answers.get("age_band", ""), origin=origin, answers=answers,
        statistics=allowed(person, Purpose.INTERNAL_STATISTICS, on=held_on) is not None,
        follow_up=allowed(person, Purpose.FOLLOW_UP_CONTACT, on=held_on) is not None, solved=solved,
    )  # fmt: skip
    _write(session, words | ({"consent_full_name": name} if (name := contacts.get("consent_full_name")) else {}), needs)
    record(session, "cases.session_held", by=by, form=str(form), unnamed=person is None, held_on=held_on)
    if closing:
        session.enquiry = restrict_at_once(enquiry, by=by, ground=str(closing[0]), team=[session.officer])
    hand_out(session, guides, by=by, on=held_on)
    if case is not None:
        link(session, case, by=by)
    return session


def _filled(given):
    return {key: value for key, value in (given or {}).items() if value not in (None, "", [])}


def _agreed(municipality, by, held_on, answers, words, contacts, agreed, person, consent):
    """The person this session is named after and the consent that allows it; (None, None) without a declaration."""
    if consent is None and person is None:
        return None, None
    if consent is None:
        allowing = require(person, Purpose.PROCESSING, on=held_on)
        _must_be_signed(person, held_on, agreed)
        _must_agree_to_call(words, allowed(person, Purpose.FOLLOW_UP_CONTACT, on=held_on))
        return person, allowing
    name = contacts.get("citizen_name") or contacts.get("consent_full_name")
    if person is None and not contacts.get("consent_full_name"):
        raise Refused(_("Write the full name of who signed the declaration."), field="consent_full_name")
    if not consent.get("given_on"):
        raise Refused(_("Write the day on which the declaration was signed."), field="consent_date")
    rules.check_consent_day(consent["given_on"], held_on)
    _must_agree_to_call(words, agreed.get("consent_follow_up"))
    if person is None:
        held = {CONTACTS[key]: value for key, value in contacts.items() if key in CONTACTS}
        person = add_person(municipality, by=by, **(held | {"name": name, "sex": answers.get("gender", "")}))
    purposes = [Purpose.PROCESSING, *(purpose for clause, purpose in CLAUSES.items() if agreed.get(clause))]
    given = give(person, by=by, purposes=purposes, **consent)
    require(person, Purpose.PROCESSING, on=held_on)  # an old paper may have ended before the session
    return person, given


def _must_be_signed(person, held_on, agreed):
    """A clause ticked beside an earlier declaration must stand in it: a tick alone is no consent."""
    for clause, purpose in CLAUSES.items():
        if agreed.get(clause) and not allowed(person, purpose, on=held_on):
            raise Refused(
                _("The earlier declaration does not say this: sign the declaration for this, or untick it."),
                field=clause,
            )


def _must_agree_to_call(words, agreed):
    """The number is kept only when the follow-up clause is accepted (SOP, Annex 1)."""
    if words.get("follow_up_phone") and not agreed:
        raise Refused(
            _("A number for the follow-up call is written, but the follow-up call is not agreed to."),
            field="follow_up_phone",
        )


def _must_be_born_at_return(person, answers):
    if back := answers.get("return_date"):
        must_be_born(person, date.fromisoformat(back), field="return_date")


def _in_albanian(say):
    with override("sq"):
        return str(say())


def _treated(paper, answers):
    """What was answered, by its codes: the words of the person stay in the session."""
    field = paper.by_key.get("topics_discussed") or paper.by_key.get("needs")
    said = field.shown(answers.get(field.key)) if field and field.coded else ""
    return f"{_('Counselled')}: {said}" if said else _("Counselled")


def _write(session, words, needs):
    SessionWord.objects.bulk_create(
        SessionWord(municipality=session.municipality, session=session, field=key, text=text.strip())
        for key, text in words.items()
    )
    SessionNeed.objects.bulk_create(
        SessionNeed(municipality=session.municipality, session=session, **need) for need in needs
    )  # fmt: skip


def hand_out(session, guides, *, by, on=None):
    """Guides given to the person: printed, by e-mail, or as a code to scan. `guides`: (key, way)."""
    on = on or timezone.localdate()
    for key, way in guides:
        text = guide_of(session.municipality, key)
        GuideGiven.objects.create(
            municipality=session.municipality, session=session, guide=key, way=way, on=on,
            national=text.national.version if text else "", edition=text.number if text else 0,
        )  # fmt: skip
        record(session, "cases.guide_given", by=by, guide=key, way=str(way))
        if session.case is not None:
            happened(session.case, EventKind.GUIDE, by=by, on=on, guide=key, way=str(way))


def link(session, case, *, by):
    """The session belongs to this case; what one of the two hides, the other does not show."""
    if session.case_id is not None:
        raise Refused(_("This session belongs to a case already."))
    if session.unnamed:
        raise Refused(_("A session without a name belongs to no case: take the consent, or hold it outside the case."))
    must_be_open(case)
    session.case = case
    session.save(update_fields=["case"])
    happened(
        case, EventKind.COUNSELLED, by=by, on=session.held_on, person=session.person, number=str(session.enquiry),
        form=session.form, band=session.duration,
    )  # fmt: skip
    for given in session.guides.all():
        happened(case, EventKind.GUIDE, by=by, on=given.on, guide=given.guide, way=given.way)
    for category in rules.sensitive(session.answers):
        note_category(case, session.person, category, by=by, on=session.held_on)
    follow_case(session, case, by=by)
    if session.answers.get("emergency"):
        _raise_once(case, session, by=by)
    return session


def _raise_once(case, session, *, by):
    """The emergency ticked in the form: its clock starts, unless one runs already or was met since the session."""
    case.refresh_from_db(fields=CLOCK)
    met = case.emergency_met_at
    if case.is_emergency or (met and session.held_on < timezone.localdate(met)):
        return
    raise_emergency(case, by=by, reason=_in_albanian(lambda: _("Marked as an emergency in the session.")))
    case.refresh_from_db(fields=CLOCK)


def follow_case(session, case, *, by):
    """The request of a session is restricted with its case, for the same team."""
    mother, own = case.enquiry, session.enquiry
    mother.refresh_from_db(fields=["restricted"])
    own.refresh_from_db(fields=["restricted"])
    if not mother.restricted or own.restricted or mother.pk == own.pk:
        return
    ground = next((c for c in RestrictedFor.values if case.categories.filter(category=c).exists()), RestrictedFor.OTHER)
    own.municipality = mother.municipality = case.municipality
    team = [member.officer for member in mother.team.standing().select_related("officer")]
    session.enquiry = restrict_at_once(own, by=by, ground=str(ground), team=team)


def open_case_of(session, *, by, kind=None, summary=""):
    """The session leads on into a case, which bears the session's number."""
    if session.person is None:
        raise Refused(
            _("This session has no name, so it cannot open a case. Take the consent and hold a named session first.")
        )
    if session.case_id is not None:
        raise Refused(_("This session belongs to a case already."))
    require(session.person, Purpose.PROCESSING)
    kind = kind or KINDS[session.form]
    returned = session.answers.get("return_date")
    case = open_case(
        session.enquiry, by=by, kind=kind, person=session.person, origin=session.origin, unit=session.unit,
        arrived_on=date.fromisoformat(returned) if returned else None, summary=summary, categories=rules.sensitive(session.answers),
        owner=by if by.has(*CARRIERS) else None,
    )  # fmt: skip
    link(session, case, by=by)
    record(session, "cases.session_opened_case", by=by, kind=str(kind))
    return case


def correct_session(
    session, *, by, version, answers, words, unit=None, origin="", minutes=None, duration="", solved=""
):
    """Rectify the answers (law 124/2024); the trail names the fields, never what stood in them."""
    lock_version(session, version)
    paper, answers, words = session.paper, _filled(answers), _filled(words)
    rules.check_options(paper, answers)
    if session.unnamed:
        rules.check_closed(paper, answers, words, {}, {}, [])
    rules.check_required(paper, answers, unit=unit)
    rules.check_together(paper, answers, words, session.held_on)
    _must_be_born_at_return(session.person, answers)
    old = {word.field: word for word in session.words.all()}
    changed = [k for k in {*answers, *session.answers} if answers.get(k) != session.answers.get(k)]
    changed += [f.key for f in paper.asked if f.free and words.get(f.key, "") != getattr(old.get(f.key), "text", "")]
    closing = set(rules.sensitive(answers)) - set(rules.sensitive(session.answers)) if not session.unnamed else ()
    session.duration, session.minutes = rules.band(duration, minutes), minutes
    session.answers, session.unit, session.origin, session.solved = answers, unit, origin, solved
    session.sex, session.age_band = answers.get("gender", ""), answers.get("age_band", "")
    session.version += 1
    session.save()
    for field in paper.asked:
        if not field.free:
            continue
        text, row = words.get(field.key, ""), old.get(field.key)
        if row and not text:
            row.delete()
        elif text and (row is None or row.text != text):
            SessionWord.objects.update_or_create(
                municipality=session.municipality, session=session, field=field.key, defaults={"text": text}
            )
    record(session, "cases.session_corrected", by=by, changed=",".join(sorted(changed)))
    for category in closing:
        session.enquiry = restrict_at_once(session.enquiry, by=by, ground=str(category), team=[session.officer])
        if session.case is not None:
            note_category(session.case, session.person, category, by=by)
    return session


def take_name_off(session, *, by):
    """After the consent ended: the session stays counted, and nobody is recognised in it any more (SOP, Annex 1).

    What a case needs is kept by the rules of the case; the request stays in the register on the law (119/2014).
    """
    if session.unnamed:
        raise Refused(_("This session has no name already."))
    if allowed(session.person, Purpose.PROCESSING):
        raise Refused(_("The consent of this person is valid: the name stays."))
    if session.case is not None:
        raise Refused(_("This session belongs to a case: what it holds goes with the case."))
    session.words.all().delete()
    session.needs.update(note="", person=None)
    registration = Registration.objects.filter(municipality=session.municipality, session=session).first()
    if registration is not None:
        registration.person, registration.occupation, registration.note = None, "", ""
        registration.save(update_fields=["person", "occupation", "note"])
    fields = session.paper.by_key
    session.answers = {key: value for key, value in session.answers.items() if fields[key].coded}
    session.person, session.consent, session.statistics, session.follow_up = None, None, False, False
    session.version += 1
    session.save(update_fields=["answers", "person", "consent", "statistics", "follow_up", "version"])
    record(session, "cases.session_name_off", by=by)
    return session
