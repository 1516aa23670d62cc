"""The directory's pages: written down, changed, confirmed; contact persons sealed; a shelter's address for few."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from ura.core.refusals import Refused
from ura.directory.finding import find_services, institutions_of
from ura.directory.keeping import (
    add_institution,
    change_institution,
    confirm_all,
    keep_contact,
    keep_location,
    locations_for,
    to_review,
)
from ura.directory.models import Contact, Institution, Location
from ura.municipalities.tenancy import reading_for, working_for

ADDRESS = "Rruga e Fshehtë 7"


@pytest.fixture
def shelter(town):
    with working_for(town.lezha):
        row = add_institution(town.lezha, by=town.besnik, kind="shelter", name_sq="Streha e grave")
        keep_location(row, by=town.ermira, name="Shtëpia", address=ADDRESS, confidential=True)
    row.municipality = town.lezha
    return row


def shown(town, row, officer):
    with reading_for(town.lezha):
        return [address for _place, address in locations_for(row, officer)]


def test_a_confidential_address_is_hidden_from_all_but_supervisors_and_teams_of_restricted_matters(
    town, shelter, make_enquiry, client
):
    assert shown(town, shelter, None) == [None]  # papers, exports, public pages
    assert [shown(town, shelter, who) for who in (town.ana, town.besnik, town.ermira)] == [[None], [None], [ADDRESS]]
    page = f"/lezhe/office/institutions/{shelter.pk}/"
    client.force_login(town.besnik.user)
    assert ADDRESS not in client.get(page).content.decode()
    enquiry = make_enquiry(town.lezha)
    with working_for(town.lezha):
        type(enquiry).objects.filter(pk=enquiry.pk).update(restricted=True)
        enquiry.team.create(municipality=town.lezha, officer=town.besnik)
        assert shown(town, shelter, town.besnik) == [ADDRESS]
    with reading_for(town.lezha):
        place = Location.objects.get(municipality=town.lezha)
    client.force_login(town.ana.user)
    assert client.get(f"{page}places/{place.pk}/").status_code == 403


def test_addresses_and_contact_persons_are_ciphertext(town, shelter):
    with working_for(town.lezha):
        keep_contact(shelter, by=town.besnik, name="Mirela Prifti", function="Drejtuese", phone="+355 66 111 2222")
        assert Contact.objects.get(municipality=town.lezha).name == "Mirela Prifti"
        with connection.cursor() as cursor:
            cursor.execute("SELECT address FROM directory_location UNION SELECT name FROM directory_contact")
            stored = " ".join(row[0] for row in cursor.fetchall())
    assert "Fshehtë" not in stored
    assert "Mirela" not in stored


def test_one_click_confirms_an_institution_with_its_services_and_a_year_later_it_asks_again(town):
    with working_for(town.lezha):
        row = next(each for each in institutions_of(town.lezha) if each.national == "social_services")
        assert row in to_review(town.lezha)
        confirm_all(row, by=town.besnik)
        assert row not in to_review(town.lezha)
        fresh = Institution.objects.get(pk=row.pk)
        assert (fresh.confirmed_by, fresh.valid_until) == (town.besnik, timezone.localdate() + datetime.timedelta(365))
        Institution.objects.filter(pk=row.pk).update(valid_until=timezone.localdate() - datetime.timedelta(days=1))
        assert row in to_review(town.lezha)


def test_a_local_institution_is_written_once_and_two_officers_do_not_overwrite_each_other(town):
    with working_for(town.lezha):
        row = add_institution(town.lezha, by=town.besnik, kind="ngo", name_sq="Hapa të Lehtë")
        with pytest.raises(Refused):
            add_institution(town.lezha, by=town.besnik, kind="ngo", name_sq="hapa  te lehte")
        change_institution(row, by=town.besnik, version=0, phone="+355 66 000 0001")
        with pytest.raises(Refused):
            change_institution(row, by=town.ermira, version=0, phone="+355 66 000 0002")
        assert Institution.objects.get(pk=row.pk).phone == "+355 66 000 0001"


def test_pages_open_and_write(town, client):
    client.force_login(town.besnik.user)
    assert client.get("/lezhe/office/institutions/?q=mbrojtja").status_code == 200
    assert client.get("/lezhe/office/institutions/review/").status_code == 200
    made = client.post(
        "/lezhe/office/institutions/new/",
        {"version": 0, "kind": "ngo", "name_sq": "Ura e Re", "languages": ["sq", "en"]},
    )
    assert made.status_code == 302
    page = made.url
    assert "Ura e Re" in client.get(page).content.decode()
    service = {
        "version": 0,
        "kind": "legal",
        "name_sq": "Këshillim",
        "audiences": ["returnee"],
        "referral_email": "ref@example.org",
    }
    assert client.post(f"{page}services/new/", service).url == page
    assert client.post(f"{page}contacts/new/", {"name": "Mirela Prifti"}).url == page
    assert client.post(f"{page}confirm/").status_code == 302
    with reading_for(town.lezha):
        found = find_services(town.lezha, "ura e re keshillim", audience="returnee")
        assert [(s.email_for_referrals, s.needs_review) for s in found] == [("ref@example.org", False)]
    bad = client.post(f"{page}services/new/", service | {"referral_email": "jo adresë"})
    assert bad.status_code == 422
    assert "Këshillim" in bad.content.decode()
    client.force_login(town.drita.user)
    assert client.get(page).status_code == 404
