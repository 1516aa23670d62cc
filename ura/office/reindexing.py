"""Search tokens written anew, after the index key had to change: until an office is done, its searches find too little."""

from ura.core.encrypted import keyed_hash
from ura.desk.actions.registering import enquiry_hashes, reindex
from ura.desk.models import Enquiry, EnquiryToken, normal_follow_code
from ura.municipalities.fast import insert_tokens
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.models import Person, PersonToken
from ura.people.search import exact_hash, normal_email, person_hashes
from ura.post.models import InboundMail, Outbox
from ura.post.outbox import message_hash

BATCH = 200
# What cannot be made again: mails and rows of spreadsheets from before are no longer recognised when they come twice,
# and a referral's link sent before opens nothing: it is sent again.
LOST = {
    "referrals.referrallink.token_hash",
    "post.inboundmail.message_hash",
    "post.inboundmail.body_hash",
    "desk.importrow.fingerprint",
}


def rebuild_tokens(municipality):
    """Write all tokens of one office anew, in batches, each in its own transaction; returns the number of rows."""
    return sum(_each(municipality, model, act) for model, act in REBUILDS.items())


def tokens_fit(municipality):
    """Whether search finds what the newest rows hold: False when the index key is another, None without a row."""
    with reading_for(municipality):
        person = Person.objects.filter(municipality=municipality).filter(name__isnull=False).order_by("-pk").first()
        if person is not None and (wanted := person_hashes(person)):
            rows = PersonToken.objects.filter(municipality=municipality, person=person)
            return set(rows.values_list("token", flat=True)) & wanted != set()
        enquiry = Enquiry.objects.filter(municipality=municipality).select_related("text", "entry", "requester").last()
        if enquiry is None:
            return None
        wanted = enquiry_hashes(enquiry, enquiry.text.subject, enquiry.requester)
        rows = EnquiryToken.objects.filter(municipality=municipality, enquiry=enquiry)
        return set(rows.values_list("token", flat=True)) & wanted != set()


def _each(municipality, model, act):
    after, number = 0, 0
    while True:
        with working_for(municipality):
            rows = model.objects.filter(municipality=municipality, pk__gt=after).order_by("pk").select_for_update()
            batch = list(rows[:BATCH])
            for row in batch:
                row.municipality = municipality
                act(row)
        if not batch:
            return number
        after, number = batch[-1].pk, number + len(batch)


def _person(person):
    PersonToken.objects.filter(municipality=person.municipality, person=person).delete()
    insert_tokens(PersonToken, "person", person, person_hashes(person))


def _enquiry(enquiry):
    code = normal_follow_code(enquiry.text.follow_code)
    hashed = keyed_hash("follow", enquiry.municipality_id, code)
    Enquiry.objects.filter(municipality=enquiry.municipality, pk=enquiry.pk).update(follow_hash=hashed)
    reindex(enquiry)


def _inbound(mail):
    sender = normal_email(mail.sender)
    hashed = exact_hash(mail.municipality_id, "email", sender) if sender else 0
    InboundMail.objects.filter(municipality=mail.municipality, pk=mail.pk).update(sender_hash=hashed)


def _outbound(row):
    hashed = message_hash(row.municipality_id, row.message_id)
    Outbox.objects.filter(municipality=row.municipality, pk=row.pk).update(message_hash=hashed)


REBUILDS = {Person: _person, Enquiry: _enquiry, InboundMail: _inbound, Outbox: _outbound}
REBUILT = {
    "people.persontoken.token", "desk.enquirytoken.token", "desk.enquiry.follow_hash", "post.inboundmail.sender_hash",
    "post.outbox.message_hash",
}  # fmt: skip
