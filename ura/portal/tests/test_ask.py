"""A person asks through the page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ura.desk.models import Attachment, Enquiry
from ura.municipalities.tenancy import working_for
from ura.portal.tests.conftest import WORDS
from ura.post.models import Outbox


def requests_of(municipality):
    with working_for(municipality):
        return municipality.enquiries.count()


def test_a_request_by_the_form_is_registered_acknowledged_and_confirmed(town, client, asked):
    enquiry = asked(name="Teuta Prova", phone="+39 051 000 000", country="IT", audience="returnee")
    with working_for(town.lezha):
        assert (enquiry.channel, enquiry.audience, enquiry.entry.label) == ("portal", "returnee", "1/2026")
        assert (enquiry.text.subject, enquiry.text.body) == (WORDS["subject"], WORDS["text"])
        requester = enquiry.requester
        assert (requester.name, requester.email, requester.country) == ("Teuta Prova", "teuta@example.org", "IT")
        assert [row.to for row in Outbox.objects.all()] == ["teuta@example.org"]
    page = client.get("/lezhe/ask/done/").content.decode()
    assert enquiry.text.follow_code in page
    assert "1/2026" in page
    assert "Besnik Prova" in page
