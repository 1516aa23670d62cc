"""Two administrators at once: nobody's work is silently overwritten, and one name twice is refused in words."""

import threading
import time

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from ura.codelists.models import OfficeTerm
from ura.municipalities.models import AdministrativeUnit
from ura.municipalities.tenancy import working_for
from ura.plans.actions import open_analysis
from ura.plans.models import NeedsAnalysis
from ura.post.models import Mailbox
from ura.staff.models import Officer, User

BOX = {"address": "smd@example.org", "port": "993", "tls": "ssl", "folder": "INBOX", "active": "on"}


def a_box(town):
    return Mailbox.objects.create(municipality=town.lezha, address="smd@example.org")


def a_step(town):
    return open_analysis(town.lezha, 2026, by=town.besnik).steps.first()


def a_term(town):
    return OfficeTerm.objects.create(
        municipality=town.lezha, list="service_type", code="4", position=4, sq="Vullnetarë", en="Volunteers"
    )


FORMS = {  # what is changed, the parts of its address, what Fatmir types, the field and what a colleague saved meanwhile
    "settings_officer": (lambda town: town.besnik, {}, {"name": "Besnik Prova", "roles": ["officer"], "phone": "068 1"},
                         "phone", "068 2"),
    "settings_unit": (lambda town: town.lezha.units.first(), {}, {"name": "Emri ynë", "active": "on"},
                      "name_sq", "Emri i kolegut"),
    "settings_mailbox": (a_box, {}, BOX | {"folder": "Zyra"}, "folder", "Kërkesat"),
    "settings_term": (a_term, {"name": "service_type"}, {"sq": "Vullnetarë", "en": "Ours"}, "en", "Theirs"),
    "needs_step": (a_step, {"year": 2026}, {"kind": "task", "what": "Takimi ynë"}, "what", "Takimi i tyre"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_what_a_colleague_saved_meanwhile_is_shown_and_kept_until_one_saves_again(name, town, client):
    make, parts, typed, field, theirs = FORMS[name]
    with working_for(town.lezha):
        row = make(town)
    url = reverse(name, kwargs={"office": "lezhe", "pk": row.pk, **parts})
    client.force_login(town.fatmir.user)
    version = client.get(url).context["form"]["version"].value()
    with working_for(town.lezha):
        type(row).objects.filter(pk=row.pk).update(**{field: theirs, "version": version + 1})

    def stored():
        with working_for(town.lezha):
            return getattr(type(row).objects.get(pk=row.pk), field)

    refused = client.post(url, typed | {"version": version})
    ours = typed.get(field, typed.get("name"))
    assert (refused.status_code, stored()) == (422, theirs)
    assert [value for _label, value in refused.context["theirs"] if value == theirs] == [theirs]
    assert (ours in refused.content.decode(), refused.context["form"]["version"].value()) == (True, version + 1)
    assert client.post(url, typed | {"version": version + 1}).status_code == 302
    assert stored() == ours


@pytest.mark.parametrize("name", FORMS)
def test_a_form_without_a_version_changes_nothing(name, town, client):
    make, parts, typed, field, _theirs = FORMS[name]
    with working_for(town.lezha):
        row = make(town)
    before = getattr(row, field)
    client.force_login(town.fatmir.user)
    answer = client.post(reverse(name, kwargs={"office": "lezhe", "pk": row.pk, **parts}), typed)
    assert answer.status_code == 422
    with working_for(town.lezha):
        assert getattr(type(row).objects.get(pk=row.pk), field) == before


def same_unit(town):
    AdministrativeUnit.objects.create(municipality=town.lezha, code="shengjin-i-ri", name_sq="Shëngjin i Ri")


def same_colleague(town):
    user = User.objects.create_user("gent@example.org", "një fjalëkalim i gjatë", name="Gent Prova")
    Officer.objects.create(municipality=town.lezha, user=user, roles=["officer"])


def same_analysis(town):
    NeedsAnalysis.objects.create(municipality=town.lezha, year=2026, author=town.besnik)


RACES = {  # address, what is typed, what a colleague writes at that moment, the field the refusal stands at
    "settings_mailbox_new": (BOX, a_box, "address"),
    "settings_units": ({"name": "Shëngjin i Ri"}, same_unit, "name"),
    "settings_list": ({"sq": "Vullnetarë", "en": "Volunteers"}, a_term, "sq"),
    "settings_officer_new": (
        {"email": "gent@example.org", "name": "Gent Prova", "roles": ["officer"]}, same_colleague, "email"
    ),
    "needs_analyses": ({"year": 2026}, same_analysis, "year"),
}  # fmt: skip


@pytest.mark.parametrize("name", RACES)
def test_the_same_thing_added_at_the_same_moment_is_refused_at_its_field(name, real_town):
    """The colleague's row is there but not committed when the form looks: only the database knows."""
    typed, write, field = RACES[name]
    parts = {"name": "service_type"} if name == "settings_list" else {}
    url, client, answers = reverse(name, kwargs={"office": "lezhe", **parts}), Client(), []
    client.force_login(real_town.fatmir.user)

    def send():
        try:
            answers.append(client.post(url, typed))
        finally:
            if connection.vendor == "postgresql":
                connections.close_all()

    if connection.vendor == "postgresql":
        with working_for(real_town.lezha):
            write(real_town)
            sending = threading.Thread(target=send)
            sending.start()
            time.sleep(1.5)  # it waits for us now
            assert not answers
        sending.join(20)
    else:  # one connection: the colleague was there first
        with working_for(real_town.lezha):
            write(real_town)
        send()
    assert [(answer.status_code, list(answer.context["form"].errors)) for answer in answers] == [(422, [field])]
