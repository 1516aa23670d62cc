"""The requester's consents: seen, given and withdrawn with the code; confirmed with the link of an e-mail."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.people import consent_acts
from ura.people.consent import consents_of, under_full_age
from ura.people.consent_texts import notice, text_in_use
from ura.people.models import How, Through
from ura.portal import limits
from ura.portal.forms import ConsentForm
from ura.portal.views.follow import find_followed
from ura.staff.doors import public_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def mine(request):
    """What the requester agreed to, and the form to agree to more."""
    enquiry = find_followed(request)
    if enquiry is None or enquiry.requester is None:
        return redirect("follow", request.municipality.slug)
    person = _person(request, enquiry)
    text = text_in_use(request.municipality, _language(), keep=False)
    form = ConsentForm(text, request.POST if request.method == "POST" else None, minor=under_full_age(person))
    status = 200
    if request.method == "POST":
        status = 422
        if limits.spend("write", enquiry.pk):
            status = 429
            form.add_error(
                None,
                _("You have written many messages in the last hour. Please wait a while; what you typed stays here."),
            )
        elif form.is_valid() and _agree(request, person, form):
            return redirect("follow_consents", request.municipality.slug)
    context = {
        "enquiry": enquiry, "form": form, "text": text, "consents": consents_of(person),
        "notice": notice("consent", request.municipality), "by_mail": bool(person.email),
    }  # fmt: skip
    return render(request, "portal/consents.html", context, status=status)


def _person(request, enquiry):
    person = enquiry.requester
    person.municipality = request.municipality
    return person


def _language():
    return "en" if get_language() == "en" else "sq"


def _agree(request, person, form):
    """With an e-mail address the consent waits for the click there; without one, the code is the proof."""
    data = form.cleaned_data
    try:
        if person.email:
            in_savepoint(lambda: consent_acts.ask_by_link(
                person, how=How.PORTAL, language=_language(), purposes=data["purposes"], recipient=data["recipient"],
                guardian_name=data["guardian_name"],
            ))  # fmt: skip
            messages.success(request, _("We sent you a link by e-mail: your consent counts when you confirm it there."))
        else:
            in_savepoint(lambda: consent_acts.give(person, how=How.PORTAL, language=_language(), **data))
            messages.success(request, _("Your consent is kept. You may withdraw it here at any time."))
    except Refused as refused:
        refusal_into(form, refused)
        return False
    return True


@never_cache
@require_POST
@public_page
def withdraw(request, pk):
    """The requester ends a consent: it counts at once, and no reason is asked."""
    enquiry = find_followed(request)
    if enquiry is None or enquiry.requester is None:
        return redirect("follow", request.municipality.slug)
    person = _person(request, enquiry)
    found = request.municipality.consents.filter(person=person, pk=pk).select_related("person", "text").first()
    if found is not None and found.standing:
        found.municipality = request.municipality
        consent_acts.withdraw(found, through=Through.PORTAL)
        messages.success(request, _("Your consent is withdrawn from this moment."))
    return redirect("follow_consents", request.municipality.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def confirm(request):
    """The link of the e-mail. Opening it changes nothing, since mail programs open links by themselves; the button does."""
    found = consent_acts.find_by_link(request.municipality, request.GET.get("t", ""))
    if found is None:
        return render(request, "portal/consent_confirm.html", {"found": None}, status=410)
    offered = [part.purpose for part in found.standing]
    # What was ticked in the portal is ticked; what an officer asks for is not.
    initial = {"purposes": offered if found.how == How.PORTAL else [], "guardian_name": found.guardian_name}
    fresh = request.method == "POST" and found.given_on is None  # a second click changes nothing
    form = ConsentForm(
        found.text, request.POST if fresh else None, initial=initial, offered=offered,
        minor=under_full_age(found.person) or bool(found.guardian_name),
    )  # fmt: skip
    if fresh and form.is_valid():
        data = form.cleaned_data
        try:
            found = in_savepoint(lambda: consent_acts.confirm(
                found, purposes=data["purposes"], guardian_name=data["guardian_name"], under_16=data["under_16"]
            ))  # fmt: skip
        except Refused as refused:
            refusal_into(form, refused)
    context = {
        "found": found, "form": form, "recipient": next((part.recipient for part in found.standing if part.recipient), ""),
        "notice": notice("consent", request.municipality),
    }  # fmt: skip
    return render(request, "portal/consent_confirm.html", context, status=422 if form.errors else 200)
