"""Asking about one's own data (law 124/2024, articles 12–20): the form, the link by e-mail, the confirmation."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ura.core.refusals import Refused, refusal_into
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.consent_texts import notice
from ura.portal import data, drafts, robots, visits
from ura.portal.actions import NotProven
from ura.portal.data_form import DataForm
from ura.portal.forms import token_in
from ura.portal.views.ask import NO_SCRIPT, RAN_OUT, guards, lost, spend
from ura.staff.doors import public_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page(own_transaction=True)
def ask(request):
    """Which right, who asks; a number at once. Who it is, is proven at the office."""
    municipality = request.municipality
    if request.method != "POST":
        return _page(request, DataForm())
    with reading_for(municipality):
        if made := data.asked_before(municipality, token_in(request.POST.get("token"))):
            return _done(request, made)
    form = DataForm(request.POST)
    return _submit(request, form) if form.is_valid() else _page(request, form, status=422)


def _submit(request, form):
    by_mail = not request.POST.get("altcha")
    if by_mail and not form.cleaned_data["email"]:
        form.add_error("email", NO_SCRIPT)
        return _page(request, form, status=422)
    if wait := spend(request, form, by_mail):
        return _page(request, form, status=429, wait=wait)
    token, asked = form.cleaned_data["token"], form.asked("en" if get_language() == "en" else "sq")
    try:
        with working_for(request.municipality):
            if by_mail:
                data.ask_by_mail(request.municipality, token, asked)
                return redirect("data_sent", request.municipality.slug)
            made = data.ask_once(
                request.municipality, token, check=lambda: robots.proven(request.POST["altcha"]), **asked
            )
            return _done(request, made)
    except Refused as refused:
        refusal_into(form, refused)
    except NotProven:
        form.add_error(None, RAN_OUT)
    return _page(request, form, status=422)


def _page(request, form, *, status=200, wait=0):
    with reading_for(request.municipality):
        context = guards(form, wait) | {"notice": notice("data", request.municipality), "about_data": True}
        response = render(request, "portal/data.html", context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _done(request, row):
    visits.asked_about_data(request, row)
    return redirect("data_done", request.municipality.slug)


@never_cache
@require_safe
@public_page
def done(request):
    """Number and day, and how one proves who one is."""
    pk = visits.asked_about_data_here(request)
    rows = request.municipality.rights_requests.select_related("entry", "person")
    row = rows.filter(pk=pk).first() if pk else None
    if row is None:
        return redirect("data_ask", request.municipality.slug)
    return render(request, "portal/data_done.html", {"row": row, "mailed": bool(row.person.email)})


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
            draft = drafts.read(municipality, name, form="data")
            known = draft or (name and data.asked_before(municipality, f"draft{name}"))
            if request.method != "POST" or not known:
                context = {"draft": draft, "known": known, "ask_again": reverse("data_ask", args=[municipality.slug])}
                return render(request, "portal/confirm.html", context, status=200 if known else 410)
    except drafts.Lost:
        return lost(request, "data_ask")
    with working_for(municipality):
        return _done(request, data.confirm(municipality, name, draft))
