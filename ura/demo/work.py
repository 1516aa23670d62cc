"""What an office does beside its requests: its calendar, an absence, saved views, the yearly needs analysis."""

from datetime import timedelta

from django.utils import timezone

from ura.desk.actions.deadlines import calendar_changed
from ura.desk.actions.owners import cover_absence
from ura.desk.actions.saved import keep_view
from ura.municipalities.models import OfficeDay
from ura.plans.actions import fill, keep_step, open_analysis
from ura.staff.models import Role

NEEDS = {
    ("human_resources", "current"): "Dy punonjës me kohë të plotë; asnjë me përvojë në riintegrim.",
    ("human_resources", "needs"): "Trajnim për procedurat standarde dhe një punonjës për njësitë rurale.",
    ("human_resources", "desired"): "Tri vende pune të plotësuara dhe të trajnuara brenda vitit.",
    ("financial_resources", "current"): "Nuk ka zë të veçantë në buxhet.",
    ("financial_resources", "needs"): "Fond i vogël për aktivitete me diasporën dhe për përkthime.",
    ("infrastructure", "current"): "Një zyrë e përbashkët, pa mjedis të veçantë për takime.",
    ("infrastructure", "needs"): "Mjedis për takime private dhe pajisje për takime në distancë.",
}


def settle_in(desk):
    """The views an office keeps, from the first day."""
    keep_view(desk.supervisor, name="Investimet e hapura", address="state=open&service=3", shared=True)
    keep_view(
        desk.supervisor, name="Të kthyerit", address="state=open&audience=returnee", shared=len(desk.officers) > 1
    )


def round_the_desk(desk):
    """Histories that belong to no request."""
    if desk.feast:
        yield _feast(desk)
    if len(desk.boxes) > 1:
        yield _absence(desk)
    if desk.boxes:
        yield _analysis(desk)


def _feast(desk):
    """A day off of this office alone, announced late: the open deadlines move, and each request says so."""
    feast = desk.days.back(38)
    yield desk.days.at(desk.days.back(42))
    OfficeDay.objects.create(municipality=desk.municipality, on=feast, kind=OfficeDay.Kind.OFF, reason=desk.feast)
    calendar_changed(desk.municipality, by=desk.supervisor, day=feast, reason=desk.feast)


def _absence(desk):
    """A colleague is away these days, and another acts for them."""
    officers = [o for o in desk.officers.values() if o.has(Role.OFFICER) and o != desk.supervisor]
    yield desk.days.at(desk.days.back(2))
    today = timezone.localdate()
    cover_absence(
        officers[1], cover=officers[0], from_on=today, until_on=today + timedelta(days=9), reason="Leje vjetore",
        by=desk.supervisor,
    )  # fmt: skip


def _analysis(desk):
    moment = desk.days.at(desk.days.back(60))
    yield moment
    analysis = open_analysis(desk.municipality, timezone.localdate().year, by=desk.supervisor)
    yield desk.days.after(moment, 6)
    analysis.refresh_from_db()
    fill(analysis, NEEDS, by=desk.supervisor, version=analysis.version)
    keep_step(analysis, by=desk.supervisor, step=analysis.steps.first(), officer=desk.supervisor,
              done_on=timezone.localdate(), minutes="U mblodhën mendimet e drejtorive; u ra dakord për prioritetet.")  # fmt: skip
