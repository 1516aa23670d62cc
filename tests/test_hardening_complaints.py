"""A complaint does not exist for whom it is about: not as cover either, and not in a count."""

from datetime import timedelta

from django.utils import timezone

from ura.desk.actions.company import mark_complaint
from ura.desk.actions.owners import change_owner, cover_absence
from ura.desk.models import Enquiry, Event
from ura.desk.states import EventKind
from ura.municipalities.tenancy import reading_for, working_for
from ura.portal.progress import cover_for
from ura.post.files import store
from ura.post.models import InboundMail, Outbox


def absent(town):
    """Ermira is away, Besnik acts for her."""
    today = timezone.localdate()
    with working_for(town.lezha):
        cover_absence(town.ermira, cover=town.besnik, from_on=today, until_on=today + timedelta(days=3), by=town.ermira)


def test_who_complains_about_an_officer_is_not_told_that_they_act(town, make_enquiry):
    person = {"name": "Arta Prova", "email": "arta@example.org"}
    complaint = make_enquiry(person=person, acknowledging=False, complaint=True, complaint_about=town.besnik)
    other = make_enquiry(person=person, acknowledging=False, owner=town.ermira)
    assert complaint.owner == town.ermira
    absent(town)
    with reading_for(town.lezha):
        covered = Event.objects.filter(municipality=town.lezha, kind=EventKind.COVERED)
        assert list(covered.values_list("enquiry", flat=True)) == [other.pk]
        assert list(Outbox.objects.filter(municipality=town.lezha).values_list("row", flat=True)) == [other.pk]
        assert cover_for(complaint) is None
        assert cover_for(other).name == "Besnik Prova"


def test_held_mail_that_may_belong_to_a_hidden_complaint_is_not_counted_in_the_rail(town, make_enquiry, client):
    complaint = make_enquiry(complaint=True, complaint_about=town.besnik)
    unowned = make_enquiry(complaint=True)
    with working_for(town.lezha):
        Enquiry.objects.filter(pk=unowned.pk).update(owner=None)
        for number, suggested in enumerate(([complaint.pk], [unowned.pk], [])):
            raw = store(town.lezha, b"x", name="m.eml", trusted_type="message/rfc822")
            InboundMail.objects.create(
                municipality=town.lezha, raw=raw, message_hash=number, body_hash=number, arrived_at=timezone.now(),
                state="held", reason="names_a_request", suggested=suggested,
            )  # fmt: skip
    for officer, counted in ((town.besnik, 1), (town.ermira, 3)):
        client.force_login(officer.user)
        page = client.get("/lezhe/office/mail/")
        assert page.context["page"].paginator.count == counted
        rail = {item[0]: item[3] for item in page.context["nav_items"] if item}
        assert rail["/lezhe/office/mail/"] == counted


def test_marking_and_handing_on_still_work_while_a_colleague_covers(town, make_enquiry):
    enquiry = make_enquiry(owner=town.besnik)
    absent(town)
    with working_for(town.lezha):
        marked = mark_complaint(enquiry, by=town.ermira, about=town.besnik)
        assert (marked.owner, cover_for(marked)) == (town.ermira, None)
        kept = make_enquiry(owner=town.besnik)
        assert change_owner(kept, town.ermira, by=town.ermira, reason="pushim").owner == town.ermira
