"""Referrals that come in: numbered at once, restricted at once where it is needed, the first contact a task."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.cases.models import Case
from ura.core.refusals import Refused
from ura.desk.models import Enquiry, Task
from ura.municipalities.tenancy import working_for
from ura.referrals.actions.incoming import receive
from ura.referrals.models import IncomingReferral

PERSON = {"name": "Arben Prova", "born": "1990"}


def test_a_signal_of_the_border_police_is_registered_with_its_hour_and_a_first_contact(town, working):
    at = timezone.now() - timedelta(hours=3)
    row = receive(
        town.lezha, by=town.besnik, source="border", sender="Policia Kufitare, Rinas", asked="U kthye nga Gjermania.",
        person=PERSON, received_at=at, case_kind="returnee", origin="DE",
    )  # fmt: skip
    assert (row.enquiry.channel, row.received_at, row.enquiry.restricted) == ("border", at, False)
    case = Case.objects.get(enquiry=row.enquiry)
    assert (case.kind, case.origin, str(case.person)) == ("returnee", "DE", "Arben Prova")
    task = Task.objects.get(enquiry=row.enquiry)
    assert task.officer == row.enquiry.owner and task.due_on > timezone.localdate()


def test_the_national_mechanism_is_restricted_at_once_to_the_team(town, working):
    row = receive(
        town.lezha, by=town.besnik, source="national", sender="Mekanizmi Kombëtar i Referimit", asked="Ka nevojë për strehë.",
        person=PERSON, owner=town.besnik, case_kind="returnee",
    )  # fmt: skip
    assert row.enquiry.restricted and row.ground == "trafficking"
    assert [category.category for category in Case.objects.get(enquiry=row.enquiry).categories.all()] == ["trafficking"]
    assert list(IncomingReferral.objects.visible_to(town.besnik)) == [row]
    for other in (town.ana, town.ermira):
        assert not IncomingReferral.objects.visible_to(other).exists()
        assert not Enquiry.objects.visible_to(other).exists()
        assert not Case.objects.visible_to(other).exists()
    assert "Arben" not in row.enquiry.text.subject


def test_named_colleagues_are_in_the_team(town, working):
    row = receive(
        town.lezha, by=town.ermira, source="border", sender="Policia Kufitare", asked="I mitur i pashoqëruar.",
        person=PERSON, ground="minor", owner=town.besnik, team=[town.ermira],
    )  # fmt: skip
    assert {member.officer for member in row.enquiry.team.all()} == {town.besnik, town.ermira}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [({"sender": " "}, "who refers"), ({"case_kind": "returnee", "person": None}, "needs a person"),
     ({"received_at": timezone.now() + timedelta(days=2)}, "in the future")],
)  # fmt: skip
def test_what_is_incomplete_is_refused_and_leaves_nothing(more, sentence, town):
    how = {"by": town.besnik, "source": "border", "sender": "Policia", "asked": "x", "person": PERSON} | more
    with pytest.raises(Refused, match=sentence), working_for(town.lezha):
        receive(town.lezha, **how)
    with working_for(town.lezha):
        assert not Enquiry.objects.exists()
