"""The page of one request: what is known, what happened, why this day, what comes next."""

from types import SimpleNamespace

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from ura.cases.ticks import case_of
from ura.codelists.countries import place
from ura.codelists.lists import word
from ura.core import once
from ura.core.refusals import Refused, refusal_into
from ura.desk import rules, timeline
from ura.desk.actions.basics import lock
from ura.desk.checklist import checklist, focal_point_step
from ura.desk.clock import CLOCK_EVENTS, derive_for
from ura.desk.models import Event
from ura.desk.states import EventKind
from ura.office.enquiry_acts import BY_CODE, IN_PLACE, offered
from ura.office.referral_parts import referrals_of
from ura.replies.for_enquiry import replies_of
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.focal_points import cover_of

SHOWN_AT_ONCE = 12  # events; older ones are folded


@staff_page(*CASEWORK)
def enquiry(request, year, number):
    found = rules.find_enquiry(request.officer, year, number, may=rules.may_read)
    return render(request, "office/enquiry.html", page_of(request, found))


def page_of(request, enquiry):
    """Everything the page shows, each table read once."""
    officer = request.officer
    staff = {o.pk: o for o in enquiry.municipality.officers.select_related("user")}
    events = list(Event.objects.filter(municipality=enquiry.municipality, enquiry=enquiry).order_by("at", "pk"))
    involved = list(enquiry.involvements.select_related("stakeholder"))
    tasks = list(enquiry.tasks.all())
    owning = rules.may_own_work(officer, enquiry)
    told = timeline.lines(enquiry, events, staff)
    deadline = derive_for(enquiry.municipality, [event for event in events if event.kind in CLOCK_EVENTS])
    acts = offered(officer, enquiry, owning)
    if _last(events, EventKind.EXTENDED, EventKind.REOPENED) == EventKind.EXTENDED:
        acts.pop("extend", None)  # the law allows it once (119/2014, 15(3))
    if _last(events, EventKind.CLARIFICATION_ASKED, EventKind.CLARIFIED) != EventKind.CLARIFICATION_ASKED:
        acts.pop("clarified", None)
    if _last(events, EventKind.ACKNOWLEDGED):
        acts.pop("acknowledge", None)
    team = list(enquiry.team.now().select_related("officer__user")) if enquiry.restricted else []
    return {
        "enquiry": enquiry,
        "team": team,
        "glass_until": next((member.until for member in team if member.officer_id == officer.pk), None),
        "acting": _acting(enquiry, staff),
        "codes": _codes(enquiry),
        "events": told[:SHOWN_AT_ONCE],
        "older": told[SHOWN_AT_ONCE:],
        "messages_unread": _unread(enquiry, events),
        "steps": [step.sentence() for step in deadline.steps],
        "procedures": checklist(enquiry, events, involved, staff),
        "focal_point_step": focal_point_step(enquiry),
        "attachments": list(enquiry.attachments.select_related("file")),
        "involved": involved,
        "tasks": [
            _task(task, staff, rules.may_finish(officer, enquiry, task) if not owning else True) for task in tasks
        ],
        "replies": replies_of(enquiry, officer, {event.kind for event in events}),
        "referrals": referrals_of(enquiry) if rules.may_work(officer, enquiry) else [],
        "refer_url": _link("enquiry_refer", enquiry) if enquiry.is_open and owning else "",
        "can": SimpleNamespace(**{code: act.url(enquiry) for code, act in acts.items()}),
        "menu": [
            (act, act.url(enquiry), timeline.law_words(act.law)) for act in acts.values() if act.code not in IN_PLACE
        ],
        "note_form": BY_CODE["note"].form(enquiry, officer) if "note" in acts else None,
        "seen": events[-1].pk if events else 0,
        "token": once.new_token(),
        "fresh": "new" in request.GET,
        "trail_url": _link("enquiry_trail", enquiry) if rules.may_work(officer, enquiry) else "",
        "session_url": _session_url(officer, enquiry),
        "case": _case_of(enquiry),
        "case_new": _link("enquiry_case", enquiry) if enquiry.entry.voided_at is None else "",
        "receipt_pdf": _link("enquiry_receipt_pdf", enquiry),
        "ack_pdf": _link("enquiry_ack_pdf", enquiry),
    }


def act_page(act):
    """The page of one act: shown, done, or shown again with what was typed and why it was not done."""

    @staff_page(*act.roles)
    def view(request, year, number):
        enquiry = rules.find_enquiry(request.officer, year, number, may=act.may)
        if request.method != "POST":
            form = act.form(enquiry, request.officer, initial=request.GET.dict())
            return _show(request, act, enquiry, form)
        form = act.form(enquiry, request.officer, request.POST, request.FILES)
        try:
            with transaction.atomic():
                # A second click waits here for the first, and then finds what it made.
                lock(enquiry)
                if made := once.made_by(_form_of(request, act), _token(request)):
                    return redirect(made)
                if act.versioned:
                    lock(enquiry, version=_version(request.POST.get("version")))
                if form.is_valid():
                    return redirect(_do(request, act, enquiry, form))
        except Refused as refused:
            refusal_into(form, refused)
            return _show(request, act, enquiry, form, status=409)
        return _show(request, act, enquiry, form, status=422)

    return view


def _do(request, act, enquiry, form):
    """Do it, and remember that this form did it; answers where to go then."""
    officer, values = request.officer, form.values()
    if act.versioned:
        values["version"] = _version(request.POST["version"])
    result = act.do(enquiry, by=officer, **values)
    address = (act.after and act.after(enquiry, result, by=officer)) or _back(officer, enquiry)
    once.remember(_form_of(request, act), _token(request), address)
    messages.success(request, act.title)
    if act.code == "complaint" and rules.nobody_reads(result):
        messages.warning(request, rules.nobody_reads_words())
    return address


def _form_of(request, act):
    """Whose form it is: the page of a request has several, which share one token."""
    return f"{request.officer.pk}-{act.code}"


def _token(request):
    """The token of the form, or nothing when it is none of ours."""
    text = request.POST.get("token", "")
    return text if text.isascii() and text.isalnum() else ""


def _version(text):
    """The version the form was made from; a form without one may overwrite nobody's work."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1


def _back(officer, enquiry):
    """To the request, unless the act took it out of this officer's sight (a complaint)."""
    if rules.may_know(officer, enquiry):
        return enquiry.get_absolute_url()
    return reverse("day", args=[enquiry.municipality.slug])


def _show(request, act, enquiry, form, status=200):
    enquiry.refresh_from_db(fields=["version", "state", "due_on"])
    staff = {o.pk: o for o in enquiry.municipality.officers.select_related("user")}
    since = []
    shown = request.POST.get("seen", "")
    if status == 409 and shown.isdecimal() and len(shown) < 19:
        events = enquiry.events.filter(pk__gt=int(shown)).exclude(officer=request.officer)
        since = timeline.lines(enquiry, events, staff)
    seen = enquiry.events.order_by("-pk").values_list("pk", flat=True).first()
    context = {
        "act": act, "enquiry": enquiry, "form": form, "since": since, "seen": seen or 0, "law": timeline.law_words(act.law),
        "token": request.POST.get("token") or once.new_token(), "back": enquiry.get_absolute_url(),
    }  # fmt: skip
    return render(request, "office/enquiry_act.html", context, status=status)


def _session_url(officer, enquiry):
    """The counselling session that was served under this number; asked only of what was answered on the spot."""
    if enquiry.outcome != "oral_answer":
        return ""
    held = enquiry.municipality.counselling_sessions.visible_to(officer).filter(enquiry=enquiry).exists()
    return _link("session", enquiry) if held else ""


def _last(events, *kinds):
    """Which of these kinds happened last."""
    return next((event.kind for event in reversed(events) if event.kind in kinds), None)


def _acting(enquiry, staff):
    """Who acts for an absent focal point today."""
    acting = cover_of(enquiry.owner)
    return acting if acting != enquiry.owner else None


def _codes(enquiry):
    office = enquiry.municipality
    return SimpleNamespace(
        service=word(office, "service_type", enquiry.service),
        requester_type=word(office, "requester_type", enquiry.requester_type),
        audience=word(office, "audience", enquiry.audience) if enquiry.audience else "",
        need=word(office, "request_kind", enquiry.need) if enquiry.need else "",
        origin=place(enquiry.origin) if enquiry.origin else "",
        outcome=word(office, "outcome", enquiry.outcome) if enquiry.outcome else "",
        country=place(enquiry.requester.country) if enquiry.requester and enquiry.requester.country else "",
    )


def _unread(enquiry, events):
    """What the requester last wrote or did by themselves, while nobody has read it."""
    if not enquiry.unread:
        return None
    kinds = (EventKind.MESSAGE_IN, EventKind.CLARIFIED)
    withdrawn = EventKind.WITHDRAWN  # by an officer it is no news
    news = (e for e in reversed(events) if e.kind in kinds or (e.kind == withdrawn and e.officer_id is None))
    return next(news, None)


def _task(task, staff, may_finish):
    return {
        "task": task, "officer": staff.get(task.officer_id), "given_by": staff.get(task.given_by_id),
        "may_finish": may_finish and task.done_at is None,
    }  # fmt: skip


def _case_of(enquiry):
    """The case this request opened; who may know of the one may know of the other."""
    case = case_of(enquiry)
    if case is not None:
        case.municipality, case.enquiry = enquiry.municipality, enquiry
    return case


def _link(name, enquiry):
    try:
        return reverse(name, args=[enquiry.municipality.slug, enquiry.entry.year, enquiry.entry.number])
    except NoReverseMatch:
        return ""
