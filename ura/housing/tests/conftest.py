"""A table of points the council decided, a call, and families who apply."""

import datetime

import pytest

from ura.housing.actions.applying import apply, give_points
from ura.housing.actions.calls import open_call
from ura.housing.actions.tables import keep_table
from ura.people.actions import add_person

TEXTS = {
    "housing": "Banesa / Dwelling\n- Pa strehë / Without shelter: 15\n- Nën normë / Below the norm: 10\nShkaku / Cause\n- Fatkeqësi / Disaster: 10",
    "family": "Fëmijë / Children\n- Një / One: 5\n- Dy ose më shumë / Two or more: 15",
    "social": "Gjendja / Situation\n- I rikthyer / Returned: 12",
    "economic": "Të ardhurat / Income\n- Pa të ardhura / None: 20\n- Të ulëta / Low: 15",
}  # fmt: skip
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def make_table(working):
    def make(programme="bsq", office=None, **changes):
        office = office or working.lezha
        return keep_table(
            office, programme, by=working.besnik, number=0, texts=TEXTS | changes, decision_number="34",
            decision_on=datetime.date(2026, 2, 1),
        )  # fmt: skip

    return make


@pytest.fixture
def make_call(working, make_table):
    def make(programme="bsq", table=True, **fields):
        if table:
            make_table(programme)
        fields = {
            "year": 2026, "opens_on": DAY, "closes_on": datetime.date(2026, 4, 30), "places": 2, "quota": 0,
        } | fields  # fmt: skip
        return open_call(working.lezha, by=working.ermira, programme=programme, **fields)

    return make


@pytest.fixture
def make_application(working):
    """make_application(call, "Elona Hoxha", {"housing.1": "1"}, received_on=…, case=…)"""

    def make(call, name, answers=None, case=None, **facts):
        person = case.person if case else add_person(working.lezha, by=working.besnik, name=name)
        facts = {"received_on": DAY, "members": 4, "income": 20_000} | facts
        row = apply(call, person, by=working.besnik, case=case, **facts)
        if answers is not None:
            row = give_points(row, by=working.besnik, version=row.version, answers=answers)
        return row

    return make
