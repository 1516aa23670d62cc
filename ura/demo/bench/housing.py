"""Ranking a housing call of thousands of applications, written and all; and a guide printed on A4."""

from datetime import timedelta

from django.utils import timezone

from ura.demo.bench.measure import p50, p95, seconds, tell, timed
from ura.demo.bench.offices import settle, staffed
from ura.guides.paper import guide_pdf
from ura.guides.reading import guide
from ura.housing import ranking
from ura.housing.actions.calls import decide, open_call
from ura.housing.actions.tables import keep_table
from ura.housing.models import Application
from ura.housing.national import example
from ura.housing.states import CallState, State
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.models import Person

RANKING_TARGET, GUIDE_TARGET = 3, 300  # seconds; ms p50
GUIDE = "social_housing"  # the longest


def housing(size):
    """Drawing up the list of a call: ordered, places and quota given, every rank and event written; and taken back.

    The floor is the ordering alone.
    """
    n = size.of(5_000, 300, 60)
    municipality, officer = staffed("durres")
    call = _call(municipality, officer, n)
    settle()
    taken = [_drawn_up(municipality, officer, call) for _turn in range(size.of(5, 3, 1))]
    with reading_for(municipality):
        rows = ranking.read(call)
    floor = timed(lambda: ranking.order([dict(row) for row in rows], call.ties))
    tell("housing_ranking", p50(taken), "s p50", n=n, target=RANKING_TARGET, floor=floor, slowest=max(taken))


def guides(size):
    """The longest guide as a tagged PDF with its code; the first one reads the fonts and is not counted.

    The floor is the same program setting one word on one page.
    """
    municipality, _officer = staffed("durres")
    with reading_for(municipality):
        one = guide(municipality, GUIDE)
    taken = seconds(lambda: guide_pdf(municipality, one, "sq"), size.of(40, 10, 2))
    import typst  # late: a process that renders and then forks leaves its child hanging

    floor = p50(seconds(lambda: typst.compile(b"Ura", ignore_system_fonts=True), size.of(40, 10, 2))) * 1000
    tell("guide", p50(taken) * 1000, "ms p50", n=1, target=GUIDE_TARGET, floor=floor, p95=p95(taken) * 1000)


def _call(municipality, officer, n):
    today = timezone.localdate()
    with working_for(municipality):
        keep_table(
            municipality, "bsq", by=officer, number=0, texts=example(), decision_number="1", decision_on=today
        )  # fmt: skip
        call = open_call(
            municipality, by=officer, programme="bsq", year=today.year, opens_on=today, closes_on=today,
            places=max(2, n // 10), quota=n // 50, ties=["earliest", "children", "lot"],
        )  # fmt: skip
        people = Person.objects.bulk_create(Person(municipality=municipality, name=f"Prova {i}") for i in range(n))
        Application.objects.bulk_create(
            (_application(call, person, i, today) for i, person in enumerate(people)), batch_size=500
        )
    return call


def _application(call, person, i, today):
    points = {"housing": i * 7 % 26, "family": i * 3 % 26, "social": i % 13, "economic": i * 11 % 21}
    return Application(
        municipality=call.municipality, call=call, person=person, year=call.year, number=i + 1, state=State.SCORED,
        received_on=today - timedelta(days=i % 60), returnee=i % 9 == 0, members=4, children=i % 4, income=i % 50 * 1000,
        group_points=points, points=sum(points.values()),
    )  # fmt: skip


def _drawn_up(municipality, officer, call):
    """Seconds of one drawing up; afterwards the call is open again."""
    with working_for(municipality):
        call.refresh_from_db()
        call.municipality = municipality
    taken = timed(lambda: _decide(municipality, officer, call, CallState.LISTED))
    with working_for(municipality):
        call.refresh_from_db()
        call.municipality = municipality
    _decide(municipality, officer, call, CallState.OPEN)
    return taken


def _decide(municipality, officer, call, state):
    with working_for(municipality):
        decide(call, state, by=officer, version=call.version, reason="Prova")
