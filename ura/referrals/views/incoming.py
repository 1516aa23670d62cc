"""Referrals that come in: the list, the intake, one of them and our answer to it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ura.core import once
from ura.core.refusals import Refused, refusal_into
from ura.desk.views.files import file_response
from ura.referrals.actions import answering
from ura.referrals.actions.incoming import receive
from ura.referrals.forms import IncomingForm, PapersForm, ReplyForm
from ura.referrals.models import IncomingReferral
from ura.referrals.rules import find_incoming
from ura.referrals.states import OPEN, EventKind, Side, State
from ura.referrals.tabs import tabs
from ura.referrals.timeline import lines
from ura.staff.doors import staff_page
from ura.staff.models import Role

WORK = (Role.OFFICER, Role.SUPERVISOR)
SHOWN = 200


@staff_page(*WORK)
@require_safe
def incoming_list(request):
    """Those that wait for our answer first, the earliest due first."""
    rows = IncomingReferral.objects.filter(municipality=request.municipality).visible_to(request.officer)
    rows = rows.select_related("enquiry__entry", "enquiry__owner__user", "from_office")
    ended = request.GET.get("list") == "ended"
    found = rows.exclude(state__in=OPEN).order_by("-pk") if ended else rows.open().order_by("due_on", "pk")
    found = list(found[:SHOWN])
    for row in found:
        row.municipality = row.enquiry.municipality = request.municipality
    context = {"rows": found, "ended": ended, "tabs": tabs(request, "incoming_referrals")}
    return render(request, "referrals/incoming_list.html", context)


@staff_page(*WORK)
def incoming_new(request):
    """A signal of the border police, of the national mechanism or of an institution is registered at once."""
    form = IncomingForm(request.officer, *([request.POST, request.FILES] if request.method == "POST" else []))
    status, token = 200, request.POST.get("token") or once.new_token()
    if request.method == "POST":
        status = 422
        if made := once.made_by(_form_of(request), token):
            return redirect(made)
        if form.is_valid():
            try:
                with transaction.atomic():
                    if not once.claim(_form_of(request), token):
                        return redirect(
                            once.made_by(_form_of(request), token) or "incoming_referrals", request.municipality.slug
                        )
                    row = receive(request.municipality, by=request.officer, **form.values())
                    row.municipality = request.municipality
                    once.remember(_form_of(request), token, row.get_absolute_url())
                messages.success(request, _("Registered with number %(number)s.") % {"number": row.enquiry.entry.label})
                if IncomingReferral.objects.visible_to(request.officer).filter(pk=row.pk).exists():
                    return redirect(row)
                return redirect("incoming_referrals", request.municipality.slug)
            except Refused as refused:
                status = 409
                refused.field = {"requester": "name", "born": "born", "person": "name"}.get(
                    refused.field, refused.field
                )
                refusal_into(form, refused)
    return render(request, "referrals/incoming_new.html", {"form": form, "token": token}, status=status)


@staff_page(*WORK)
@require_safe
def incoming_one(request, pk):
    row = find_incoming(request.officer, pk)
    return _page(request, row, _reply(row))


@staff_page(*WORK)
@require_POST
def incoming_answer(request, pk):
    """Accept, decline, report or finish; to another office of Ura the answer and documents go by themselves."""
    if request.POST.get("act") == "papers":
        return _papers(request, find_incoming(request.officer, pk))
    row, form, status = find_incoming(request.officer, pk), ReplyForm(request.POST), 422
    if form.is_valid():
        try:
            with transaction.atomic():
                _answer(row, request.officer, version=request.POST.get("version", ""), **form.cleaned_data)
            messages.success(request, _("The answer is written down."))
            return redirect(row)
        except Refused as refused:
            status = 409
            refusal_into(form, refused)
    return _page(request, row, form, status=status)


@staff_page(*WORK)
@require_safe
def incoming_file(request, pk, event):
    """A document that came with this referral, or went back."""
    row = find_incoming(request.officer, pk)
    found = row.events.filter(pk=event, kind=EventKind.FILE).select_related("file").first()
    if found is None:
        raise Http404
    return file_response(found.file)


def _answer(row, officer, *, version, answer, outcome, text):
    how = {"by": officer, "side": Side.OFFICE, "version": version if version.isdecimal() else row.version}
    if answer == "accepted":
        return answering.accept(row, text=text, **how)
    if answer == "declined":
        return answering.decline(row, reason=text, **how)
    if answer == "progress":
        return answering.progress(row, text=text, **how)
    if answer == "question":
        return answering.ask(row, text=text, **how)
    return answering.finish(row, outcome=outcome, text=text, **how)


def _papers(request, row):
    """Documents back to the office that referred: they cross as its own came."""
    papers, status = PapersForm(request.POST, request.FILES), 422
    if papers.is_valid():
        try:
            with transaction.atomic():
                _hand_over(row, request.officer, papers.papers())
            messages.success(request, _("The document was added."))
            return redirect(row)
        except Refused as refused:
            status = 409
            refusal_into(papers, refused)
    return _page(request, row, _reply(row), papers=papers, status=status)


def _reply(row):
    """What comes next is chosen already: accept what is new, report on what was accepted."""
    return ReplyForm(initial={"answer": "accepted" if row.state == State.PENDING else "progress"})


def _hand_over(row, officer, papers):
    if row.from_office_id is None:
        raise Refused(_("Nobody of Ura is at the other end: send the document by letter or e-mail from the request."))
    return answering.hand_over(row, by=officer, side=Side.OFFICE, papers=papers)


def _page(request, row, form, *, papers=None, status=200):
    context = {
        "row": row, "form": form, "papers": papers or PapersForm(), "open": row.is_open, "case": getattr(row.enquiry, "case", None),
        "events": lines(row, row.events.select_related("officer__user", "file"), row.get_absolute_url()),
    }  # fmt: skip
    return render(request, "referrals/incoming.html", context, status=status)


def _form_of(request):
    return f"incoming-{request.officer.pk}"
