"""Requests about one's own data: the list, the new one, and each on its page."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ura.core.once import claim, made_by, new_token, remember
from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.letters.letterhead import letterhead_of
from ura.letters.papers import Letter
from ura.letters.pdf import letter_pdf
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.models import Person
from ura.people.search import find_people
from ura.post.files import read
from ura.rights import actions, forms
from ura.rights import carrying_out as acts
from ura.rights.clock import deadline_of
from ura.rights.holds import place_hold
from ura.rights.package import make_package
from ura.rights.rules import KEEPERS, WORKERS, find_rights_request, may_keep, sees_all, visible_requests
from ura.rights.states import OPEN, Right
from ura.rights.words import tabs
from ura.staff.doors import staff_page
from ura.trail.actions import record
from ura.trail.models import Trail
from ura.trail.words import names_of_staff, sentence

CLOSED_SHOWN = 50


@staff_page(*WORKERS)
@require_GET
def rights(request):
    """Open ones by day, then the last closed ones."""
    rows = visible_requests(request.officer).select_related("entry", "officer__user", "person")
    return render(request, "rights/list.html", {
        "tabs": tabs(request, "rights"), "open": list(rows.open().order_by("due_on", "pk")),
        "closed": list(rows.exclude(state__in=OPEN).order_by("-pk")[:CLOSED_SHOWN]),
    })  # fmt: skip


@staff_page(*WORKERS)
def rights_new(request):
    """First the person, who must be held already; then what is asked."""
    person = _person(request)
    if person is None:
        text = request.GET.get("q", "").strip()[:200]
        found = _people(request.officer, text) if text else None
        return render(request, "rights/new.html", {"tabs": tabs(request, "rights"), "q": text, "found": found})
    form = forms.NewForm(request.POST or None)
    token = request.POST.get("once", "")
    if made := made_by(request.officer.pk, token):
        return redirect(made)
    if form.is_valid():
        try:
            row = in_savepoint(lambda: _receive(request, person, form.cleaned_data, token))
            return redirect(row)
        except Refused as refused:
            refusal_into(form, refused)
    context = {"tabs": tabs(request, "rights"), "person": person, "form": form, "once": new_token()}
    return render(request, "rights/new.html", context, status=_status(form))


def _receive(request, person, typed, token):
    if not claim(request.officer.pk, token):
        raise Refused(_("This form was sent already: look at the list."))
    row = actions.receive(request.municipality, by=request.officer, person=person, **typed)
    remember(request.officer.pk, token, row.get_absolute_url())
    messages.success(request, _("Registered with number %(number)s.") % {"number": row.entry.label})
    return row


def _person(request):
    pk = request.GET.get("person", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    rows = Person.objects.filter(municipality=request.municipality, erased_on=None, merged_into=None)
    person = get_object_or_404(rows if sees_all(request.officer) else rows.visible_to(request.officer), pk=pk)
    person.municipality = request.municipality
    return person


def _people(officer, text):
    known = {} if sees_all(officer) else {"officer": officer}
    keys = [person.pk for person in find_people(officer.municipality, text, **known)]
    rows = Person.objects.filter(municipality=officer.municipality, pk__in=keys, erased_on=None, merged_into=None)
    return list((rows if sees_all(officer) else rows.visible_to(officer)).order_by("-pk"))


@staff_page(*WORKERS)
@require_GET
def rights_request(request, year, number):
    return _page(request, find_rights_request(request.officer, year, number))


def _page(request, row, shown=None, status=200):
    """The matter, why this day, what may be done next; `shown` is a form that comes back with its errors."""
    keeps = may_keep(request.officer)
    offered = {name: form(row) for name, form in _forms(row, keeps).items()}
    if shown:
        offered[shown[0]] = shown[1]
    deadline = deadline_of(row)
    staff = names_of_staff(request.municipality)
    acts_done = Trail.objects.filter(municipality=request.municipality, about="rights.rightsrequest", row=row.pk)
    return render(request, "rights/request.html", {
        "tabs": tabs(request, "rights"), "row": row, "person": row.person, "keeps": keeps, "forms": offered,
        "steps": [step.sentence() for step in deadline.steps], "whole": sees_all(request.officer),
        "acts": [(act.at, sentence(act, staff)) for act in acts_done], "proofs": row.proofs.count(),
        "from_outside": any(act.act == "rights.received" and act.officer_id is None for act in acts_done),
        "can": _can(row, keeps), "may_open": row.package_id and (not row.package_complete or sees_all(request.officer)),
    }, status=status)  # fmt: skip


def _forms(row, keeps):
    """The forms this state offers."""
    found = {}
    if row.state == "received":
        found["identify"] = forms.IdentifyForm
    if row.is_open and not row.extended_on and not row.answered_on:
        found["extend"] = forms.ExtendForm
    if keeps and row.state in ("identified", "decided") and not (row.carried_out_at or row.answered_on):
        found["decide"] = forms.DecideForm
    if keeps and row.state == "decided" and row.right == Right.RECTIFICATION and _to_do(row):
        found["rectify"] = forms.RectifyForm
    carries = row.right in (Right.ACCESS, Right.PORTABILITY, Right.RECTIFICATION) and row.is_granted
    if keeps and row.state == "decided" and not row.answered_on and (row.carried_out_at or not carries):
        found["answer"] = forms.AnswerForm
    return found


def _to_do(row):
    return row.state == "decided" and row.is_granted and not row.carried_out_at


def _can(row, keeps):
    """The acts without a form."""
    to_do = keeps and _to_do(row)
    return {
        "package": to_do and row.right in (Right.ACCESS, Right.PORTABILITY),
        "restrict": to_do and row.right == Right.RESTRICTION,
        "object": to_do and row.right == Right.OBJECTION,
        "erase": to_do and row.right == Right.ERASURE and row.answered_on,
        "withdraw": row.state in ("received", "identified"),
        "free": keeps and row.person.use_limited_on and not row.is_open,
    }


_ACTS = {  # name: (form, act, only for those who decide)
    "identify": (forms.IdentifyForm, actions.identify, False),
    "extend": (forms.ExtendForm, actions.extend, False),
    "decide": (forms.DecideForm, actions.decide, True),
    "answer": (forms.AnswerForm, actions.answer, True),
    "rectify": (forms.RectifyForm, acts.rectify, True),
    "withdraw": (None, actions.withdraw, False),
    "restrict": (None, acts.restrict, True),
    "object": (None, acts.object_to, True),
    "free": (forms.ReasonForm, None, True),
    "hold": (forms.ReasonForm, None, True),
}


@staff_page(*WORKERS)
@require_POST
def rights_act(request, year, number, act):
    """One step of the way; a refusal comes back in its form, with what was typed."""
    if act not in _ACTS:
        raise Http404
    make, do, keeping = _ACTS[act]
    row = find_rights_request(request.officer, year, number, keeping=keeping)
    if make is None:
        in_savepoint(lambda: do(row, by=request.officer, version=request.POST.get("version") or None))
        messages.success(request, _("Done."))
        return redirect(row)
    form = make(request.POST) if make is forms.ReasonForm else make(row, request.POST)
    if form.is_valid():
        try:
            in_savepoint(lambda: _do(act, do, row, form.cleaned_data, request.officer))
            messages.success(request, _("Done."))
            return redirect(row)
        except Refused as refused:
            refusal_into(form, refused)
    row = find_rights_request(request.officer, year, number)
    if "version" in form.fields:
        form.data = form.data.copy()
        form.data["version"] = row.version  # the reader has been told and sees what is saved now
    return _page(request, row, (act, form), status=422)


def _do(act, do, row, typed, officer):
    if act == "free":
        return acts.free_use(row.person, by=officer, **typed)
    if act == "hold":
        return place_hold(row.municipality, by=officer, person=row.person, **typed)
    return do(row, by=officer, **typed)


@staff_page(*KEEPERS, own_transaction=True)
@require_POST
def rights_do(request, year, number, act):
    """What takes long: the package is made, or the person erased, in transactions of its own."""
    with reading_for(request.municipality):
        row = find_rights_request(request.officer, year, number, keeping=True)
    if act == "package":
        make_package(row, by=request.officer)
        messages.success(request, _("The package is ready."))
    elif act == "erase":
        proofs, _files = acts.erase_person(row, by=request.officer)
        messages.success(request, _("Erased: %(n)s proofs were written.") % {"n": proofs})
    else:
        raise Http404
    return redirect(row)


@staff_page(*KEEPERS, own_transaction=True)
@require_GET
def rights_package(request, year, number):
    """The package leaves once more; the trail says who took it."""
    with reading_for(request.municipality):
        row = find_rights_request(request.officer, year, number, keeping=True)
    # A package that holds all may hold matters that do not exist for a supervisor.
    if row.package is None or (row.package_complete and not sees_all(request.officer)):
        raise Http404
    data = read(row.package)
    with working_for(request.municipality):
        record(row, "rights.package_taken", by=request.officer)
    return _download(data, "application/zip", row.package.name)


@staff_page(*WORKERS, own_transaction=True)
@require_GET
def rights_answer(request, year, number):
    """The answer on the office's paper."""
    with reading_for(request.municipality):
        row = find_rights_request(request.officer, year, number)
        if not row.answer_entry:
            raise Http404
        language = "sq"
        letter = Letter(
            office=letterhead_of(request.municipality, language), language=language, number=row.answer_entry.label,
            on=row.answer_entry.received_on, subject=_("Answer to request no. %(n)s about personal data")
            % {"n": row.entry.label}, body=row.answer, addressee=_addressee(row.person),
        )  # fmt: skip
    return _download(letter_pdf(letter=letter), "application/pdf", f"pergjigje-{number}-{year}.pdf", attached=False)


def _addressee(person):
    lines = (person.name, person.organisation, *person.address.splitlines())
    return tuple(line for line in lines if line.strip())


def _download(data, content_type, name, attached=True):
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(attached, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _status(form):
    return 422 if form.errors else 200
