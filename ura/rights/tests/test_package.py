"""The right of access: one ZIP with a readable page, the same for machines, and the files; nothing of others."""

import io
import json
import zipfile

from ura.desk.models import Enquiry
from ura.letters.tests.reading import languages, tags, words
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.merging import merge
from ura.people.models import Person
from ura.post.files import read
from ura.post.outbox import queue
from ura.rights.holdings import person_scope
from ura.rights.models import RightsRequest
from ura.rights.package import make_package


def opened(town, request):
    with working_for(town.lezha):
        row = RightsRequest.objects.select_related("package").get(pk=request.pk)
        archive = zipfile.ZipFile(io.BytesIO(read(row.package)))
    return row, archive, json.loads(archive.read("te-dhenat.json"))


def test_the_package_holds_everything_of_the_person(town, elona, asks):
    request = asks(elona.person, "access")
    make_package(request, by=town.besa)
    row, archive, held = opened(town, request)
    tables = {table["table"]: table["rows"] for table in held["held"]}
    assert set(tables) >= {
        "people.person", "desk.enquiry", "desk.enquirytext", "desk.event", "desk.attachment", "desk.involvement",
        "post.inboundmail", "post.outbox", "post.file", "rights.rightsrequest", "register.entry",
    }  # fmt: skip
    assert tables["people.person"][0]["name"] == "Elona Hoxha"
    assert tables["desk.enquirytext"][0]["body"] == "Vajza ime Sara do të regjistrohet në klasën e dytë."
    assert "Elona jeton me nënën." in {event.get("text") for event in tables["desk.event"]}
    assert {"Shkolla", "elona@example.org"} <= {each["to"] for each in held["recipients"]}
    assert {"desk.registered", "rights.received", "rights.decided"} <= {act["act"] for act in held["acts"]}
    names = archive.namelist()
    paper = next(name for name in names if name.endswith("vërtetim.txt"))
    assert archive.read(paper) == "Vërtetimi i Elonës".encode()
    assert (row.package_complete, row.carried_out_at is None, len(names)) == (True, False, 4)


def test_the_readable_page_is_tagged_and_says_the_same(town, elona, asks):
    request = asks(elona.person, "portability")
    make_package(request, by=town.besa)
    _row, archive, _held = opened(town, request)
    paper = archive.read("permbledhje.pdf")
    text = " ".join(words(paper).split())
    assert {"/H1", "/H2"} <= set(tags(paper))
    assert languages(paper)[0] == "sq"
    assert "Elona Hoxha" in text
    assert "Vajza ime Sara" in text


def test_nothing_of_others_is_in_it(town, elona, asks, make_enquiry):
    make_enquiry(town.lezha, person={"name": "Arta Kola", "email": "arta@example.org"}, body="Fjalët e Artës")
    with working_for(town.lezha):
        # A second person with the same address: stray mail from it may be theirs.
        make = make_enquiry(town.lezha, person={"name": "Vëllai", "email": "elona@example.org"}, body="Tjetër")
    assert make.pk
    request = asks(elona.person, "access")
    make_package(request, by=town.besa)
    _row, archive, _held = opened(town, request)
    everything = archive.read("te-dhenat.json").decode()
    assert [word for word in ("Arta", "Vëllai", "Tjetër", "Ermira", "Besa") if word in everything] == []


def test_a_restricted_matter_is_only_in_the_data_protection_officers_package(town, elona, asks):
    with working_for(town.lezha):
        Enquiry.objects.filter(pk=elona.enquiry.pk).update(restricted=True)
    request = asks(elona.person, "access")
    make_package(request, by=town.ermira)
    row, archive, _held = opened(town, request)
    assert row.package_complete is False
    assert "Sara" not in archive.read("te-dhenat.json").decode()
    other = asks(elona.person, "access")
    make_package(other, by=town.besa)
    _row, archive, _held = opened(town, other)
    assert "Sara" in archive.read("te-dhenat.json").decode()


def test_a_person_merged_twice_over_is_found_whole_from_any_of_the_rows(town, elona, besa):
    with working_for(town.lezha):
        first, second = (add_person(town.lezha, name=name) for name in ("Elona Hoxha", "Elona Hoxhaj"))
        merge(second, first, by=town.ermira)
        merge(Person.objects.get(pk=elona.person.pk), second, by=town.ermira)
        rows = sorted([first.pk, second.pk, elona.person.pk])
        assert [person_scope(Person.objects.get(pk=pk)).people for pk in rows] == [rows] * 3


def test_a_link_that_was_never_clicked_is_in_the_package_of_whose_address_it_went_to(town, elona, asks):
    with working_for(town.lezha):
        for place, to in enumerate(("Elona@example.org", "tjeter@example.org")):
            queue(town.lezha, key=f"confirm-{place}", kind="portal_confirm", to=to, subject="Konfirmoni", text="Lidhja")
    request = asks(elona.person, "access")
    make_package(request, by=town.besa)
    _row, _archive, held = opened(town, request)
    mails = next(table["rows"] for table in held["held"] if table["table"] == "post.outbox")
    assert [mail["to"] for mail in mails if mail["kind"] == "portal_confirm"] == ["Elona@example.org"]
