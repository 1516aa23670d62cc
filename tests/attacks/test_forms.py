"""Every form of every page, filled with what nobody types: a sentence or a page, never an error, never a long wait."""

import os
import time
from contextlib import suppress

import pytest
from django.conf import settings
from django.db import models, transaction
from django.urls import NoReverseMatch, reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as campaign
from hypothesis import strategies as st

from tests.access_table import OF_AN_OFFICE
from tests.furnishing import furnish
from ura.municipalities.tenancy import working_for
from ura.municipalities.wall import tenant_models, tenant_references

from .pages import forms_of

LONG = bool(os.environ.get("URA_LONG"))
pytestmark = pytest.mark.skipif(
    not LONG and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="the same forms on both; PostgreSQL, which takes fewer texts, is asked",
)
EXAMPLES = 3000 if LONG else 60
# In November 2026 there were 133 forms with 158 choices; 13 of the 53 asked in the short run were taken.
FORMS, CHOICES, TAKEN = 120, 140, 80 if LONG else 9
LONGEST = 20  # seconds for one form, on a machine that does other things too
NASTY = (
    "a\0b", "9" * 5000, "Ç" * 200_000, "'; DROP TABLE desk_enquiry; -- <script>alert(1)</script>{{ 7*7 }}{% now %}",
    "=HYPERLINK(\"http://x.example.org\")\r\nBcc: x@example.org", "../../../etc/passwd\u202e", "-1", "NaN", "31.12.99999",
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>",
)  # fmt: skip
PUBLIC = ("portal", "ask", "follow", "login")
LEFT_OUT = {"logout"}


@pytest.fixture
def forms(town, make_enquiry, client, settings):
    """All forms that Drita, who holds every role in Korçë, is shown, and those that everybody sees."""
    settings.ASKS_PER_HOUR = 10**9
    town.parts = furnish(town.korca, town.drita, make_enquiry)
    client.raise_request_exception = False
    found = {}
    for name in PUBLIC:
        where = reverse(name) if name == "login" else reverse(name, kwargs={"office": "korce"})
        _gather(found, client, where)
    client.force_login(town.drita.user)
    for name in OF_AN_OFFICE:
        with suppress(NoReverseMatch):  # a page that is not furnished yet: it says so itself
            _gather(found, client, reverse(name, kwargs={"office": "korce", **town.parts.get(name, {})}))
    return sorted(found.values(), key=lambda form: (form.page, form.action))


def _gather(found, client, where):
    answer = client.get(where)
    if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
        for form in forms_of(where, answer.content.decode()):
            if "sign-out" not in form.action:
                found[form.action, tuple(sorted(form.texts)), tuple(sorted(form.hidden))] = form


def send(client, form, values):
    """(status, seconds); what the form changed is undone."""
    begun = time.monotonic()
    with transaction.atomic():
        status = client.post(form.action, values).status_code
        transaction.set_rollback(True)
    return status, time.monotonic() - begun


def test_no_form_breaks_or_dawdles_over_what_nobody_types(forms, client):
    """Each meets two of the nasty texts (in the long campaign all); then any of them any text, as chance will have it."""
    assert len(forms) >= FORMS
    wrong = []
    for place, form in enumerate(forms):
        for step in range(len(NASTY) if LONG else 2):
            text = NASTY[(place * 2 + step) % len(NASTY)]
            status, seconds = send(client, form, form.filled(text))
            if status >= 500 or seconds > LONGEST:
                wrong.append((form.page, form.action, text[:20], status, round(seconds)))
    assert wrong == []

    @given(
        form=st.sampled_from(forms),
        text=st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200),
        whole=st.booleans(),
    )
    @campaign(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def attack(form, text, whole):
        status, seconds = send(client, form, form.chosen(text) if whole else form.filled(text))
        assert (status < 500, seconds < LONGEST) == (True, True), (form.page, form.action, status)

    attack()


def test_no_choice_that_no_list_offers_is_taken_from_another_office(forms, client, town, make_enquiry):
    """Each choice of each form in its turn holds the key of a row of Lezhë: afterwards no row of one office points into another."""
    make_enquiry(person={"name": "Agim Prova", "email": "agim@example.org"})
    wrong = []
    with working_for(town.lezha):
        theirs = [
            town.besnik.pk, town.lezha.units.first().pk, town.lezha.people.first().pk, town.lezha.enquiries.first().pk,
        ]  # fmt: skip
    choices = [(form, name) for form in forms for name in form.choices]
    taken = 0
    for place, (form, name) in enumerate(choices if LONG else choices[::3]):
        for key in theirs if LONG else theirs[place % len(theirs) :][:1]:
            with transaction.atomic():
                status = client.post(form.action, form.believable(name, str(key))).status_code
                crossing = crossings(town.korca) if status == 302 else []
                transaction.set_rollback(True)
            taken += status == 302
            if status >= 500 or crossing:
                wrong.append((form.action, name, key, status, crossing))
    assert wrong == []
    # Half of the forms falling out would be noticed, and so would forms that are filled in too badly to be taken.
    assert (len(forms) >= FORMS, len(choices) >= CHOICES) == (True, True)
    assert taken >= TAKEN


def crossings(municipality):
    """The keys between tables of offices that lead out of this one."""
    found = []
    with working_for(municipality):
        for model in tenant_models():
            for reference, target in tenant_references(model):
                if isinstance(reference, models.ForeignKey):
                    rows = model.objects.filter(municipality=municipality).exclude(**{reference.name: None})
                    if rows.exclude(**{f"{reference.name}__municipality": municipality}).exists():
                        found.append((model._meta.label, reference.name, target._meta.label))
    return found
