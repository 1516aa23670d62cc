"""Making a request: the form, the e-mail that confirms it without JavaScript, the confirmation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ura.core import once
from ura.core.refusals import Refused, refusal_into
from ura.desk.clock import rule_of
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.consent_texts import notice
from ura.portal import actions, drafts, limits, robots, visits
from ura.portal.forms import AskForm, begin, token_in
from ura.portal.progress import cover_for, focal_point_of
from ura.staff.doors import public_page

NO_SCRIPT = gettext_lazy(
    "Without JavaScript we confirm by e-mail that a person asks: give an address, turn JavaScript on, or call us."
)
RAN_OUT = gettext_lazy(
    "The page had been open for long, and its check that a person asks has run out. It is renewed now: wait a moment and send again."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page(own_transaction=True)
def ask(request):
    """The form. Its papers are looked at before the transaction that registers the request begins."""
    municipality = request.municipality
    if not municipality.office.portal_open:
        return render(request, "portal/closed.html", status=409 if request.method == "POST" else 200)
    with reading_for(municipality):
        form = AskForm(municipality, *_sent(request), initial={"language": get_language()})
        if request.method != "POST":
            return _page(request, form)
        if made := actions.asked_before(municipality, token_in(form.data.get("token"))):
            return _done(request, made)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _submit(request, form)


def _submit(request, form):
    by_mail = not request.POST.get("altcha")
    if by_mail and not form.cleaned_data["email"]:
        form.add_error("email", NO_SCRIPT)
        return _page(request, form, status=422)
    if wait := spend(request, form, by_mail):
        return _page(request, form, status=429, wait=wait)
    try:
        with working_for(request.municipality):
            if not by_mail:
                return _done(request, _register(request, form))
            actions.ask_by_mail(request.municipality, form.cleaned_data["token"], form)
            return redirect("ask_sent", request.municipality.slug)
    except Refused as refused:
        refused.field = {"body": "text"}.get(refused.field, refused.field)
        refusal_into(form, refused)
    except actions.NotProven:
        form.add_error(None, RAN_OUT)
    return _page(request, form, status=422)


def _register(request, form):
    data = form.cleaned_data
    return actions.ask_once(
        request.municipality, data["token"], check=lambda: robots.proven(request.POST["altcha"]),
        papers=data["files"], **form.request,
    )  # fmt: skip


def spend(request, form, by_mail):
    """A place for one more request from this connection, and for a link to this address; the seconds to wait, or 0."""
    wait = limits.ask(request.municipality, request)
    if not wait and by_mail:
        wait = limits.spend("link", limits.keyed_hash("link", 0, form.cleaned_data["email"].casefold()))
    return wait


def _sent(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _page(request, form, *, status=200, wait=0):
    context = guards(form, wait) | {
        "rule": rule_of(request.municipality), "notice": notice("ask", request.municipality),
        "files_lost": [file.name for file in request.FILES.getlist("files")] if form.is_bound else [],
    }  # fmt: skip
    response = render(request, "portal/ask.html", context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def guards(form, wait=0):
    """What a guarded form needs on its page."""
    bound = form.is_bound
    hidden = {
        "token": (bound and token_in(form.data.get("token"))) or once.new_token(),
        "begun": (bound and form.data.get("begun")) or begin(),
    }
    return {"form": form, "hidden": hidden, "robot": robots.widget().render("altcha", ""), "minutes": -(-wait // 60)}


def _done(request, enquiry):
    visits.asked(request, enquiry)
    return redirect("ask_done", request.municipality.slug)


@never_cache
@require_safe
@public_page
def done(request):
    """Number, code, due date, focal point: to copy, to print, to keep."""
    municipality = request.municipality
    pk = visits.asked_here(request)
    rows = municipality.enquiries.select_related("entry", "text", "requester", "owner__user")
    enquiry = rows.filter(pk=pk).first() if pk else None
    if enquiry is None:
        return redirect("follow", municipality.slug)
    enquiry.municipality = municipality
    language = get_language()
    context = {
        "enquiry": enquiry, "focal": focal_point_of(enquiry, language), "cover": cover_for(enquiry, language),
        "mailed": enquiry.requester and enquiry.requester.email,
    }  # fmt: skip
    return render(request, "portal/done.html", context)


@require_safe
@public_page
def sent(request):
    """A link is on its way by e-mail."""
    return render(request, "portal/sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page(own_transaction=True)
def confirm(request):
    """The link of the e-mail. Opening it changes nothing, since mail programs open links by themselves; the button does."""
    municipality = request.municipality
    name = drafts.name_in(request.GET.get("t", ""))
    try:
        with reading_for(municipality):
            draft = drafts.read(municipality, name)
            known = draft or (name and actions.asked_before(municipality, f"draft{name}"))
            if request.method != "POST" or not known:
                context = {"draft": draft, "known": known, "ask_again": reverse("ask", args=[municipality.slug])}
                return render(request, "portal/confirm.html", context, status=200 if known else 410)
        papers = drafts.papers_of(name, draft) if draft else []
    except drafts.Lost:
        return lost(request, "ask")
    with working_for(municipality):
        return _done(request, actions.confirm(municipality, name, draft, papers))


def lost(request, form):
    """What was kept can be read by nobody any more: an empty form, and a sentence that says so."""
    messages.warning(
        request,
        _("What you wrote was kept under a key that no longer exists, and nobody can read it. Please write it again."),
    )
    return redirect(form, request.municipality.slug)
