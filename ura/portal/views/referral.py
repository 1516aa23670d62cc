"""The personal link of an institution: nothing before the code, only this referral after it, no account.

The token's first letters name the office, so its wall is entered before anything is looked for; of the rest only a
keyed hash is known. Unknown, mistyped and replaced links answer alike.
"""

import time
from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ura.core.refusals import Refused, refusal_into
from ura.desk.views.files import file_response
from ura.municipalities.tenancy import reading_for, working_for
from ura.portal import limits, referral_forms
from ura.referrals.actions import answering
from ura.referrals.actions.opening import try_code, why_shut
from ura.referrals.links import find_link, office_of
from ura.referrals.mails import contact_of
from ura.referrals.models.event import TOLD
from ura.referrals.states import EventKind, Side, State
from ura.referrals.timeline import line
from ura.trail.actions import record

OPENED_FOR = 60 * 60  # seconds after the code; then it is asked again
FORMS = {
    "accept": referral_forms.AcceptForm, "decline": referral_forms.DeclineForm, "progress": referral_forms.ProgressForm,
    "done": referral_forms.DoneForm, "question": referral_forms.QuestionForm, "file": referral_forms.PaperForm,
}  # fmt: skip
SAID = {
    "accept": _("You accepted the referral. The office knows."), "decline": _("You declined the referral. The office knows why."),
    "progress": _("Your report has reached the office."), "done": _("The office knows what came of it. Thank you."),
    "question": _("Your question has reached the office."), "file": _("Your document has reached the office."),
}  # fmt: skip
MAY = {  # what may be done in which state
    State.PENDING: ("accept", "decline", "question"),
    State.ACCEPTED: ("progress", "done", "file", "question", "decline"),
    State.IN_PROGRESS: ("progress", "done", "file", "question", "decline"),
}


def referral_page(view):
    """For everybody who holds the link: the office of the token, in no transaction; the view enters it."""

    @never_cache
    @wraps(view)
    def enter(request, token, **kwargs):
        request.officer, request.token = None, token
        request.municipality = office_of(token) if "\0" not in token else None
        response = _shut(request, "unknown") if request.municipality is None else view(request, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"  # the token leaves this site in no header
        return response

    enter.login_required = False  # Django's mark of login_not_required
    enter.roles = "public"
    return enter


@require_safe
@referral_page
def page(request):
    """The question for the code, and after it the referral."""
    with reading_for(request.municipality):
        link = find_link(request.municipality, request.token)
        if why := why_shut(link):
            return _shut(request, why, link)
        if not _is_open(request, link):
            return render(
                request, "portal/referral_code.html", {"form": referral_forms.CodeForm(), "token": request.token}
            )
        return _page(request, link)


@require_http_methods(["GET", "HEAD", "POST"])
@referral_page
def code(request):
    """The code; five wrong ones lock the link, and too many from one place must wait, whatever links they are for."""
    if request.method != "POST":
        return redirect("referral_link", request.token)
    form, who = referral_forms.CodeForm(request.POST), limits.client(request)
    if wait := limits.seconds_to_wait("referral_code", who):
        return _wait(request, form, wait)
    with working_for(request.municipality):
        link = find_link(request.municipality, request.token)
        why = why_shut(link)
        right = not why and form.is_valid() and try_code(link, form.cleaned_data["code"])
    if why:
        limits.spend("referral_code", who)
        return _shut(request, why, link)
    if right:
        _open(request, link)
        return redirect("referral_link", request.token)
    if form.is_valid():
        limits.spend("referral_code", who)
        form.add_error(
            "code", _("This is not the code. Type it again as the office told it; five wrong codes lock the link.")
        )
        with reading_for(request.municipality):
            link = find_link(request.municipality, request.token)
            if why := why_shut(link):
                return _shut(request, why, link)
    return render(request, "portal/referral_code.html", {"form": form, "token": request.token}, status=422)


@require_POST
@referral_page
def act(request, act):
    """One answer of the institution. Its documents are looked at before the transaction begins."""
    if act not in FORMS:
        raise Http404
    with reading_for(request.municipality):
        link = find_link(request.municipality, request.token)
        if why := why_shut(link):
            return _shut(request, why, link)
        if not _is_open(request, link):
            return redirect("referral_link", request.token)
        key = link.pk
    form, status = FORMS[act](request.POST, request.FILES, auto_id=f"{act}_%s"), 422
    if limits.spend("referral", f"{request.municipality.pk}-{key}"):
        status = 429
        form.add_error(None, _("You have sent much in the last hour. Please wait a while; what you typed stays here."))
    elif form.is_valid():
        try:
            with working_for(request.municipality):
                _do(act, find_link(request.municipality, request.token).referral, form.cleaned_data)
            messages.success(request, SAID[act])
            return redirect("referral_link", request.token)
        except Refused as refused:
            status = 409
            refusal_into(form, refused)
    with reading_for(request.municipality):
        return _page(request, find_link(request.municipality, request.token), bound=(act, form), status=status)


def _do(act, referral, data):
    if act not in MAY.get(State(referral.state), ()):
        raise Refused(
            _("This is not possible any more: the referral is «%(state)s».") % {"state": referral.get_state_display()}
        )
    if act == "accept":
        answering.accept(referral, text=data["text"])
    elif act == "decline":
        answering.decline(referral, reason=data["text"])
    elif act == "progress":
        answering.progress(referral, text=data["text"])
    elif act == "done":
        answering.finish(referral, outcome=data["outcome"], text=data["text"])
    elif act == "question":
        answering.ask(referral, text=data["text"])
    else:
        answering.hand_over(referral, papers=[(paper.name, paper.data, paper) for paper in data["files"]])


@require_safe
@referral_page
def file(request, event):
    """A document of this referral; each look at one is in the trail."""
    with working_for(request.municipality):
        link = find_link(request.municipality, request.token)
        if why_shut(link) or not _is_open(request, link) or link.referral.state == State.DECLINED:
            raise Http404
        found = link.referral.events.filter(pk=event).exclude(file=None).select_related("file").first()
        if found is None:
            raise Http404
        record(link.referral, "referrals.file_opened", link=link.pk, event=found.pk)
        return file_response(found.file)


def _page(request, link, *, bound=None, status=200):
    referral = link.referral
    may = MAY.get(State(referral.state), ())
    forms = {name: FORMS[name](auto_id=f"{name}_%s") for name in may}
    if bound:
        forms[bound[0]] = bound[1]
    needed = referral.state != State.DECLINED  # who declined needs to know nothing more of the person
    events = referral.events.filter(kind__in=TOLD if needed else [EventKind.DECLINED]).select_related("file")
    base = reverse("referral_link", args=[request.token])
    told = [line(referral, event, base) for event in events]
    office = str(request.municipality.office)
    for each, event in zip(told, events, strict=True):
        each["by"] = referral.recipient if event.side == Side.OTHER else office
    context = {
        "referral": referral, "token": request.token, "forms": forms, "bound": bound and bound[0], "events": told[::-1], "needed": needed,
        "contact": contact_of(referral), "until": link.expires_at,
    }  # fmt: skip
    return render(request, "portal/referral.html", context, status=status)


def _shut(request, why, link=None):
    """One clear sentence and no data; of a link nobody knows the answer says no more than of one mistyped."""
    status = {"unknown": 404, "revoked": 404, "locked": 423}.get(why, 410)
    context = {"why": "unknown" if why == "revoked" else why, "known": link is not None and why != "revoked"}
    return render(request, "portal/referral_shut.html", context, status=status)


def _wait(request, form, wait):
    response = render(
        request,
        "portal/referral_code.html",
        {"form": form, "token": request.token, "minutes": -(-wait // 60)},
        status=429,
    )
    response["Retry-After"] = str(wait)
    return response


def _open(request, link):
    """This browser may see the referral until it rests for an hour, or the link changes."""
    request.session.cycle_key()
    kept = request.session.get("referrals", {})
    kept[str(link.pk)] = [link.token_hash, int(time.time())]
    request.session["referrals"] = kept


def _is_open(request, link):
    hashed, since = request.session.get("referrals", {}).get(str(link.pk), (None, 0))
    return hashed == link.token_hash and time.time() - since < OPENED_FOR
