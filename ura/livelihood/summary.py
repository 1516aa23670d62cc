"""What a case holds of economic reintegration: for its tab, its card, its dossier and its timeline."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.cases.models import CaseEvent
from ura.cases.states import EventKind
from ura.cases.timeline import day, label, lek
from ura.core.templatetags.ui import short_date
from ura.livelihood.models import Advice, AgriSupport, Enrolment, GrantApplication, Jobseeker, Placement, Worker
from ura.livelihood.states import (
    AdviceKind,
    Contract,
    CourseKind,
    Field,
    GrantKind,
    MediationState,
)
from ura.municipalities.often import asked_often


def summary_of(case):
    """[(heading, [(what, status, day, url)])], each table read once."""
    office, slug = {"municipality": case.municipality, "case": case}, case.municipality.slug
    seekers = [(f"{row.person.shown_name}: {row.occupation}", row.get_state_display(), row.registered_on,
                reverse("seeker", args=[slug, row.pk])) for row in Jobseeker.objects.filter(**office).select_related("person")]  # fmt: skip
    placed = [(f"{row.person.shown_name}: {row.employer}", row.get_contract_display(), row.started_on,
               reverse("seeker", args=[slug, row.jobseeker_id])) for row in Placement.objects.filter(**office).select_related("person")]  # fmt: skip
    courses = [(f"{row.person.shown_name}: {row.course}", row.get_state_display(), row.ended_on or row.enrolled_on,
                reverse("course", args=[slug, row.course_id])) for row in Enrolment.objects.filter(**office).select_related("person", "course")]  # fmt: skip
    grants = [(f"{row.person.shown_name}: {row.call}", row.get_state_display(), row.decided_on or row.applied_on,
               reverse("grant_application", args=[slug, row.pk])) for row in GrantApplication.objects.filter(**office).select_related("person", "call")]  # fmt: skip
    works = [(f"{row.person.shown_name}: {row.project}", "", row.taken_on, reverse("work", args=[slug, row.project_id]))
             for row in Worker.objects.filter(**office).select_related("person", "project")]  # fmt: skip
    advice = [(f"{row.person.shown_name}: {row.about}", row.get_kind_display(), row.on, "")
              for row in Advice.objects.filter(**office).select_related("person")]  # fmt: skip
    farms = [(f"{row.person.shown_name}: {row.get_kind_display()}", lek(row.amount), row.given_on, "")
             for row in AgriSupport.objects.standing().filter(**office).select_related("person")]  # fmt: skip
    every = [(_("Looks for work"), seekers), (_("Works"), placed), (_("Trainings"), courses), (_("Grants"), grants),
             (_("Cash for Work"), works), (_("Advice"), advice), (_("Support for agribusiness"), farms)]  # fmt: skip
    return [(title, rows) for title, rows in every if rows]


def on_paper(case, officer):
    """A section of the dossier."""
    parts = [
        (
            title,
            [
                (short_date(on), " · ".join(part for part in (what, str(status)) if part))
                for what, status, on, _url in rows
            ],
        )
        for title, rows in summary_of(case)
    ]
    return (_("Economic reintegration"), "", parts) if parts else None


KINDS = (
    EventKind.JOBSEEKER,
    EventKind.PLACED,
    EventKind.TRAINING,
    EventKind.GRANT,
    EventKind.WORKED,
    EventKind.FARM_VISIT,
)


def card(case, officer):
    """The latest of each kind, read from the events alone: one question."""
    latest = {}
    for row in _events(case.municipality_id, case.pk):
        latest.setdefault(row.kind, row)
    if not latest:
        return None
    return "livelihood/_card.html", {"facts": [
        (short_date(row.on), SENTENCES[row.kind](case, row.data, {})) for row in latest.values()]}  # fmt: skip


@asked_often
def _events(office, case):
    return CaseEvent.objects.filter(municipality=office, case=case, kind__in=KINDS).order_by("-pk")[:40]


def _jobseeker(case, data, staff):
    step = data.get("step")
    if step == "advised":
        return label(AdviceKind, data.get("of"))
    if step:
        return _("Job mediation: %(state)s") % {"state": label(MediationState, step)}
    return _("Registered as a jobseeker: %(field)s") % {"field": label(Field, data.get("field"))}


def _placed(case, data, staff):
    if data.get("step") == "checked":
        text = (
            _("Still at work after %(months)s months")
            if data.get("kept")
            else _("No longer at work after %(months)s months")
        )
        return text % {"months": data.get("months")}
    text = _("Found work through the office (%(contract)s)") if data.get("mediated") else _("Found work (%(contract)s)")
    return text % {"contract": label(Contract, data.get("contract"))}


def _training(case, data, staff):
    text = {"enrolled": _("Enrolled in a training: %(kind)s"), "completed": _("Training completed: %(kind)s"),
            "left": _("Left a training: %(kind)s")}.get(data.get("step"), _("Training: %(kind)s"))  # fmt: skip
    return text % {"kind": label(CourseKind, data.get("of"))}


def _grant(case, data, staff):
    values = {"kind": label(GrantKind, data.get("of")), "amount": lek(data.get("amount"))}
    text = {
        "applied": _("Applied for a grant: %(kind)s, %(amount)s"), "awarded": _("Grant awarded: %(kind)s, %(amount)s"),
        "refused": _("Grant not awarded: %(kind)s"), "withdrawn": _("Application for a grant withdrawn: %(kind)s"),
    }.get(data.get("step"), _("Grant: %(kind)s"))  # fmt: skip
    return text % values


def _worked(case, data, staff):
    step, n = data.get("step"), data.get("days") or 0
    if step == "taken":
        return _("Taken into Cash for Work")
    if step == "paid":
        text = ngettext("Cash for Work: %(n)s day paid, %(amount)s", "Cash for Work: %(n)s days paid, %(amount)s", n)
        return text % {"n": n, "amount": lek(data.get("amount"))}
    text = ngettext("Cash for Work: %(n)s day worked, %(first)s–%(last)s",
                    "Cash for Work: %(n)s days worked, %(first)s–%(last)s", n)  # fmt: skip
    return text % {"n": n, "first": day(data.get("first")), "last": day(data.get("last"))}


def _farm(case, data, staff):
    return _("Advice on the farm")


SENTENCES = {
    EventKind.JOBSEEKER: _jobseeker, EventKind.PLACED: _placed, EventKind.TRAINING: _training, EventKind.GRANT: _grant,
    EventKind.WORKED: _worked, EventKind.FARM_VISIT: _farm,
}  # fmt: skip
