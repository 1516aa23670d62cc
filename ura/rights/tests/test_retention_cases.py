"""Closed cases go after their years with all that hangs on them; while one stands, its request and people stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.cases.actions.opening import open_case
from ura.cases.actions.work import add_files, add_note
from ura.cases.models import Case, CaseEvent, CaseText
from ura.cases.states import State
from ura.core.refusals import Refused
from ura.livelihood.actions.support import advise
from ura.livelihood.models import Advice
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.post.models import File
from ura.rights.carrying_out import why_not
from ura.rights.holdings import declarations, person_scope, roads_to
from ura.rights.models import ErasureProof
from ura.rights.processing import record_of_processing
from ura.rights.retention import carry_out
from ura.rights.states import Kept
from ura.rights.tests.test_retention import LATER, due, set_rule

LONG_AGO = timezone.localdate() - timedelta(days=400)


@pytest.fixture
def case(town, elona, besa):
    with working_for(town.lezha):
        case = open_case(elona.enquiry, by=town.besnik, kind="returnee", summary="Familje e kthyer", opened_on=LONG_AGO)
        add_note(case, by=town.besnik, text="Banon te motra.")
        add_files(case, [("shënim.txt", "Teksti i shënimit".encode())], by=town.besnik)
        advise(case, case.person, by=town.besnik, kind="farm", about="Ullinj", advised="Krasitje")
    return case


def close(town, case):
    with working_for(town.lezha):
        Case.objects.filter(pk=case.pk).update(
            state=State.CLOSED, closed_on=timezone.localdate(), outcome="reintegrated"
        )


def test_an_open_case_keeps_its_request_and_its_person(town, case, elona):
    set_rule(town, Kept.REQUESTS)
    set_rule(town, Kept.CASES)
    assert due(town, Kept.CASES) == (0, 0) and due(town, Kept.REQUESTS) == (1, 0)
    with working_for(town.lezha), pytest.raises(Refused, match="while case"):
        why_not(person_scope(elona.person), by=town.besnik)


def test_a_closed_case_goes_after_its_years_with_words_papers_and_files(town, case, elona):
    set_rule(town, Kept.CASES)
    set_rule(town, Kept.REQUESTS)
    close(town, case)
    assert due(town, Kept.CASES, on=timezone.localdate()) == (0, 0)
    assert (due(town, Kept.CASES), due(town, Kept.REQUESTS)) == ((1, 0), (1, 0))
    assert carry_out(town.lezha, on=LATER) == {"requests": 1, "cases": 1}
    with working_for(town.lezha):
        assert CaseText.objects.get(case=case).summary == ""
        assert {event.text for event in CaseEvent.objects.filter(case=case)} == {""}
        row = Advice.objects.get()
        assert (row.about, row.advised, row.kind, row.on) == ("[fshirë]", "", "farm", timezone.localdate())
        paper = CaseEvent.objects.get(case=case, kind="file").file
        assert File.objects.get(pk=paper.pk).removed_at is not None
        assert Case.objects.get(pk=case.pk).outcome == "reintegrated"
        assert Person.objects.get(pk=elona.person.pk).name == "Elona Hoxha"
        assert ErasureProof.objects.filter(table="cases.case", field="*", row=case.pk).count() == 1
    assert due(town, Kept.REQUESTS) == (1, 0)  # the case is gone: now its request may go
    assert carry_out(town.lezha, on=LATER) == {"requests": 1, "cases": 0}


def test_the_record_of_processing_shows_casework_and_how_long_it_is_kept(town, case):
    set_rule(town, Kept.CASES, 7)
    with working_for(town.lezha):
        line = next(each for each in record_of_processing(town.lezha) if each.name == str(CASEWORK.name))
    assert "7" in line.kept and any("Advice" in what for what, _fields in line.data)


def test_each_table_of_casework_is_reached_from_its_case_or_its_request(town):
    from ura.desk.models import Enquiry

    lost = [
        model._meta.label for model, personal in declarations()
        if personal.activity is CASEWORK and personal.fields
        and not roads_to(model, Case, "case") and not roads_to(model, Enquiry, "enquiry")
    ]  # fmt: skip
    assert lost == ["cases.Registration"]  # goes with its person
