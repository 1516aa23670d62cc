"""Cash for Work: who is taken into a project, which days they worked, what they were paid."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.assisting import give_assistance
from ura.cases.actions.basics import happened
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.livelihood.models import WorkDay, Worker, WorkPayment, WorkProject
from ura.livelihood.people import must_belong, not_ahead
from ura.trail.actions import record


@transaction.atomic
def keep_project(municipality, *, by, project=None, version=None, **values):
    """A project of the municipality; a new one, or a correction. Days already worked keep inside its dates."""
    if values["end_on"] < values["start_on"]:
        raise Refused(_("The last day lies before the first: check the dates."), field="end_on")
    if values["rate"] < 1:
        raise Refused(_("Write the pay for a day."), field="rate")
    if project is None:
        project = WorkProject(municipality=municipality)
    else:
        lock_version(project, version)
        days = WorkDay.objects.filter(municipality=municipality, worker__project=project)
        if days.exclude(on__range=(values["start_on"], values["end_on"])).exists():
            raise Refused(_("Days were worked outside these dates."), field="end_on")
        paid = WorkPayment.objects.standing().filter(municipality=municipality, worker__project=project)
        if values["rate"] != project.rate and paid.exists():
            raise Refused(_("Days were paid at the earlier rate: open another project for the new one."), field="rate")
        project.version += 1
    for name, value in values.items():
        setattr(project, name, value)
    project.save()
    record(project, "livelihood.project_kept", by=by)
    return project


@transaction.atomic
def take_on(project, case, person, *, by, on=None):
    """Somebody works in the project, while it has places."""
    on = on or timezone.localdate()
    project = WorkProject.objects.select_for_update().get(pk=project.pk)
    must_belong(case, person, on=on, working=True)
    rows = Worker.objects.filter(municipality=case.municipality, project=project)
    if rows.filter(person=person).exists():
        raise Refused(_("%(name)s works in this project already.") % {"name": person.shown_name})
    if rows.filter(ended_on=None).count() >= project.places:
        raise Refused(_("All places of this project are taken."))
    row = Worker.objects.create(municipality=case.municipality, project=project, case=case, person=person, taken_on=on)
    happened(case, EventKind.WORKED, by=by, on=on, person=person, worker=row.pk, step="taken")
    return row


@transaction.atomic
def mark_days(worker, days, *, by):
    """Days worked: inside the project's dates, none ahead, none twice, whatever the project."""
    project, days = worker.project, sorted(set(days))
    if not days:
        raise Refused(_("Choose at least one day."), field="days")
    for day in days:
        not_ahead(day, field="days")
        if not project.start_on <= day <= project.end_on:
            raise Refused(_("%(day)s lies outside the project, which runs from %(first)s to %(last)s.") % {
                "day": day.strftime("%d.%m.%Y"), "first": project.start_on.strftime("%d.%m.%Y"),
                "last": project.end_on.strftime("%d.%m.%Y")}, field="days")  # fmt: skip
        if day < worker.taken_on or (worker.ended_on and day > worker.ended_on):
            raise Refused(_("%(name)s did not work in this project on %(day)s.") % {
                "name": worker.person.shown_name, "day": day.strftime("%d.%m.%Y")}, field="days")  # fmt: skip
    twice = WorkDay.objects.filter(municipality=worker.municipality, person=worker.person, on__in=days).first()
    if twice is not None:
        raise Refused(
            _("%(day)s is written down for %(name)s already: a day is worked and paid once.")
            % {"day": twice.on.strftime("%d.%m.%Y"), "name": worker.person.shown_name}, field="days",
        )  # fmt: skip
    WorkDay.objects.bulk_create(
        WorkDay(municipality=worker.municipality, worker=worker, person=worker.person, on=day) for day in days
    )
    happened(worker.case, EventKind.WORKED, by=by, on=days[-1], person=worker.person, worker=worker.pk, step="days",
             days=len(days), first=days[0].isoformat(), last=days[-1].isoformat())  # fmt: skip
    return days


@transaction.atomic
def take_back_day(day, *, by):
    """A day written down by mistake, while it is not paid."""
    if day.payment_id:
        raise Refused(_("This day was paid already."))
    record(day.worker, "livelihood.day_taken_back", by=by, on=day.on.isoformat())
    day.delete()


@transaction.atomic
def pay_days(worker, *, by, on=None, reference=""):
    """All days not paid yet, at the project's rate."""
    on = on or timezone.localdate()
    not_ahead(on, field="on")
    open_days = WorkDay.objects.select_for_update().filter(
        municipality=worker.municipality, worker=worker, payment=None
    )
    keys = list(open_days.values_list("pk", "on"))
    if not keys:
        raise Refused(_("No day waits to be paid."))
    if on < max(day for _pk, day in keys):
        raise Refused(_("It cannot be paid before the days were worked."), field="on")
    amount = len(keys) * worker.project.rate
    worker.case.municipality = worker.municipality
    happened(worker.case, EventKind.WORKED, by=by, on=on, person=worker.person, worker=worker.pk, step="paid",
             days=len(keys), amount=amount)  # fmt: skip
    given = give_assistance(worker.case, by=by, type="cash_for_work", person=worker.person, on=on, amount=amount,
                            source=worker.project.source, text=worker.project.title, owed=True)  # fmt: skip
    payment = WorkPayment.objects.create(
        municipality=worker.municipality, worker=worker, days=len(keys), amount=amount, paid_on=on,
        reference=reference.strip(), assistance=given,
    )  # fmt: skip
    WorkDay.objects.filter(municipality=worker.municipality, pk__in=[pk for pk, _day in keys]).update(payment=payment)
    return payment


@transaction.atomic
def end_work(worker, *, by, on=None):
    on = on or timezone.localdate()
    last = worker.days.filter(municipality=worker.municipality).order_by("-on").values_list("on", flat=True).first()
    if last and on < last:
        raise Refused(_("Days after this one are written down."), field="on")
    worker.ended_on = on
    worker.save(update_fields=["ended_on"])
    record(worker, "livelihood.work_ended", by=by)
    return worker
