"""What is typed at the counter, and what came of it."""

import re
from io import BytesIO

from django.utils import timezone

from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for

NEW, SERVE, PEOPLE = "/lezhe/office/new/", "/lezhe/office/serve/", "/lezhe/office/people/suggest/"
TODAY = timezone.localdate


def typed(**more):
    return {
        "channel": "counter", "received_on": TODAY().strftime("%d.%m.%Y"), "subject": "Regjistrimi i fëmijëve në shkollë",
        "service": "1", "requester_type": "1", "language": "sq", "acknowledging": "1",
    } | more  # fmt: skip


def served(**more):
    return {
        "channel": "counter",
        "subject": "Orari i sportelit",
        "oral_answer": "Nga ora 8 deri 16",
        "service": "1",
    } | more


def saved(town):
    with working_for(town.lezha):
        rows = Enquiry.objects.filter(municipality=town.lezha).select_related(
            "entry", "text", "requester", "owner", "unit"
        )
        return list(rows.order_by("pk"))


def count(town, model, **wanted):
    with working_for(town.lezha):
        return model.objects.filter(municipality=town.lezha, **wanted).count()


def a_paper(name="kerkesa.txt", data=b"Kerkese me shkrim"):
    paper = BytesIO(data)
    paper.name = name
    return paper


def shown(response):
    """The keys of what the page showed the officer, as the browser sends them back."""
    return re.findall(r'name="shown" value="([^"]*)"', response.content.decode())


def enquiry_url(enquiry):
    return f"/lezhe/office/enquiries/{enquiry.entry.year}/{enquiry.entry.number}/"
