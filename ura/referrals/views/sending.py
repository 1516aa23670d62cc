"""Referring somebody, from the case or from the request, and the referrals of one case."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ura.cases import rules as case_rules
from ura.cases.needs import persons_of
from ura.core import once
from ura.core.refusals import Refused, refusal_into
from ura.desk import rules
from ura.desk.actions.basics import lock
from ura.people.consent import consents_of
from ura.people.models import Purpose
from ura.referrals.actions.sending import refer
from ura.referrals.forms import ReferForm
from ura.referrals.in_case import referrals_of
from ura.referrals.states import Way
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

WORK = (Role.OFFICER, Role.SUPERVISOR)


@staff_page(*CASEWORK)
def of_case(request, year, number):
    """All referrals of one case. A clerk sees to whom and how far, not what was told."""
    case = case_rules.find_case(request.officer, year, number, may=case_rules.may_read)
    works = case_rules.may_work(request.officer, case)
    context = {"case": case, "referrals": referrals_of(case), "works": works, "open": case.is_open and works}
    return render(request, "referrals/of_case.html", context)


@staff_page(*WORK)
def refer_case(request, year, number):
    case = case_rules.find_case(request.officer, year, number, may=case_rules.may_manage)
    return _refer(request, case.enquiry, case, persons_of(case, request.officer))


@staff_page(*WORK)
def refer_enquiry(request, year, number):
    enquiry = rules.find_enquiry(request.officer, year, number, may=rules.may_own_work)
    if hasattr(enquiry, "case"):
        return redirect("case_refer", request.municipality.slug, year, number)
    if enquiry.requester is not None:
        enquiry.requester.municipality = request.municipality
    return _refer(request, enquiry, None, [enquiry.requester] if enquiry.requester else [])


def _refer(request, enquiry, case, people):
    officer, person = request.officer, people[0] if people else None
    form = ReferForm(officer, enquiry, request.POST if request.method == "POST" else None, case=case, people=people,
                     person=person, initial={"receiver": request.GET.get("to", "")})  # fmt: skip
    status = 200
    if request.method == "POST":
        status, token = 422, request.POST.get("token", "")
        try:
            with transaction.atomic():
                lock(enquiry)  # a second click waits here for the first, and then finds what it made
                if made := once.made_by(_form_of(officer), token):
                    return redirect(made)
                if form.is_valid():
                    made = refer(enquiry, by=officer, **form.values())
                    once.remember(_form_of(officer), token, made.get_absolute_url())
                    messages.success(request, _said(made))
                    return redirect(made)
        except Refused as refused:
            status = 409
            refusal_into(form, refused)
    context = {
        "case": case, "enquiry": enquiry, "form": form, "people": people, "token": request.POST.get("token") or once.new_token(),
        "sharing": _sharing(people), "consent_url": _consent_url(request, form, person),
        "frame": "cases/case_frame.html" if case else "referrals/frame.html",
    }  # fmt: skip
    return render(request, "referrals/refer.html", context, status=status)


def _said(referral):
    if referral.way == Way.LINK:
        return _("The referral is on its way by mail. Tell the receiver the code by phone.")
    if referral.way == Way.LETTER:
        return _("The referral has its number. Print the letter, have it signed and send it.")
    return _("The referral goes to the other office of Ura by itself.")


def _sharing(people):
    """With whom the people agreed to share, so that nobody has to guess."""
    named = []
    for person in people:
        for consent in consents_of(person)["rows"]:
            if consent.state == "valid":
                named += [part.recipient for part in consent.standing if part.purpose == Purpose.SHARING]
    return sorted(set(named))


def _consent_url(request, form, person):
    return reverse("consent_new", args=[request.municipality.slug, person.pk]) if person else ""


def _form_of(officer):
    return f"refer-{officer.pk}"
