"""Erasure in place: the person goes, the register stays true, a proof remains."""

import pytest
from django.conf import settings
from django.db import connection

from ura.core.refusals import Refused
from ura.desk.actions.moves import reopen
from ura.desk.models import Enquiry, EnquiryText, EnquiryToken, Event
from ura.municipalities.tenancy import working_for
from ura.people.models import Person, PersonToken
from ura.people.search import find_people
from ura.post.files import read
from ura.post.models import File, InboundMail, Outbox
from ura.rights import erasing
from ura.rights.actions import answer
from ura.rights.carrying_out import erase_person
from ura.rights.holds import lift_hold, place_hold
from ura.rights.models import ErasureProof, RightsRequest
from ura.trail.models import Trail

WORDS = ("Elona", "Hoxha", "elona@example.org", "Sara", "vërtetim", "Pyetje e re")


def ready(town, asks, person):
    request = asks(person, "erasure")
    with working_for(town.lezha):
        answer(request, by=town.besa, text="E nderuar Elona, të dhënat u fshinë.", way="paper")
    return request


def everything(office):
    """Every value of every field of the office that can be read, as one text."""
    from ura.municipalities.wall import tenant_models

    found = []
    with working_for(office):
        for model in tenant_models():
            if not getattr(model, "search_index", False):
                found += [str(row) for row in model.objects.filter(municipality=office).values_list()]
    return "\n".join(found)


def test_erasing_takes_the_person_out_of_every_table_and_off_the_disk(town, elona, asks):
    request = ready(town, asks, elona.person)
    before = everything(town.lezha)
    assert all(word in before for word in WORDS)
    with working_for(town.lezha):
        trail = list(Trail.objects.filter(municipality=town.lezha).values_list())
        numbers = list(
            Enquiry.objects.values_list("pk", "entry__label", "received_on", "closed_on", "service", "origin")
        )
    proofs, removed = erase_person(request, by=town.besa)
    after = everything(town.lezha)
    assert [word for word in WORDS if word in after] == []
    with working_for(town.lezha):
        assert list(Trail.objects.filter(municipality=town.lezha).values_list())[: len(trail)] == trail
        now = Enquiry.objects.values_list("pk", "entry__label", "received_on", "closed_on", "service", "origin")
        assert list(now) == numbers
        assert EnquiryText.objects.get(enquiry=elona.enquiry).subject == erasing.MARK
        assert Event.objects.filter(enquiry=elona.enquiry).exclude(kind="").count() > 3
        person = Person.objects.get(pk=elona.person.pk)
        assert (person.name, person.email, person.country, person.erased_on is None) == ("", "", "IT", False)
        assert list(find_people(town.lezha, "Elona")) == []
        assert not PersonToken.objects.filter(municipality=town.lezha, person=person).exists()
        assert EnquiryToken.objects.filter(municipality=town.lezha, enquiry=elona.enquiry).exists()  # by its number
        assert ErasureProof.objects.filter(request=request).count() == proofs > 15
        assert RightsRequest.objects.get(pk=request.pk).state == "closed"
    assert removed == 2
    assert [path for path in settings.FILES_DIR.rglob("*") if path.is_file()] == []


def test_the_proof_names_rows_and_hashes_of_ciphertext_and_no_value(town, elona, asks):
    request = ready(town, asks, elona.person)
    with working_for(town.lezha), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_person WHERE id = %s", [elona.person.pk])
        written = cursor.fetchone()[0]
    erase_person(request, by=town.besa)
    with working_for(town.lezha):
        proof = ErasureProof.objects.get(request=request, table="people.person", field="name")
        assert (proof.row, proof.digest) == (elona.person.pk, erasing._digest(written))
        disk = ErasureProof.objects.filter(request=request, table="post.file", field="disk")
        assert [len(each.digest) for each in disk] == [64, 64]


def test_an_erased_file_is_refused_with_a_sentence(town, elona, asks):
    request = ready(town, asks, elona.person)
    erase_person(request, by=town.besa)
    with working_for(town.lezha):
        file = File.objects.filter(municipality=town.lezha).first()
        with pytest.raises(Refused, match="erased"):
            read(file)


def test_erasing_again_changes_nothing_and_ends_what_a_crash_left_on_the_disk(town, elona, asks, monkeypatch):
    request = ready(town, asks, elona.person)

    def dies(files):
        raise KeyboardInterrupt

    monkeypatch.setattr("ura.rights.carrying_out.remove_from_disk", dies)
    with pytest.raises(KeyboardInterrupt):
        erase_person(request, by=town.besa)
    assert len([path for path in settings.FILES_DIR.rglob("*") if path.is_file()]) == 2
    monkeypatch.undo()
    assert erase_person(request, by=town.besa) == (0, 2)
    assert erase_person(request, by=town.besa) == (0, 0)


def test_erasing_is_refused_while_something_is_open_or_held(town, elona, asks):
    request = ready(town, asks, elona.person)
    with working_for(town.lezha):
        reopen(elona.enquiry, by=town.ermira, reason="Kërkon sqarim.")
        Outbox.objects.filter(municipality=town.lezha).update(state=Outbox.State.SENT)
    with pytest.raises(Refused, match="is open: close it first"):
        erase_person(request, by=town.besa)
    with working_for(town.lezha):
        Enquiry.objects.filter(pk=elona.enquiry.pk).update(state="5", closed_on="2026-11-20")
        hold = place_hold(town.lezha, by=town.besa, reason="Gjykata", enquiry=elona.enquiry)
    with pytest.raises(Refused, match="legal hold"):
        erase_person(request, by=town.besa)
    with working_for(town.lezha):
        lift_hold(hold, by=town.besa)
        Outbox.objects.filter(municipality=town.lezha).update(state=Outbox.State.QUEUED)
    with pytest.raises(Refused, match="waits to be sent"):
        erase_person(request, by=town.besa)
    assert "Elona" in everything(town.lezha)


def test_others_keep_theirs(town, elona, asks, make_enquiry):
    other = make_enquiry(town.lezha, person={"name": "Arta Kola", "email": "arta@example.org"}, body="Fjalët e Artës")
    request = ready(town, asks, elona.person)
    erase_person(request, by=town.besa)
    with working_for(town.lezha):
        row = Enquiry.objects.select_related("text", "requester").get(pk=other.pk)
        assert (row.requester.name, row.text.body) == ("Arta Kola", "Fjalët e Artës")
        assert list(find_people(town.lezha, "Arta")) == [row.requester]
        assert InboundMail.objects.get(pk=elona.mail.pk).sender == ""
