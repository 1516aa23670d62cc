"""The demo country, dumped without its key: no person's name, address, phone or matter is found, nor in any log."""

import io
import logging
import os
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ura.core.encrypted import EncryptedTextField
from ura.core.folding import fold
from ura.demo import facts
from ura.desk.models import EnquiryText
from ura.desk.tests.killing import environment, manage
from ura.directory.national import national_services
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.people.search import normal_phone
from ura.post.models import File, InboundMail
from ura.staff.models import User

SHORTEST = 6  # what is shorter occurs by chance in any megabyte


@pytest.fixture
def demo(real_country):
    """A small demo country, committed, and everything that was logged while it was made and worked through."""
    said = ""
    for command in (manage("demo", "--scale", "0.02"), manage("work", "--once")):
        values = environment() | {"URA_LOG_LEVEL": "DEBUG", "EMAIL_URL": "smtp://127.0.0.1:1"}
        done = subprocess.run(command, env=values, capture_output=True, text=True, timeout=300, check=True)
        said += done.stdout + done.stderr
    return said


def secrets_of(municipality):
    """Every text about persons that the office holds, as it reads with the key."""
    with working_for(municipality):
        for person in municipality.people.all():
            for field in person._meta.local_concrete_fields:
                if isinstance(field, EncryptedTextField):
                    yield from (getattr(person, field.name) or "").splitlines()
            yield normal_phone(person.phone)
            yield from (fold(word) for word in (person.name, person.organisation) if word)
        for text in EnquiryText.objects.filter(municipality=municipality):
            yield from (text.subject, text.body, text.follow_code, text.oral_answer)
        for mail in InboundMail.objects.filter(municipality=municipality):
            yield from (mail.sender, mail.sender_name, mail.subject)
        yield from (file.name for file in File.objects.filter(municipality=municipality))


def dumped():
    """The bytes somebody carries away: the database's file, or what pg_dump writes with the rights of the backup."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))
    database = connection.settings_dict
    command = ["pg_dump", "--host", database["HOST"], "--username", "ura_backup", "--dbname", database["NAME"]]
    return subprocess.run(command, capture_output=True, check=True, timeout=120, env=os.environ).stdout


def found(secrets, data):
    return sorted(text for text in secrets if text.encode() in data)


def test_dump_without_the_key_shows_no_person(demo, client):
    secrets, public = set(), {user.email for user in User.objects.all()} | {user.name for user in User.objects.all()}
    for municipality in Municipality.objects.filter(slug__in=[office["slug"] for office in facts.offices()]):
        secrets |= {text.strip() for text in secrets_of(municipality) if text and len(text.strip()) >= SHORTEST}
    # The name of a service in the national list is no secret, though somebody's request may bear it as its subject.
    secrets -= public | {row["name_sq"] for _key, row in national_services().values()}
    assert len(secrets) > 100
    dump = dumped()
    assert b"register_entry" in dump  # it is the database that was searched
    assert found(secrets, dump) == []
    kept = b"".join(path.read_bytes() for path in settings.FILES_DIR.rglob("*") if path.is_file())
    assert found(secrets, kept) == []
    assert found(secrets, demo.encode()) == []

    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    logging.getLogger().addHandler(handler)
    try:
        _walk(client)
    finally:
        logging.getLogger().removeHandler(handler)
    assert "request" in lines.getvalue()
    assert found(secrets, lines.getvalue().encode()) == []


def _walk(client):
    """An officer looks at a request, searches for its person, and asks for one that is not there."""
    municipality = Municipality.objects.get(slug="tirane")
    with working_for(municipality):
        enquiry = (
            municipality.enquiries.select_related("entry", "owner__user", "requester").exclude(requester=None).first()
        )
        name, phone = enquiry.requester.name or enquiry.requester.organisation, enquiry.requester.phone
    client.force_login(enquiry.owner.user)
    enquiry.municipality = municipality
    client.get(enquiry.get_absolute_url())
    for text in (name, phone):
        client.get("/tirane/office/enquiries/", {"q": text})
    client.get(f"/tirane/office/enquiries/{name}/")
    client.get("/tirane/follow/TIR-7K3M-9QWX-B4HT/")
