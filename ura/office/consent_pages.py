"""The office's pages of consents: what ends soon, taking one, renewing and withdrawing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.desk.views.files import file_response
from ura.letters.declaration import declaration_pdf
from ura.letters.letterhead import letterhead_of
from ura.municipalities.tenancy import reading_for, working_for
from ura.office.consent_doors import find_consent, find_person, known_consents, open_askings, place
from ura.office.consent_forms import ConsentForm, LinkForm, WithdrawForm
from ura.office.settings_common import status_of
from ura.office.settings_consent import REWORDS
from ura.people import consent_acts
from ura.people.consent import consents_of, under_full_age
from ura.people.consent_texts import text_in_use
from ura.people.models import Consent, How, Purpose, WithdrawalAsked
from ura.post.files import store
from ura.staff.doors import CASEWORK, staff_page

ON_A_PAGE = 25
WAYS = (How.PAPER, How.SCREEN, How.PHONE)


SHELVES = {
    "0": lambda rows: rows.ending(0), "30": lambda rows: rows.ending(30), "60": lambda rows: rows.ending(60),
    "expired": lambda rows: rows.expired(), "waiting": lambda rows: rows.waiting(), "valid": lambda rows: rows.valid(),
}  # fmt: skip


@staff_page(*CASEWORK)
@require_safe
def worklist(request):
    """Consents that end in 60, 30 or 0 days, those that ended, and words that ask for a withdrawal."""
    rows = known_consents(request.officer)
    chosen = request.GET.get("list", "60")
    chosen = chosen if chosen in SHELVES else "60"
    labels = {
        "0": _("End today"), "30": _("End within 30 days"), "60": _("End within 60 days"), "expired": _("Expired"),
        "waiting": _("Link not opened yet"), "valid": _("All valid"),
    }  # fmt: skip
    shelf = SHELVES[chosen](rows).order_by("valid_until", "pk")
    page = Paginator(
        shelf.select_related("person", "text").prefetch_related("agreed"), ON_A_PAGE
    ).get_page(request.GET.get("page"))  # fmt: skip
    tabs = [
        {"url": f"?list={name}", "label": labels[name], "active": name == chosen,
         "count": SHELVES[name](rows).count() if name != "valid" else 0}
        for name in SHELVES
    ]  # fmt: skip
    asked = list(open_askings(request.officer))
    place(request.municipality, asked)
    context = {"page": page, "tabs": tabs, "asked": asked, "may_reword": request.officer.has(*REWORDS)}
    return render(request, "office/consents.html", context)


@staff_page(*CASEWORK)
@require_safe
def person_consents(request, pk):
    """All a person agreed to, and the ways to take a new consent."""
    person = find_person(request.officer, pk)
    text = text_in_use(request.municipality, person.language, keep=False)
    form = LinkForm(text, initial={"purposes": [str(Purpose.PROCESSING)]})
    return _person_page(request, person, form)


def _person_page(request, person, form, *, status=200):
    asked = [one for one in open_askings(request.officer) if one.person_id == person.pk]
    place(request.municipality, asked)
    context = {"person": person, "consents": consents_of(person), "form": form, "ways": WAYS, "asked": asked}
    return render(request, "office/person_consents.html", context, status=status)


@staff_page(*CASEWORK)
@require_POST
def ask(request, pk):
    """Ask for a consent by e-mail: it counts when the person has confirmed."""
    person = find_person(request.officer, pk)
    form = LinkForm(text_in_use(request.municipality, person.language, keep=False), request.POST)
    if form.is_valid():
        try:
            in_savepoint(lambda: consent_acts.ask_by_link(person, by=request.officer, **form.cleaned_data))
            messages.success(request, _("The link is on its way; the consent counts when it is confirmed."))
            return redirect("person_consents", request.municipality.slug, person.pk)
        except Refused as refused:
            refusal_into(form, refused)
    return _person_page(request, person, form, status=422)


@staff_page(*CASEWORK, own_transaction=True)
@require_safe
def declaration(request, pk):
    """The declaration to print and sign, in the text in use; what is printed is kept as a version."""
    with working_for(request.municipality):
        person = find_person(request.officer, pk)
        text = text_in_use(request.municipality, _language(request, person))
        paper = _paper(request.municipality, person, text)
    response = HttpResponse(declaration_pdf(**paper), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"deklarata-{text.version}-{text.language}.pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _paper(municipality, person, text):
    with override(text.language):
        words = {
            "choose": _("I tick what I agree to:"), "institution": _("Institution"), "name": _("Name and surname"),
            "contact": _("Phone or e-mail"), "guardian": _("Parent or guardian, name and relation"),
            "guardian_if": _("If under 16: parent or guardian, name and relation"), "day": _("Day"),
            "signature": _("Signature"), "version": _("Text, version %(n)s") % {"n": text.version},
        }  # fmt: skip
    return {
        "office": letterhead_of(municipality, text.language), "language": text.language, "title": text.title,
        "statement": text.statement, "version": text.version, "person": person.name, "words": words,
        "clauses": [(text.clauses[purpose], purpose == Purpose.SHARING) for purpose in text.purposes],
        "guardian": bool(under_full_age(person)),
    }  # fmt: skip


def _language(request, person):
    asked = request.GET.get("language", request.POST.get("language", ""))
    return asked if asked in ("sq", "en") else person.language


@staff_page(*CASEWORK, own_transaction=True)
def new(request, pk):
    """Take a consent: on paper, on the screen or by phone. The proof is looked at before the transaction begins."""
    how = request.GET.get("how", How.PAPER)
    if how not in WAYS:
        raise Http404
    with reading_for(request.municipality):
        person = find_person(request.officer, pk)
        old = _renewed(request, person)
        form, text = _form(request, person, How(how), old)
        if request.method != "POST" or not form.is_valid():
            return _capture(request, person, form, text, old)
    try:
        with working_for(request.municipality):
            _give(request, person, form, text, old)
    except Refused as refused:
        if refused.field == "evidence" and how == How.SCREEN:
            refused.field = "signature"
        refusal_into(form, refused)
        with reading_for(request.municipality):
            return _capture(request, person, form, text, old)
    messages.success(request, _("The consent is kept."))
    return redirect("person_consents", request.municipality.slug, person.pk)


def _renewed(request, person):
    """The consent this one renews, when the address names one of the same person."""
    pk = request.GET.get("renews", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    old = known_consents(request.officer).given().filter(person=person, pk=pk).first()
    if old is None:
        raise Http404
    return old


def _form(request, person, how, old):
    language = _language(request, person)
    text = text_in_use(request.municipality, language, keep=False)
    texts = list(request.municipality.consent_texts.filter(language=language).order_by("-version"))
    initial = {"place": str(request.municipality.office)} if how != How.PHONE else {}
    if old:
        initial |= {"purposes": [part.purpose for part in old.parts],
                    "recipient": next((part.recipient for part in old.parts if part.recipient), "")}  # fmt: skip
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return ConsentForm(person, how, text, texts, *sent, initial=initial), text


def _give(request, person, form, text, old):
    version = form.cleaned_data.get("version", text.version)
    if version in (text.version, 0):
        text = text_in_use(request.municipality, text.language)
    else:
        text = request.municipality.consent_texts.get(language=text.language, version=version)
    proof = form.proof and store(request.municipality, form.proof.data, name=form.proof.name, inspected=form.proof)
    consent_acts.give(
        person, by=request.officer, how=form.how, text=text, evidence=proof, replaces=old, **form.values()
    )  # fmt: skip


def _capture(request, person, form, text, old):
    tabs = [
        {"url": f"?how={way}&language={text.language}{f'&renews={old.pk}' if old else ''}", "label": way.label,
         "active": way == form.how}
        for way in WAYS
    ]  # fmt: skip
    context = {
        "person": person, "form": form, "text": text, "tabs": tabs, "old": old, "how": form.how,
        "other": "en" if text.language == "sq" else "sq", "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "office/consent_new.html", context, status=status_of(form))


@staff_page(*CASEWORK)
@require_safe
def consent(request, pk):
    """One consent as it was given: the text that was signed, the proof, and how it ended."""
    found = find_consent(request.officer, pk)
    return _consent_page(request, found, WithdrawForm(found))


def _consent_page(request, found, form, *, status=200):
    parts = [(part, found.text.clauses.get(part.purpose, "")) for part in found.parts]
    renewals = list(Consent.objects.filter(municipality=request.municipality, replaces=found))
    context = {"consent": found, "parts": parts, "form": form, "renewals": renewals}
    return render(request, "office/consent.html", context, status=status)


@staff_page(*CASEWORK)
@require_POST
def withdraw(request, pk):
    found = find_consent(request.officer, pk)
    form = WithdrawForm(found, request.POST)
    if form.is_valid():
        try:
            in_savepoint(lambda: consent_acts.withdraw(found, by=request.officer, **form.cleaned_data))
            messages.success(request, _("The consent is withdrawn from this moment."))
            if not found.person.email:
                messages.info(request, _("There is no e-mail address: tell the person yourself that it is withdrawn."))
            return redirect("person_consents", request.municipality.slug, found.person_id)
        except Refused as refused:
            refusal_into(form, refused)
    return _consent_page(request, found, form, status=422)


@staff_page(*CASEWORK)
@require_safe
def evidence(request, pk):
    """The signed declaration, or the signature on the screen."""
    found = find_consent(request.officer, pk)
    if found.evidence is None:
        raise Http404
    return file_response(found.evidence)


@staff_page(*CASEWORK)
@require_POST
def settle(request, pk, act):
    """The officer's word on a message that seems to ask for a withdrawal: one click, either way."""
    if act not in ("withdraw", "not-meant"):
        raise Http404
    asked = get_object_or_404(open_askings(request.officer), pk=pk)
    done = consent_acts.settle(asked, by=request.officer, meant=act == "withdraw")
    if done.outcome == WithdrawalAsked.Outcome.WITHDRAWN:
        messages.success(request, _("The consent is withdrawn from this moment."))
        if not asked.person.email:
            messages.info(request, _("There is no e-mail address: tell the person yourself that it is withdrawn."))
    return redirect("consents", request.municipality.slug)
