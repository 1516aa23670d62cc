"""A request about one's own data, from receipt to answer."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from ura.core.refusals import Refused
from ura.desk.export import register
from ura.desk.filters import Filters
from ura.municipalities.tenancy import working_for
from ura.people.consent import agreeing, require
from ura.people.consent_acts import give
from ura.people.models import Person
from ura.people.search import find_people
from ura.post.files import store
from ura.post.models import Outbox
from ura.register.models import Entry
from ura.rights import actions, carrying_out
from ura.rights.clock import deadline
from ura.rights.models import RightsRequest
from ura.rights.settings_acts import keep_settings
from ura.trail.models import Trail


def test_a_request_gets_the_next_number_of_the_book_and_thirty_days(town, elona, asks):
    request = asks(elona.person, "access", granted=False)
    with working_for(town.lezha):
        assert (request.entry.number, request.entry.direction) == (3, Entry.Direction.IN)
        assert request.due_on >= timezone.localdate() + timedelta(days=30)
        assert Trail.objects.filter(act="rights.received", row=request.pk).count() == 1


@pytest.mark.parametrize(
    ("received", "extended", "due"),
    [
        (date(2026, 9, 1), None, date(2026, 10, 1)),
        (date(2026, 8, 6), None, date(2026, 9, 8)),  # Saturday 5 September is a feast, given back on Monday
        (date(2026, 9, 1), date(2026, 9, 20), date(2026, 12, 2)),
    ],
)
def test_thirty_days_and_sixty_more_end_on_a_working_day(received, extended, due, working):
    assert deadline(working.lezha, received, extended).due_on == due


def test_an_office_sets_its_own_days(town, besa):
    with working_for(town.lezha):
        keep_settings(town.lezha, by=besa, version=0, answer_days=15, extension_days=60, breach_hours=72,
                      dpo_name="Besa Prova", dpo_contact="")  # fmt: skip
        assert deadline(town.lezha, date(2026, 9, 1)).due_on == date(2026, 9, 16)


def test_nothing_is_decided_before_the_identity_is_checked(town, elona, asks):
    request = asks(elona.person, "access", granted=False)
    with working_for(town.lezha), pytest.raises(Refused, match="who asks"):
        actions.decide(request, by=town.besa, decision="granted")


def test_a_refusal_needs_its_reason(town, elona, asks):
    request = asks(elona.person, "erasure")
    with working_for(town.lezha), pytest.raises(Refused, match="reason"):
        actions.decide(request, by=town.besa, decision="refused")


def test_a_refused_request_is_closed_by_its_answer_with_a_number_of_its_own(town, elona, asks):
    request = asks(elona.person, "erasure")
    with working_for(town.lezha):
        actions.decide(request, by=town.besa, decision="refused", reason="Ligji e kërkon ruajtjen.")
        row = actions.answer(request, by=town.besa, text="Kërkesa nuk pranohet.", way="email")
        assert (row.state, row.answer_entry.direction, row.answer_entry.number) == ("closed", "out", 4)
        mail = Outbox.objects.get(about="rights.rightsrequest", row=row.pk)
        assert (mail.to, mail.text, mail.subject) == (
            "elona@example.org", "Kërkesa nuk pranohet.", "3/2026: Përgjigje për të dhënat tuaja")  # fmt: skip


def test_the_time_limit_is_extended_once_and_the_person_is_told(town, elona, asks):
    request = asks(elona.person, "access", granted=False)
    with working_for(town.lezha):
        row = actions.extend(request, by=town.besnik, reason="Dosja është e madhe.")
        assert row.due_on >= timezone.localdate() + timedelta(days=90)
        assert Outbox.objects.filter(about="rights.rightsrequest", row=row.pk).count() == 1
        with pytest.raises(Refused, match="once"):
            actions.extend(row, by=town.besnik, reason="Edhe më e madhe.")


def test_rectification_corrects_the_person_and_their_index(town, elona, asks):
    request = asks(elona.person, "rectification")
    with working_for(town.lezha):
        with pytest.raises(Refused, match="Nothing was changed"):
            carrying_out.rectify(request, by=town.besa, name="Elona Hoxha")
        carrying_out.rectify(request, by=town.besa, name="Elona Hoxhaj")
        assert [p.name for p in find_people(town.lezha, "Hoxhaj")] == ["Elona Hoxhaj"]
        row = actions.answer(request, by=town.besa, text="U korrigjua.", way="hand")
        assert row.state == "closed"


def test_restriction_marks_the_person_and_ends_with_a_reason(town, elona, asks):
    request = asks(elona.person, "restriction")
    with working_for(town.lezha):
        carrying_out.restrict(request, by=town.besa)
        person = Person.objects.get(pk=elona.person.pk)
        assert person.use_limited_on == timezone.localdate()
        with pytest.raises(Refused, match="why"):
            carrying_out.free_use(person, by=town.besa, reason=" ")
        carrying_out.free_use(person, by=town.besa, reason="Personi u njoftua.")
        assert Person.objects.get(pk=person.pk).use_limited_on is None


def test_what_was_carried_out_is_not_carried_out_again(town, elona, asks):
    request = asks(elona.person, "objection")
    with working_for(town.lezha):
        carrying_out.object_to(request, by=town.besa)
        with pytest.raises(Refused, match="already"):
            carrying_out.object_to(request, by=town.besa)
        with pytest.raises(Refused, match="another right"):
            carrying_out.restrict(request, by=town.besa)


def test_two_people_deciding_at_once_overwrite_nothing(town, elona, asks):
    request = asks(elona.person, "access")
    with working_for(town.lezha):
        row = RightsRequest.objects.get(pk=request.pk)
        actions.decide(
            request, by=town.besa, decision="partly", reason="Pa të dhënat e të tjerëve.", version=row.version
        )
        with pytest.raises(Refused, match="colleague saved"):
            actions.decide(request, by=town.ermira, decision="granted", version=row.version)


def test_restricted_data_is_not_exported_and_not_counted_by_person(town, elona, asks):
    request = asks(elona.person, "restriction")
    with working_for(town.lezha):
        give(elona.person, how="paper", purposes=["processing", "internal_statistics"], by=town.besnik,
             evidence=store(town.lezha, b"%PDF", name="d.pdf", trusted_type="application/pdf"))  # fmt: skip
        assert list(agreeing(town.lezha, "internal_statistics")) == [elona.person]
        before = str(list(register(exported(town))[1]))
        carrying_out.restrict(request, by=town.besa)
        after = str(list(register(exported(town))[1]))
        assert [word in before for word in ("Elona Hoxha", "Regjistrimi i f", "me nënën")] == [True] * 3
        assert [word in after for word in ("Elona Hoxha", "Regjistrimi i f", "me nënën")] == [False] * 3
        assert "1/2026" in after
        assert list(agreeing(town.lezha, "internal_statistics")) == []
        with pytest.raises(Refused, match="used for nothing else"):
            require(Person.objects.get(pk=elona.person.pk), "internal_statistics")


def exported(town):
    return Filters(town.besnik, QueryDict("state=5"))
