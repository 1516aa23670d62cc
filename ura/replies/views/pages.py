"""The pages of letters: the list, a new one, the letter itself, its text."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ura.core.refusals import Refused, refusal_into
from ura.desk.rules import find_enquiry, may_own_work
from ura.letters.defaults import default_letters
from ura.letters.models import LetterKind
from ura.replies.actions.basics import must_accept_letters
from ura.replies.actions.drafting import TEXT, draft_reply, edit_reply, unfinished_of_kind
from ura.replies.for_enquiry import line_of, replies_of
from ura.replies.forms import DraftForm, EditForm
from ura.replies.rules import find_reply, may_read_reply, may_write
from ura.replies.states import WRITTEN
from ura.replies.texts import must_have_happened, sketch
from ura.replies.views.letter import letter_page
from ura.replies.words import law_of
from ura.staff.doors import staff_page
from ura.staff.models import Role

A_PAGE = 25


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def replies(request):
    """Shkresat: the office's letters by where they stand."""
    tabs, chosen = _tabs(request.GET.get("tab"), request.municipality.replies.visible_to(request.officer))
    page = Paginator(chosen.for_list().order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    for reply in page.object_list:
        reply.municipality = reply.enquiry.municipality = request.municipality
    lines = [line_of(reply) for reply in page.object_list]
    return render(request, "replies/list.html", {"page": page, "lines": lines, "tabs": tabs})


def _tabs(asked, rows):
    """(tabs, the letters of the chosen one): the first that is not empty, unless the address asks for another."""
    waiting = [
        ("approve", _("To approve"), rows.waiting_for_approval()),
        ("drafts", _("Drafts"), rows.drafts()),
        ("returned", _("Returned"), rows.returned()),
        ("sign", _("To sign"), rows.to_sign()),
        ("send", _("To send"), rows.to_send()),
        ("failed", _("Not delivered"), rows.failed()),
    ]
    counted = [(code, label, found, found.count()) for code, label, found in waiting]
    first = next((code for code, _label, _found, count in counted if count), "sent")
    counted.append(("sent", pgettext("letters", "Sent"), rows.sent(), None))  # all years: not counted
    chosen = asked if asked in {code for code, *_rest in counted} else first
    tabs = [
        {"url": f"?tab={code}", "label": label, "count": count, "active": code == chosen}
        for code, label, _found, count in counted
    ]
    return tabs, next(found for code, _label, found, _count in counted if code == chosen)


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def choose(request, year, number):
    """Which letter to write, each with the law it stands on."""
    enquiry = find_enquiry(request.officer, year, number, may=may_own_work)
    return render(request, "replies/choose.html", {"enquiry": enquiry, "replies": replies_of(enquiry, request.officer)})


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def new(request, year, number, kind):
    """Write a letter of this kind: the officer types the answer, the office's wording brings the rest."""
    if kind not in WRITTEN:
        raise Http404
    enquiry = find_enquiry(request.officer, year, number, may=may_own_work)
    must_accept_letters(enquiry, kind)
    must_have_happened(enquiry, kind)
    form = DraftForm(request.POST or None, enquiry=enquiry, kind=kind)
    if form.is_valid():
        try:
            reply = draft_reply(enquiry, kind=kind, by=request.officer, **form.given())
            messages.success(request, _("The draft is written. Read it through once more."))
            return redirect(reply)
        except Refused as refused:
            refusal_into(form, refused)
    letter = default_letters()[kind]
    going_on = unfinished_of_kind(enquiry, kind)
    if going_on:
        going_on.municipality = request.municipality
    shown = {
        "enquiry": enquiry, "form": form, "kind": LetterKind(kind), "letter": letter, "law": law_of(kind),
        "sketch": sketch(enquiry, kind), "going_on": going_on,
    }  # fmt: skip
    return render(request, "replies/new.html", shown)


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def reply(request, pk):
    """One letter: where it stands, its text, and what is possible now."""
    return letter_page(request, find_reply(request.officer, pk, may=may_read_reply))


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def edit(request, pk):
    """Change the text of a letter that has no number yet."""
    reply = find_reply(request.officer, pk, may=may_write)
    if reply.is_frozen:
        return redirect(reply)
    given = {name: getattr(reply, name) for name in TEXT} | {"version": reply.version, "signatory": reply.signatory_id}
    if not reply.body_en:
        given |= _english_to_begin_with(reply)
    form = EditForm(request.POST or None, initial=given, reply=reply)
    if form.is_valid():
        try:
            edit_reply(reply, by=request.officer, **_without_unused_english(form.cleaned_data))
            messages.success(request, _("The letter is saved."))
            return redirect(reply)
        except Refused as refused:
            refusal_into(form, refused)
    shown = {"reply": reply, "form": form, "law": law_of(reply.kind)}
    if form.is_bound:
        shown["changed"] = form.data.get("version") != str(reply.version)
        form.renew(reply.version)
    return render(request, "replies/edit.html", shown)


def _english_to_begin_with(reply):
    """The office's English wording; nothing where it asks for what this request does not have."""
    try:
        english = sketch(reply.enquiry, reply.kind, "en")
    except Refused:
        return {}
    return {"subject_en": english.subject, "body_en": english.body}


def _without_unused_english(data):
    """English that is not wanted is not kept: the form shows the office's wording again when it is."""
    if data.get("with_english") or "with_english" not in data:
        return data
    return data | {"subject_en": "", "body_en": ""}
