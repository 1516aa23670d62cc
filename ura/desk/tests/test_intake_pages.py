"""The counter's form: what is typed becomes a request with a number, and nothing typed is lost."""

import pytest

from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for

NEW = "/lezhe/office/new/"


def typed(**more):
    return {
        "channel": "counter", "received_on": "", "subject": "Regjistrimi i fëmijëve në shkollë", "service": "1",
        "requester_type": "1", "language": "sq", "acknowledging": "1", "received_on": "12.03.2026",
    } | more  # fmt: skip


def saved(town):
    with working_for(town.lezha):
        return list(Enquiry.objects.filter(municipality=town.lezha).select_related("entry", "text", "requester").order_by("pk"))


def test_form_opens_with_the_counter_chosen(town, client):
    client.force_login(town.ana.user)
    response = client.get(NEW)
    assert response.status_code == 200
    assert response.context["form"]["channel"].value() == "counter"


def test_what_is_typed_becomes_a_request(town, client):
    client.force_login(town.besnik.user)
    response = client.post(NEW, typed(name="Arta Prova"))
    assert response.status_code == 302, response.context["form"].errors
    (enquiry,) = saved(town)
    assert response.url == f"/lezhe/office/enquiries/{enquiry.entry.year}/1/?new"
    page = client.get(response.url)
    assert page.status_code == 200
