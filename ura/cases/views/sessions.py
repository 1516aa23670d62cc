"""Counselling sessions: hold one, look at it, lead it on into a case, find the others."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ura.cases import session_clock
from ura.cases.actions.counselling import correct_session, hand_out, hold_session, open_case_of, take_name_off
from ura.cases.actions.counselling import link as link_session
from ura.cases.forms.session import WITHOUT, CorrectForm, SessionForm
from ura.cases.forms.session_rows import GuideRows
from ura.cases.guide_choices import guide_title
from ura.cases.models import Registration
from ura.cases.paper_forms import FormKey, clauses, paper_form
from ura.cases.rules import find_case
from ura.cases.rules import may_read as may_read_case
from ura.cases.rules import may_work as may_work_case
from ura.cases.session_doors import find_known_person, find_session, may_correct, may_open_case, may_read
from ura.cases.session_words import need_word, suggested_guides
from ura.codelists.countries import place
from ura.core import once
from ura.core.refusals import Refused, refusal_into
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.consent import allowed
from ura.people.consent_texts import text_in_use
from ura.people.models import How, Purpose
from ura.post.files import store
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

FIELDS_OF_GIVE = {"given_on": "consent_date", "purposes": "consent_stats", "valid_until": "consent_date"}


@staff_page(*CASEWORK, own_transaction=True)
def new(request, form):
    """One session on one page: the declaration first; scans are looked at before the transaction begins."""
    if form not in FormKey.values:
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    with reading_for(request.municipality):
        person = find_known_person(request.officer, sent.get("person", ""))
        case = _case_named(request.officer, sent.get("case", ""))
        if case and not person and request.method != "POST":
            person = case.person
            person.municipality = request.municipality
        allowing = allowed(person, Purpose.PROCESSING) if person else None
        known = {"person": person, "allowing": allowing}
        if request.method != "POST":
            start = {"token": once.new_token(), "start": session_clock.start(), "case": sent.get("case", ""),
                     "person": person.pk if person else None}  # fmt: skip
            return _page(request, SessionForm(request.officer, form, initial=start, **known), case)
        filled = SessionForm(request.officer, form, request.POST, request.FILES, **known)
        if not filled.is_valid():
            return _page(request, filled, case)
    try:
        with working_for(request.municipality):
            return _hold(request, filled, form, person, case)
    except Refused as refused:
        _refuse(filled, refused)
        with reading_for(request.municipality):
            return _page(request, filled, case)


def _hold(request, filled, key, person, case):
    """Write it down, unless the same form did so already."""
    officer, token = request.officer, filled.cleaned_data["token"]
    if not once.claim(officer.pk, token):
        messages.info(request, _("This form was sent already: here is what it made."))
        return redirect(once.made_by(officer.pk, token) or reverse("sessions", args=[request.municipality.slug]))
    if filled.how == WITHOUT:
        person = None
    proof = filled.proof and store(
        request.municipality, filled.proof.data, name=filled.proof.name, inspected=filled.proof
    )
    consent = filled.consent(proof)
    if consent:
        consent |= {
            "place": str(request.municipality.office),
            "language": "en" if request.LANGUAGE_CODE == "en" else "sq",
        }
    session = hold_session(
        request.municipality, by=officer, form=key, person=person, case=case, consent=consent, **filled.values()
    )
    session.municipality = request.municipality
    messages.success(request, _("The session is written down with number %(number)s.") % {"number": session})
    address = session.get_absolute_url()
    if not request.municipality.counselling_sessions.visible_to(officer).filter(pk=session.pk).exists():
        messages.warning(request, _("It is known to a team only from now on, because of what it is about."))
        address = reverse("sessions", args=[request.municipality.slug])
    once.remember(officer.pk, token, address)
    return redirect(address)


def _refuse(filled, refused):
    if refused.field == "evidence" and filled.how == How.SCREEN:
        refused.field = "signature"
    refused.field = FIELDS_OF_GIVE.get(refused.field, refused.field)
    refusal_into(filled, refused)


def _page(request, form, case):
    paper, language = form.paper, "en" if request.LANGUAGE_CODE == "en" else "sq"
    text = text_in_use(request.municipality, language, keep=False)
    context = {
        "form": form, "paper": paper, "case": case, "person": form.known, "allowing": form.allowing, "text": text,
        "statements": [str(each) for each in clauses() if each.kind == "statement"],
        "processing": next(str(each) for each in clauses() if each.key == "processing"),
        "began": session_clock.started(form["start"].value() or ""), "files_lost": request.FILES,
        "forms": [(key, paper_form(key).title) for key in FormKey.values],
        "rest": "&".join(f"{name}={form[name].value()}" for name in ("person", "case") if form[name].value()),
    }  # fmt: skip
    return render(request, "cases/session_new.html", context, status=422 if form.errors or not _rows_fit(form) else 200)


def _rows_fit(form):
    return not form.is_bound or (form.need_rows.is_valid() and form.guide_rows.is_valid())


def _case_named(officer, text):
    """The case an address names as year-number; it must be one the officer works on."""
    year, _dash, number = text.partition("-")
    if not text:
        return None
    if not (year.isascii() and year.isdecimal() and number.isascii() and number.isdecimal() and len(text) < 15):
        raise Http404
    return find_case(officer, int(year), int(number), may=may_work_case)


@staff_page(*CASEWORK)
@require_safe
def session(request, year, number):
    """One session as it was held."""
    found = find_session(request.officer, year, number, may=may_read)
    return _session_page(request, found, GuideRows(request.municipality, prefix="guides"))


def _session_page(request, found, guides, *, status=200):
    officer = request.officer
    registered = request.municipality.registrations.visible_to(officer).filter(session=found).first()
    ended = _ended(found)
    context = {
        "session": found, "groups": answers_shown(found, words=not ended), "ended": ended,
        "needs": needs_shown(found, notes=not ended), "may_take_off": officer.has(Role.OFFICER, Role.SUPERVISOR),
        "given": [(guide_title(each.guide), each) for each in found.guides.all()],
        "suggested": suggested_guides(found), "guides": guides, "may_correct": may_correct(officer, found), "origin": place(found.origin) if found.origin else "",
        "may_open_case": may_open_case(officer, found) and not found.case and not found.unnamed,
        "may_see_case": bool(found.case) and officer.has(Role.OFFICER, Role.SUPERVISOR, Role.CLERK),
        "open_cases": _open_cases(officer, found), "registered": registered,
        "category": Registration.Category.RETURNEE, "agreed": list(found.consent.parts) if found.consent else [],
    }  # fmt: skip
    return render(request, "cases/session.html", context, status=status)


def _ended(found):
    """Did the consent end on which a session outside any case stands?"""
    return not found.unnamed and not found.case and allowed(found.person, Purpose.PROCESSING) is None


def _open_cases(officer, found):
    """Open cases of the same person that the session may be put to."""
    if found.unnamed or found.case or not officer.has(Role.OFFICER, Role.SUPERVISOR):
        return []
    rows = officer.municipality.cases.visible_to(officer).open().filter(person=found.person)
    return list(rows.select_related("enquiry__entry")[:5])


def answers_shown(found, *, words=True):
    """[(heading, [(label, answer)])] of one session, in the order of its form; `words`: free text too."""
    from ura.cases.paper_forms import SECTION_WORDS, SECTIONS

    words = {each.field: each.text for each in found.words.all()} if words else {}
    groups = []
    for section in SECTIONS:
        rows = []
        for field in found.paper.fields:
            if field.section == section and (field.coded or field.key in words or field.key in found.answers):
                said = words.get(field.key) or field.shown(found.answers.get(field.key))
                if said:
                    rows.append((field.label, said))
        if rows:
            groups.append((SECTION_WORDS[section], rows))
    return groups


def needs_shown(found, *, notes=True):
    """[(who, need, urgency, note)] of one session."""
    office = found.municipality
    return [
        (each.get_who_display(), need_word(office, each.need), each.get_urgency_display(), each.note if notes else "")
        for each in found.needs.all()
    ]


@staff_page(*CASEWORK)
def correct(request, year, number):
    """Rectify the answers of a session."""
    found = find_session(request.officer, year, number, may=may_correct)
    if _ended(found):
        messages.error(
            request, _("The consent ended: the words of this session are used for nothing and no longer shown.")
        )
        return redirect(found)
    form = CorrectForm(request.officer, found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                correct_session(found, by=request.officer, **form.values())
            messages.success(request, _("The answers are corrected."))
            return redirect(found)
        except Refused as refused:
            refusal_into(form, refused)
    return render(
        request, "cases/session_edit.html", {"form": form, "session": found}, status=422 if form.errors else 200
    )


@staff_page(Role.OFFICER, Role.SUPERVISOR)
@require_POST
def open_case(request, year, number):
    """The session opens a case, or is put to one that is open."""
    found = find_session(request.officer, year, number, may=may_open_case)
    chosen = request.POST.get("case", "")
    try:
        with transaction.atomic():
            if chosen:
                case = _case_named(request.officer, chosen)
                if case.person_id != found.person_id:
                    raise Refused(_("This case is of another person."))
                link_session(found, case, by=request.officer)
            else:
                case = open_case_of(found, by=request.officer)
                case.municipality = request.municipality
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(found)
    messages.success(request, _("The session belongs to case %(number)s.") % {"number": case})
    return redirect("case", request.municipality.slug, case.enquiry.entry.year, case.enquiry.entry.number)


@staff_page(*CASEWORK)
@require_POST
def guides(request, year, number):
    """Guides handed out after the session was written down."""
    found = find_session(request.officer, year, number, may=may_read)
    rows = GuideRows(request.municipality, request.POST, prefix="guides")
    if not rows.is_valid():
        return _session_page(request, found, rows, status=422)
    hand_out(found, rows.values(), by=request.officer)
    if rows.values():
        messages.success(request, _("The guides are noted."))
    return redirect(found)


@staff_page(Role.OFFICER, Role.SUPERVISOR)
@require_POST
def name_off(request, year, number):
    """The consent ended: the name and the words go, the coded answers stay."""
    found = find_session(request.officer, year, number, may=may_read)
    try:
        with transaction.atomic():
            take_name_off(found, by=request.officer)
        messages.success(request, _("The session has no name from now on; it counts all the same."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(found)


@staff_page(*CASEWORK)
@require_safe
def of_case(request, year, number):
    """The sessions of one case: the tab of its page."""
    case = find_case(request.officer, year, number, may=may_read_case)
    rows = list(case.sessions.visible_to(request.officer).for_list().prefetch_related("guides", "needs"))
    shown = []
    for row in rows:
        row.municipality = row.enquiry.municipality = request.municipality
        shown.append((row, [guide_title(each.guide) for each in row.guides.all()],
                      [need_word(request.municipality, each.need) for each in row.needs.all()]))  # fmt: skip
    context = {"case": case, "rows": shown, "forms": [(key, paper_form(key).title) for key in FormKey.values],
               "may_work": may_work_case(request.officer, case) and case.is_open}  # fmt: skip
    return render(request, "cases/session_case.html", context)
