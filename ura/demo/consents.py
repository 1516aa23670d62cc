"""What people of the demo agreed to: most for three years, one ends in 30 days, one ended, one was withdrawn, one waits."""

from datetime import timedelta

from django.utils import timezone

from ura.desk.actions.company import requester_writes
from ura.people.consent_acts import ask_by_link, give, withdraw
from ura.people.models import How, Person, Purpose, Through

AGREED = (Purpose.PROCESSING, Purpose.INTERNAL_STATISTICS, Purpose.FOLLOW_UP_CONTACT)
WORDS = "Përshëndetje, dua ta tërheq pëlqimin që ju kam dhënë. Faleminderit!"


def agree(desk):
    """A dozen requesters of an ordinary request, each in another state; nothing is drawn by chance."""
    by, today = desk.supervisor, timezone.localdate()
    open_ones = desk.municipality.enquiries.open().filter(
        restricted=False, complaint=False, requester__kind=Person.Kind.PERSON, requester__merged_into=None
    )
    found = {
        one.requester_id: one for one in open_ones.select_related("requester", "entry", "text").order_by("-pk")[:40]
    }
    requests = [one for one in found.values() if one.requester.name]
    asked = next((one for one in requests if one.requester.email), None)
    requests = [one for one in requests if one is not asked][:12]
    given = []
    for place, enquiry in enumerate(requests):
        person, days = enquiry.requester, 20 + place
        person.municipality = enquiry.municipality = desk.municipality
        end = {0: today + timedelta(days=30), 1: today - timedelta(days=3)}.get(place)
        given.append(give(
            person, by=by, how=How.PHONE, purposes=AGREED[: 1 + place % 3], given_on=today - timedelta(days=days),
            valid_until=end, statement="Personi telefonoi vetë; iu lexua deklarata dhe u pajtua me qëllimet e shënuara.",
        ))  # fmt: skip
    if len(given) > 3:
        withdraw(given[2], through=Through.PHONE, by=by)
        requester_writes(requests[3], text=WORDS)
    if asked:
        asked.requester.municipality = desk.municipality
        ask_by_link(asked.requester, by=by, purposes=AGREED)
