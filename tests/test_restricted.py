"""Every page, list, search and file of the office, walked by colleagues outside the team of a restricted request.

They find neither its number's link, nor its subject, nor the person's name; whoever is in the team finds all of it.
"""

import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests.access_table import OF_AN_OFFICE
from tests.furnishing import MAIL, furnish
from ura.desk.actions import team
from ura.desk.actions.company import add_note, give_task
from ura.desk.mail.intake import take_in
from ura.municipalities.tenancy import working_for
from ura.register.models import Counter
from ura.staff.models import Officer, Role, User
from ura.trail.sealer import seal

SUBJECT, NAME, EMAIL, PHONE = "Xhufkëbardha", "Zymbyllana Qerpikja", "zymbyllana@example.org", "+355 66 714 7471"
NUMBER = 4171
BOOK = {"book"}  # there its line stands, with the number and «not opened»
TYPED = ["Xhufkebardha", "Zymbyllana", "zymbyllana@example.org", "066 714 7471", "4171", "4171/{year}"]
QUERIES = {
    "enquiries": ["q={typed}", "state=open", "state=all", "due=week", "owner={owner}", "sort=due", "complaint=yes", "waiting=yes"],
    "export_register": ["as=csv", "as=xlsx", "sheet=stakeholders&as=csv", "as=csv&q={typed}"],
    "day": ["whole=1"],
    "mail_held": ["state=held", "state=new", "state=reply", "state=ignored", "state=rejected"],
    "outbox": ["state=all", "state=failed", "state=sent", "state=queued"],
    "replies": ["tab=drafts", "tab=all", "tab=sent"],
    "people_suggest": ["name={typed}", "email={typed}", "phone={typed}", "person={person}", "pick={person}"],
    "enquiry_new": ["name={typed}", "person={person}"],
    "trail": ["check=1", "number=4171/{year}", "officer={owner}"],
    "trail_export": [""],
    "month": ["first={year}-01-01&last={year}-12-31"],
    "consents": ["state=all", "q={typed}"],
    "people": ["q={typed}"],
}  # fmt: skip


@pytest.fixture
def hidden(town, make_enquiry):
    """A matter of Besnik's with a letter, a mail, a file, a task, a consent …, then restricted to him alone."""
    user = User.objects.create_user("gent@example.org", town.password, name="Gent Prova")
    town.gent = Officer.objects.create(municipality=town.lezha, user=user, roles=[Role.OFFICER])
    person = {"name": NAME, "email": EMAIL, "phone": PHONE}
    before = timezone.localdate() - timedelta(days=12)

    def make(municipality, **fields):
        with working_for(municipality):
            make_enquiry(municipality)  # the counter begins
            Counter.objects.filter(municipality=municipality).update(last=NUMBER - 1)
        town.enquiry = make_enquiry(
            municipality, subject=SUBJECT, body=SUBJECT, by=town.besnik, person=person, received_on=before
        )
        return town.enquiry

    town.parts = furnish(town.lezha, town.besnik, make)
    with working_for(town.lezha):
        give_task(town.enquiry, by=town.besnik, officer=town.gent, what=SUBJECT)
        add_note(town.enquiry, by=town.besnik, text=SUBJECT)
        mail = MAIL.replace(b"1/2026", b"4171/2026").replace(b"Nr. 1/%d", b"Nr. 4171/%d " + SUBJECT.encode())
        mail = take_in(town.lezha, mail % (b"hidden", town.enquiry.entry.year)).mail
        assert mail.suggested == [town.enquiry.pk]
        town.parts |= {
            "mail": {"pk": mail.pk},
            "mail_raw": {"pk": mail.pk},
            "mail_act": {"pk": mail.pk, "act": "aside"},
        }
        team.restrict(town.enquiry, by=town.besnik, ground="trafficking")
        seal(town.lezha)
    return town


def walk(town, client):
    """(name, address, response) of every page of the office, with every way of asking for it."""
    client.raise_request_exception = False
    entry, person = town.enquiry.entry, town.enquiry.requester_id
    for name in OF_AN_OFFICE:
        try:
            where = reverse(name, kwargs={"office": "lezhe", **town.parts.get(name, {})})
        except NoReverseMatch:  # the table of access says so
            continue
        asked = [where]
        for query in QUERIES.get(name, ()):
            for typed in TYPED if "{typed}" in query else [""]:
                values = {"typed": typed.format(year=entry.year), "year": entry.year, "owner": town.besnik.pk}
                asked.append(f"{where}?{query.format(person=person, **values)}")
        for address in asked:
            with transaction.atomic():
                yield name, address, client.get(address, follow=True)
                transaction.set_rollback(True)


def content(response):
    """All words of an answer, unpacked where it is a spreadsheet or a document."""
    data = b"".join(response) if response.streaming else response.content
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b"\n".join(packed.read(each) for each in packed.namelist())
    return data.decode(errors="replace")


def told(town, name, address, response):
    """What of the restricted matter stands in this answer."""
    text, entry = content(response), town.enquiry.entry
    marks = [SUBJECT, NAME, "Zymbyllana", f"/enquiries/{entry.year}/{entry.number}/", f'"row": {town.enquiry.pk},']
    if name not in BOOK:
        marks.append(entry.label)
    for typed in (address.partition("?")[2], *TYPED):  # what one typed oneself stands in the form again
        if typed and typed in address:
            marks = [mark for mark in marks if mark not in address]
    return [mark for mark in marks if mark in text]


# The wall of PostgreSQL knows offices, not teams: it is the same code on both, and SQLite takes less time.
once = pytest.mark.skipif(
    connection.vendor == "postgresql" and not os.environ.get("URA_LONG"), reason="SQLite walks; both with --long"
)


@once
@pytest.mark.parametrize("who", ["gent", "ermira", "ana", "fatmir"])
def test_a_colleague_outside_the_team_finds_nothing_of_it_anywhere(who, hidden, client):
    client.force_login(getattr(hidden, who).user)
    leaks, errors = [], []
    for name, address, response in walk(hidden, client):
        if found := told(hidden, name, address, response):
            leaks.append((address, response.status_code, found))
        if response.status_code >= 500:
            errors.append((address, response.status_code))
    assert (leaks, errors) == ([], [])


@once
def test_the_team_finds_it_where_it_looks(hidden, client):
    """The walk would find a leak: for who is in the team the marks stand on these pages."""
    client.force_login(hidden.besnik.user)
    found = {name for name, address, response in walk(hidden, client) if told(hidden, name, address, response)}
    assert {
        "enquiries", "export_register", "enquiry", "replies", "reply", "outbox", "mail_held", "book", "people_suggest",
        "stakeholder", "day", "enquiry_trail",
    } <= found  # fmt: skip


def test_what_leads_to_it_does_not_exist_for_them(hidden, client):
    number = {"year": hidden.enquiry.entry.year, "number": NUMBER}
    keys = {"file", "reply", "reply_edit", "reply_send", "reply_pdf", "mail", "mail_raw", "person_consents", "consent"}
    client.force_login(hidden.gent.user)
    opened = []
    for name in OF_AN_OFFICE:
        parts = hidden.parts.get(name, {})
        if name in keys or parts == number:
            address = reverse(name, kwargs={"office": "lezhe", **parts})
            for method in ("get", "post"):
                with transaction.atomic():
                    status = getattr(client, method)(address).status_code
                    transaction.set_rollback(True)
                if status not in (403, 404, 405):
                    opened.append((method, address, status))
    assert opened == []


def test_its_requester_follows_it_with_the_code_all_the_same(hidden, client):
    address = f"/api/v1/enquiries/{hidden.enquiry.text.follow_code}"
    assert hidden.enquiry.entry.label in str(client.get(address).json())
