"""The acknowledgement on paper: handed over or posted, written down once, with its proof."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ura.desk.models import Event
from ura.desk.states import EventKind
from ura.municipalities.tenancy import working_for

from .test_acts import address

SLIP = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture
def paper(town, make_enquiry, client):
    client.force_login(town.ana.user)
    client.cookies["django_language"] = "en"
    yesterday = timezone.localdate() - timedelta(days=1)
    return make_enquiry(owner=town.besnik, received_on=yesterday, person={"name": "Arta Prova"})


def given(**more):
    return {"way": "post", "on": f"{timezone.localdate():%d.%m.%Y}", "note": "RR123456789AL"} | more


def page(client, enquiry):
    return client.get(enquiry.get_absolute_url())


def told(enquiry):
    with working_for(enquiry.municipality):
        return list(Event.objects.filter(enquiry=enquiry, kind=EventKind.ACKNOWLEDGED))


def test_posting_is_written_into_the_timeline_with_its_proof_and_ticks_the_step(town, paper, client):
    assert hasattr(page(client, paper).context["can"], "acknowledge")
    slip = SimpleUploadedFile("dëftesa.pdf", SLIP, "application/pdf")
    assert client.post(address(paper, "acknowledge"), given(files=slip)).status_code == 302
    (event,) = told(paper)
    assert (event.on, event.text, event.officer) == (timezone.localdate(), "RR123456789AL", town.ana)
    shown = page(client, paper)
    assert not hasattr(shown.context["can"], "acknowledge")
    line = shown.context["events"][0]
    assert line["what"].startswith("The acknowledgement was posted on ")
    assert (line["body"], line["law"]) == ("RR123456789AL", "law no. 119/2014, article 8")
    assert [a.file.name for a in shown.context["attachments"]] == ["dëftesa.pdf"]
    steps = {step.code: step for procedure in shown.context["procedures"] for step in procedure.steps}
    assert (steps["diaspora/5.1b.2"].state, steps["diaspora/5.1b.2"].by_system) == ("done", True)


def test_handing_over_is_written_down_once(paper, client):
    assert client.post(address(paper, "acknowledge"), given(way="hand", note="Arta Prova")).status_code == 302
    again = client.post(address(paper, "acknowledge"), given())
    assert (again.status_code, len(told(paper))) == (409, 1)
    assert page(client, paper).context["events"][0]["what"].startswith("The acknowledgement was handed over on ")


@pytest.mark.parametrize("days", [-2, 1])
def test_day_before_the_receipt_or_to_come_is_refused_at_its_field(days, paper, client):
    wrong = timezone.localdate() + timedelta(days=days)
    response = client.post(address(paper, "acknowledge"), given(on=f"{wrong:%d.%m.%Y}"))
    assert (response.status_code, list(response.context["form"].errors)) == (409, ["on"])
    assert told(paper) == []


def test_what_left_by_e_mail_needs_no_paper(town, make_enquiry, client):
    client.force_login(town.besnik.user)
    mailed = make_enquiry(person={"name": "Arta Prova", "email": "arta@example.org"})
    assert not hasattr(page(client, mailed).context["can"], "acknowledge")
    assert client.post(address(mailed, "acknowledge"), given()).status_code == 409
    assert len(told(mailed)) == 1
