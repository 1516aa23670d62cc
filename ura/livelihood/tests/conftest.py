"""A case of Lezhë with a mother and her son, and one who came alone."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django.utils.translation import override

from ura.cases.actions.opening import open_case
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.households import add_member, found_household


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def village(town, make_enquiry):
    long_ago = timezone.localdate() - timedelta(days=400)
    with working_for(town.lezha):
        teuta = add_person(town.lezha, name="Teuta Marku", born="1990-05-31", sex="F")
        iris = add_person(town.lezha, name="Iris Marku", born=str(timezone.localdate().year - 8))
        gjon = add_person(town.lezha, name="Gjon Prela", born="1985", sex="M")
        household = found_household(teuta, by=town.besnik)
        add_member(household, iris, by=town.besnik, relation="child")
        first = open_case(make_enquiry(requester=teuta), by=town.besnik, kind="returnee", household=household,
                          opened_on=long_ago)  # fmt: skip
        second = open_case(make_enquiry(requester=gjon), by=town.besnik, kind="returnee", opened_on=long_ago)
    return SimpleNamespace(teuta=teuta, iris=iris, gjon=gjon, case=first, other=second, town=town, long_ago=long_ago,
                           today=timezone.localdate())  # fmt: skip


@pytest.fixture
def at_work(village):
    with working_for(village.town.lezha):
        yield village
