"""Teuta came back with two children; she agreed that the employment office is told. All of it invented."""

from types import SimpleNamespace

import pytest
from django.utils.translation import override

from ura.cases.actions.opening import open_case
from ura.directory.models import Institution, Service
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.post.files import store
from ura.referrals.actions.sending import refer


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


WORK_OFFICE = "Zyra e Punësimit Prova"


def agree(person, recipient, by):
    scan = store(person.municipality, b"%PDF-1.4", name="deklarata.pdf", trusted_type="application/pdf")
    return give(person, how="paper", purposes=["sharing"], by=by, evidence=scan, recipient=recipient)


def furnish(town, make_enquiry, municipality=None, officer=None):
    municipality, officer = municipality or town.lezha, officer or town.besnik
    with working_for(municipality):
        teuta = add_person(municipality, name="Teuta Marku", phone="069 123 4567", born="1988-04-02")
        work = Institution.objects.create(
            municipality=municipality, kind="employment", name_sq=WORK_OFFICE, email="puna@example.org"
        )
        service = Service.objects.create(
            municipality=municipality, institution=work, kind="employment", name_sq="Ndërmjetësim për punë"
        )
        shelter = Institution.objects.create(municipality=municipality, kind="shelter", name_sq="Streha Prova")
        bed = Service.objects.create(municipality=municipality, institution=shelter, kind="shelter", name_sq="Strehim")
    enquiry = make_enquiry(municipality, requester=teuta, audience="returnee")
    with working_for(municipality):
        case = open_case(enquiry, by=officer, kind="returnee", origin="DE")
    return SimpleNamespace(person=teuta, service=service, bed=bed, enquiry=enquiry, case=case, officer=officer)


@pytest.fixture
def teuta(town, make_enquiry):
    return furnish(town, make_enquiry)


@pytest.fixture
def agreed(teuta, town):
    with working_for(town.lezha):
        teuta.consent = agree(teuta.person, WORK_OFFICE, town.besnik)
    return teuta


@pytest.fixture
def send(agreed, town):
    """Refer Teuta to the employment office, as the officer does; more arguments replace the usual ones."""

    def send(**more):
        how = {
            "by": agreed.officer, "case": agreed.case, "service": agreed.service, "asked": "Regjistrim si punëkërkuese.",
            "chosen": ["name", "phone"],
        } | more  # fmt: skip
        with working_for(agreed.officer.municipality):
            return refer(agreed.enquiry, **how)

    return send
