"""The counter: a request is written down, or served and closed on the spot."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from ura.core import once
from ura.core.refusals import Refused, refusal_into
from ura.desk.actions.discreet import register_restricted
from ura.desk.actions.registering import register_enquiry, serve_and_close
from ura.desk.clock import rule_of
from ura.desk.forms.intake import IntakeForm, ServeForm
from ura.desk.known_people import known_people
from ura.desk.matters import known, look_up
from ura.desk.rules import find_receipt, may_know, may_work, nobody_reads, nobody_reads_words
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.models import Person
from ura.people.phones import doubt as phone_doubt
from ura.staff.doors import CASEWORK, staff_page

NAMESAKES = 20  # of one name, looked through for the same matter
LOOKING = {"search", "pick", "forget"}  # buttons that ask about the requester and save nothing


@staff_page(*CASEWORK, own_transaction=True)
def new(request):
    """Register a request; what was registered before by the same form, or looks the same, is shown first."""
    with reading_for(request.municipality):  # nobody else waits while a form is looked through
        form, page = _looked_through(request, IntakeForm)
    if page:
        return page
    with working_for(request.municipality):
        return _once(request, form, register_restricted if form.cleaned_data["ground"] else register_enquiry)


@staff_page(*CASEWORK, own_transaction=True)
def serve(request):
    """Shërbe dhe mbyll: a walk-in with its answer by word of mouth, closed in the same act."""
    with reading_for(request.municipality):
        form, page = _looked_through(request, ServeForm)
    if page:
        return page
    with working_for(request.municipality):
        return _once(request, form, serve_and_close)


def _looked_through(request, kind):
    """(form, None) when it may be registered, else (form, the page that says what to look at)."""
    typed, officer = request.POST, request.officer
    if request.method != "POST":
        form = kind(officer, initial={"token": once.new_token()})
        return form, _empty(_page(request, form))
    if LOOKING & typed.keys():
        form = kind(officer, initial=_as_typed(typed))
        return form, _page(request, form, searching=True)
    form = kind(officer, typed, request.FILES)
    if not form.is_valid():
        return form, _page(request, form, status=422)
    cards = _must_be_shown(officer, form.cleaned_data)
    unseen = {key for card in cards for key in card.keys} - {*typed.getlist("shown")}
    # Asked last: what the first of two clicks has just registered is no other request.
    if unseen and not once.made_by(officer.pk, form.cleaned_data["token"]):
        return form, _page(request, form, cards=cards)
    return form, None


def _empty(page):
    """A form nobody has filled yet holds nobody's data: the browser may keep it, and with it what is typed, for «back»."""
    patch_cache_control(page, private=True, no_cache=True)
    return page


@staff_page(*CASEWORK, own_transaction=True)
def people_suggest(request):
    """Who this may be, while the name is typed. By POST too, so that names stay out of addresses."""
    typed = request.POST or request.GET
    part = "" if LOOKING & typed.keys() else "#found"
    kind = ServeForm if "oral_answer" in typed else IntakeForm
    with reading_for(request.municipality):
        form = kind(request.officer, initial=_as_typed(typed))
        return render(request, f"desk/_requester.html{part}", {"form": form, **_requester(request, typed)})


@staff_page(*CASEWORK)
def receipt(request, year, number):
    """The slip handed over the counter: number, code, due date."""
    enquiry = find_receipt(request.officer, year, number)
    links = {"pdf": _link("enquiry_receipt_pdf", enquiry), "letter": _link("enquiry_ack_pdf", enquiry)}
    return render(request, "desk/receipt.html", {"enquiry": enquiry, **links})


def _once(request, form, act):
    """Do it, unless the same form did it already; a refusal goes back to the form with all that was typed."""
    officer, token = request.officer, form.cleaned_data["token"]
    try:
        with transaction.atomic():
            if not once.claim(officer.pk, token):
                messages.info(request, _("This form was sent already: here is the request it made."))
                return redirect(
                    once.made_by(officer.pk, token) or reverse("enquiry_new", args=[request.municipality.slug])
                )
            enquiry = act(request.municipality, by=officer, **form.request())
            enquiry.municipality = request.municipality
            address = _after(officer, enquiry)
            once.remember(officer.pk, token, address)
    except Refused as refused:
        refusal_into(form, refused)
        return _page(request, form, status=422)
    if doubt := phone_doubt(form.cleaned_data.get("phone", "")):
        messages.warning(request, doubt)
    messages.success(request, _("Registered with number %(number)s.") % {"number": enquiry.entry.label})
    if nobody_reads(enquiry):
        messages.warning(request, nobody_reads_words())
    return redirect(address)


def _after(officer, enquiry):
    """The request's page; its slip when it is closed already, or hidden from whoever wrote it down."""
    plain = not enquiry.complaint and not enquiry.restricted and may_work(officer, enquiry)
    if enquiry.is_open and (plain or may_know(officer, enquiry)):
        return enquiry.get_absolute_url() + "?new"
    return reverse("enquiry_receipt", args=[enquiry.municipality.slug, enquiry.entry.year, enquiry.entry.number])


def _must_be_shown(officer, data):
    """A person with this address or phone; the same matter of the chosen one, or of somebody of that name."""
    matter = {"service": data["service"], "subject": data["subject"]}
    if data["person"]:
        return [card for card in known(officer, [data["person"]], **matter) if card.same]
    reached = look_up(officer, email=data.get("email", ""), phone=data["phone"])
    named = look_up(officer, name=data["name"], organisation=data["organisation"], limit=NAMESAKES)
    cards = known(officer, list(dict.fromkeys([*reached, *named])), **matter)
    return [card for card in cards if card.same or card.person in reached]


def _page(request, form, *, cards=None, searching=False, status=200):
    typed, rule = request.POST, rule_of(request.municipality)
    context = {"form": form, "files_lost": request.FILES, "law": rule.law, "law_article": rule.article}
    context |= (
        _requester(request, typed) if cards is None else {"cards": cards, "stopped": True, **_chosen(request, typed)}
    )
    if searching:
        context["searched"] = True
    return render(request, form.template, context, status=status)


def _requester(request, typed):
    """The chosen person with their matters, or those found by what was typed."""
    matter = {"service": typed.get("service", ""), "subject": typed.get("subject", "")}
    chosen = _chosen(request, typed)
    if chosen["chosen"]:
        return chosen | {"cards": known(request.officer, [chosen["chosen"]], **matter)}
    names = {name: typed.get(name, "") for name in ("name", "organisation", "phone", "email")}
    cards = known(request.officer, look_up(request.officer, **names), **matter)
    return chosen | {"phone_doubt": phone_doubt(names["phone"]), "cards": cards}


def _chosen(request, typed):
    pk = "" if "forget" in typed else typed.get("pick") or typed.get("person") or ""
    person = Person.objects.filter(municipality=request.municipality, pk=pk).first() if _is_key(pk) else None
    return {"chosen": next(iter(known_people(request.officer, [person])), None) if person else None}


def _is_key(text):
    return text.isdecimal() and len(text) < 19


def _as_typed(typed):
    """Everything typed so far as the beginning of a form that nobody judges yet."""
    kept = {name: value for name, value in typed.items() if name not in LOOKING}
    boxes = {name: name in typed for name in ("complaint", "acknowledging")} if "channel" in typed else {}
    return kept | boxes


def _link(name, enquiry):
    try:
        return reverse(name, args=[enquiry.municipality.slug, enquiry.entry.year, enquiry.entry.number])
    except NoReverseMatch:
        return ""
