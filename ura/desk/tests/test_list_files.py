"""The door to attachments: who may, and how a browser is kept from running them."""

import pytest

from ura.core.refusals import Refused
from ura.desk.actions.files import attach
from ura.desk.views.files import file_response
from ura.municipalities.tenancy import working_for
from ura.post.files import store
from ura.post.models import File

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture
def attached(town, make_enquiry):
    """A function that attaches trusted bytes and gives the address of the file."""

    def make(data, name, content_type, enquiry=None, **fields):
        enquiry = enquiry or make_enquiry()
        with working_for(town.lezha):
            file = store(town.lezha, data, name=name, trusted_type=content_type)
            File.objects.filter(pk=file.pk).update(**fields)
            enquiry.attachments.create(municipality=town.lezha, file=file, source="office")
        return f"/lezhe/office/files/{file.pk}/"

    return make


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("besnik", 200), ("ermira", 200), ("fatmir", 403), ("drita", 404)])  # fmt: skip
def test_file_opens_for_those_who_may_know_of_the_request(who, status, town, attached, client):
    url = attached(PDF, "kërkesa.pdf", "application/pdf")
    client.force_login(getattr(town, who).user)
    assert client.get(url).status_code == status


def test_file_of_another_office_is_not_found_through_ones_own(town, attached, client):
    url = attached(PDF, "kërkesa.pdf", "application/pdf")
    client.force_login(town.drita.user)
    assert client.get(url.replace("lezhe", "korce")).status_code == 404


def test_file_of_a_complaint_is_hidden_from_whom_it_is_about(town, make_enquiry, attached, client):
    complaint = make_enquiry(complaint=True, complaint_about=town.besnik)
    url = attached(PDF, "ankesa.pdf", "application/pdf", enquiry=complaint)
    client.force_login(town.besnik.user)
    assert client.get(url).status_code == 404
    client.force_login(town.ermira.user)
    assert client.get(url).status_code == 200


def test_file_that_belongs_to_no_request_is_not_found(town, client):
    with working_for(town.lezha):
        file = store(town.lezha, b"raw", name="x.eml", trusted_type="message/rfc822")
    client.force_login(town.besnik.user)
    assert client.get(f"/lezhe/office/files/{file.pk}/").status_code == 404


@pytest.mark.parametrize(("content_type", "checked", "way", "sent_as"), [
    ("application/pdf", True, "inline", "application/pdf"), ("image/png", True, "inline", "image/png"),
    ("image/svg+xml", True, "attachment", "application/octet-stream"),
    ("text/html", True, "attachment", "application/octet-stream"),
    ("application/pdf", False, "attachment", "application/octet-stream"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", True, "attachment", "application/octet-stream"),
])  # fmt: skip
def test_only_pictures_and_pdf_whose_type_was_checked_open_in_the_browser(
    content_type, checked, way, sent_as, town, attached, client
):
    url = attached(PNG, "foto «ë».bin", content_type, checked=checked)
    client.force_login(town.besnik.user)
    response = client.get(url)
    assert response.content == PNG
    assert response.headers["Content-Disposition"].split(";")[0] == way
    assert response.headers["Content-Type"] == sent_as
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_infected_file_is_never_given_out(town, attached, client):
    url = attached(PDF, "virus.pdf", "application/pdf", scan=File.Scan.INFECTED)
    client.force_login(town.besnik.user)
    response = client.get(url)
    assert response.status_code == 409
    assert b"%PDF" not in response.content


def test_name_with_line_breaks_and_quotes_stays_one_header(town, working):
    file = store(town.lezha, b"x", name='a"\r\nSet-Cookie: x=1.pdf', trusted_type="application/pdf")
    assert "\r" not in file_response(file).headers["Content-Disposition"]


def test_upload_that_is_no_document_is_refused(town, make_enquiry):
    enquiry = make_enquiry()
    with working_for(town.lezha), pytest.raises(Refused):
        attach(enquiry, [("faqe.html", b"<html><script>alert(1)</script>")], by=town.besnik)
