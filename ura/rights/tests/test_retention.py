"""How long what is kept: nothing without a rule, nothing on hold, everything once."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.models import Enquiry, EnquiryText
from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.post.files import store
from ura.post.models import File, InboundMail
from ura.rights.holds import place_hold
from ura.rights.models import ErasureProof, RetentionRule, RightsRequest
from ura.rights.retention import carry_out, dry_run
from ura.rights.settings_acts import keep_rules
from ura.rights.states import Kept
from ura.trail.actions import record

LATER = timezone.localdate().replace(day=1, year=timezone.localdate().year + 6)


def set_rule(town, kind, years=5):
    with working_for(town.lezha):
        keep_rules(town.lezha, {kind: (years, "Vendim i këshillit nr. 1")}, by=town.besa)


def due(town, kind, on=LATER):
    with working_for(town.lezha):
        found = next(each for each in dry_run(town.lezha, on=on) if each.kind == kind)
    return found.count, found.held


def test_without_a_rule_nothing_is_due(town, elona):
    with working_for(town.lezha):
        assert [(each.years, each.count) for each in dry_run(town.lezha, on=LATER)] == [(None, 0)] * len(Kept)
    assert carry_out(town.lezha, on=LATER) == {}


def test_a_number_of_years_needs_the_decision_behind_it(town, besa):
    with working_for(town.lezha), pytest.raises(Refused, match="decision or rule"):
        keep_rules(town.lezha, {Kept.REQUESTS: (5, "")}, by=besa)


def test_closed_requests_go_after_their_years_and_the_person_by_their_own_rule(town, elona, make_enquiry):
    still_open = make_enquiry(town.lezha, person={"name": "Arta Kola"})
    set_rule(town, Kept.REQUESTS)
    assert due(town, Kept.REQUESTS, on=date.today()) == (0, 0)
    assert due(town, Kept.REQUESTS) == (2, 0)
    assert carry_out(town.lezha, on=LATER) == {"requests": 2}
    with working_for(town.lezha):
        row = Enquiry.objects.select_related("text").get(pk=elona.enquiry.pk)
        assert (row.requester_id, row.text.subject, row.text.body, row.state) == (None, "[fshirë]", "", "5")
        assert EnquiryText.objects.get(enquiry=still_open).subject == "Regjistrimi i fëmijëve në shkollë"
        assert Person.objects.get(pk=elona.person.pk).name == "Elona Hoxha"
        assert File.objects.filter(removed_at=None).count() == 0
    assert carry_out(town.lezha, on=LATER) == {"requests": 0}
    set_rule(town, Kept.PEOPLE)
    assert carry_out(town.lezha, on=LATER) == {"requests": 0, "people": 1}
    with working_for(town.lezha):
        assert Person.objects.get(pk=elona.person.pk).name == ""
        assert Person.objects.get(pk=still_open.requester_id).name == "Arta Kola"


@pytest.mark.parametrize("on", ["person", "enquiry"])
def test_what_is_held_stays(on, town, elona):
    set_rule(town, Kept.REQUESTS)
    with working_for(town.lezha):
        place_hold(town.lezha, by=town.besa, reason="Gjykata", **{on: getattr(elona, on)})
    assert due(town, Kept.REQUESTS) == ((0, 2) if on == "person" else (1, 1))
    carry_out(town.lezha, on=LATER)
    with working_for(town.lezha):
        assert EnquiryText.objects.get(enquiry=elona.enquiry).body.startswith("Vajza ime")


def test_mail_that_became_nothing_and_imported_spreadsheets_go(town, besa, elona):
    with working_for(town.lezha):
        raw = store(town.lezha, b"From: x@example.org\r\n\r\nReklam", name="m.eml", trusted_type="message/rfc822")
        mail = InboundMail.objects.create(
            municipality=town.lezha, raw=raw, message_hash=1, body_hash=1, arrived_at=timezone.now(), state="rejected",
            sender="reklama@example.org", subject="Ofertë",
        )  # fmt: skip
        sheet = store(town.lezha, b"PK", name="lista.xlsx", trusted_type="application/zip")
        record(sheet, "desk.import_chosen", by=town.fatmir)
    set_rule(town, Kept.MAIL, 1)
    set_rule(town, Kept.IMPORTS, 1)
    assert carry_out(town.lezha, on=timezone.localdate() + timedelta(days=400)) == {"mail": 1, "imports": 1}
    with working_for(town.lezha):
        assert InboundMail.objects.get(pk=mail.pk).sender == ""
        assert File.objects.get(pk=sheet.pk).removed_at is not None
        assert InboundMail.objects.get(pk=elona.mail.pk).sender == "elona@example.org"


def test_the_command_lists_and_only_with_go_erases(town, elona):
    set_rule(town, Kept.REQUESTS, 1)
    with working_for(town.lezha):
        Enquiry.objects.filter(pk=elona.enquiry.pk).update(closed_on="2020-01-01", received_on="2020-01-01")
    said = StringIO()
    call_command("retention", "--office", "lezhe", stdout=said)
    assert f"desk.enquiry {elona.enquiry.pk}" in said.getvalue()
    with working_for(town.lezha):
        assert not ErasureProof.objects.filter(municipality=town.lezha).exists()
    call_command("retention", "--office", "lezhe", "--go", stdout=StringIO())
    with working_for(town.lezha):
        assert ErasureProof.objects.filter(cause="requests", field="*").count() == 1
        assert RetentionRule.objects.get(kind="requests").years == 1


def test_who_waits_for_an_answer_or_restricted_the_use_keeps_everything(town, elona, asks):
    set_rule(town, Kept.REQUESTS)
    asks(elona.person, "access")
    assert due(town, Kept.REQUESTS) == (0, 2)
    with working_for(town.lezha):
        RightsRequest.objects.update(state="withdrawn")
        assert due(town, Kept.REQUESTS) == (2, 0)
        Person.objects.filter(pk=elona.person.pk).update(use_limited_on="2026-01-01")
    assert due(town, Kept.REQUESTS) == (0, 2)
