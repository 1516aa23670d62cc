"""The local reintegration group, and the conferences on one case."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.cases.actions import group as acts
from ura.cases.acts import WORK
from ura.cases.forms.group import ConferenceForm, DecisionForm, GroupMemberForm, MinutesForm, OrderForm, SettleForm
from ura.cases.models import Conference, GroupMember, LocalGroup
from ura.cases.rules import find_case, may_work
from ura.core.refusals import Refused, refusal_into
from ura.staff.doors import staff_page
from ura.staff.models import Role


@staff_page(*WORK)
def group(request):
    """Who sits in the group, by which order; the supervisor writes a new order and its members."""
    return _group(request, {})


@staff_page(Role.SUPERVISOR)
@require_POST
def group_act(request, act):
    """A new order, a member more, or one who left."""
    if act == "leave":
        rows = GroupMember.objects.filter(municipality=request.municipality).active().select_related("group")
        key = request.POST.get("member", "")
        acts.leave_group(
            get_object_or_404(rows, pk=int(key) if key.isdecimal() and len(key) < 19 else 0), by=request.officer
        )
        return redirect("case_group", request.municipality.slug)
    if act not in ("order", "member"):
        raise Http404
    form = OrderForm(request.POST) if act == "order" else GroupMemberForm(request.municipality, request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                if act == "order":
                    acts.order_group(request.municipality, by=request.officer, **form.cleaned_data)
                elif (found := acts.group_of(request.municipality)) is None:
                    raise Refused(_("Write down the mayor’s order first."))
                else:
                    acts.add_group_member(found, by=request.officer, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("case_group", request.municipality.slug)
        except Refused as refused:
            refusal_into(form, refused)
    return _group(request, {act: form}, status=422)


def _group(request, forms, status=200):
    found = acts.group_of(request.municipality)
    visible = request.municipality.cases.visible_to(request.officer).order_by().values("pk")
    late = acts.open_decisions(request.municipality).filter(conference__case__in=visible)
    late = late.select_related("conference__case__enquiry__entry", "officer__user")[:25]
    return render(request, "cases/group.html", {
        "group": found, "members": list(found.members.active()) if found else [],
        "earlier": LocalGroup.objects.filter(municipality=request.municipality).exclude(ended_on=None),
        "order_form": forms.get("order") or OrderForm(), "member_form": forms.get("member") or GroupMemberForm(request.municipality),
        "opened": next(iter(forms), ""), "decisions": [_with_url(request, row) for row in late],
        "may_change": request.officer.has(Role.SUPERVISOR),
    }, status=status)  # fmt: skip


def _with_url(request, decision):
    entry = decision.conference.case.enquiry.entry
    decision.number = entry.label
    decision.url = reverse("case_conferences", args=[request.municipality.slug, entry.year, entry.number])
    return decision


@staff_page(*WORK)
def conferences(request, year, number):
    """The conferences on one case; a new one is written down here."""
    case = find_case(request.officer, year, number, may=may_work)
    form, status = ConferenceForm(case, request.officer, request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    acts.hold_conference(case, by=request.officer, **form.values())
                messages.success(request, _("The conference is written down."))
                return redirect("case_conferences", request.municipality.slug, year, number)
            except Refused as refused:
                refusal_into(form, refused)
    rows = Conference.objects.filter(municipality=request.municipality, case=case)
    rows = list(rows.select_related("officer__user").prefetch_related("decisions"))
    names = {m.pk: m for m in GroupMember.objects.filter(municipality=request.municipality)}
    for row in rows:
        row.members = [names[pk] for pk in row.present if pk in names]
    return render(request, "cases/conferences.html", {"case": case, "form": form, "conferences": rows}, status=status)


@staff_page(*WORK)
def conference(request, year, number, pk):
    """One conference: its minutes corrected, a decision added or settled."""
    case = find_case(request.officer, year, number, may=may_work)
    row = get_object_or_404(
        Conference.objects.filter(municipality=request.municipality, case=case).select_related("officer__user"), pk=pk
    )
    row.case, row.municipality = case, request.municipality
    forms = {
        "minutes": MinutesForm(initial={"minutes": row.minutes, "others": row.others, "version": row.version}),
        "decision": DecisionForm(case, request.officer), "settle": SettleForm(),
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        status, act = 422, request.POST.get("act")
        makers = {"minutes": MinutesForm, "settle": SettleForm,
                  "decision": lambda data: DecisionForm(case, request.officer, data)}  # fmt: skip
        form = makers[act](request.POST) if act in makers else None
        if form is None:
            messages.warning(request, _("Choose on this page what is to be done; nothing was changed."))
        else:
            forms[act] = form
        if form and form.is_valid():
            try:
                with transaction.atomic():
                    _do(row, act, form.cleaned_data, request)
                messages.success(request, _("Saved."))
                return redirect("case_conference", request.municipality.slug, year, number, pk)
            except Refused as refused:
                refusal_into(form, refused)
                status = 409
    names = {m.pk: m for m in GroupMember.objects.filter(municipality=request.municipality, pk__in=row.present)}
    decisions = list(row.decisions.select_related("officer__user"))
    for decision in decisions:
        answered = forms["settle"].is_bound and request.POST.get("decision") == str(decision.pk)
        decision.form = forms["settle"] if answered else SettleForm(auto_id=f"id_%s_{decision.pk}")
    return render(request, "cases/conference.html", {
        "case": case, "conference": row, "members": [names[pk] for pk in row.present if pk in names],
        "decisions": decisions, "forms": forms,
    }, status=status)  # fmt: skip


def _do(row, act, data, request):
    if act == "minutes":
        acts.correct_minutes(row, by=request.officer, **data)
    elif act == "decision":
        acts.decide(row, by=request.officer, **data)
    else:
        key = request.POST.get("decision", "")
        decision = get_object_or_404(row.decisions.all(), pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
        decision.conference = row
        acts.settle(decision, by=request.officer, **data)
