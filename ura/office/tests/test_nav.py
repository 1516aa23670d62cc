"""The rail: what it offers to whom, what it counts, and which part one is in."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from ura.desk.models import Enquiry
from ura.municipalities.tenancy import reading_for, working_for
from ura.office.nav import undelivered, waiting
from ura.post.models import Outbox
from ura.replies.models import Reply


def links(client, url="/lezhe/office/"):
    items = [item for item in client.get(url).context["nav_items"] if item]
    return [item[0].removeprefix("/lezhe/office/") for item in items], [item[0] for item in items if item[4]]


@pytest.mark.parametrize(("who", "offered"), [
    ("ana", {"", "enquiries/", "new/", "stakeholders/", "book/"}),
    ("besnik", {"", "enquiries/", "new/", "mail/", "outbox/", "stakeholders/", "book/"}),
    ("ermira", {"", "enquiries/", "new/", "mail/", "outbox/", "letters/", "stakeholders/", "book/", "month/", "import/", "settings/absences/"}),
    ("fatmir", {"", "settings/"}),
])  # fmt: skip
def test_rail_offers_what_the_role_may_open(who, offered, town, client):
    client.force_login(getattr(town, who).user)
    found, _here = links(client)
    assert offered <= set(found)
    assert {"enquiries/", "mail/", "new/"} & set(found) == {"enquiries/", "mail/", "new/"} & offered
    for address in found:
        assert client.get(f"/lezhe/office/{address}").status_code == 200, address


@pytest.mark.parametrize(("url", "here"), [
    ("", ""), ("enquiries/", "enquiries/"), ("enquiries/?state=open", "enquiries/"), ("book/", "book/"), ("new/", "new/"),
    ("mail/", "mail/"), ("serve/", "new/"),
])  # fmt: skip
def test_rail_marks_the_part_one_is_in(url, here, town, client):
    client.force_login(town.besnik.user)
    assert links(client, f"/lezhe/office/{url}")[1] == [f"/lezhe/office/{here}"]


def test_page_of_a_request_lies_in_requests(town, make_enquiry, client):
    client.force_login(town.besnik.user)
    assert links(client, make_enquiry().get_absolute_url())[1] == ["/lezhe/office/enquiries/"]


def test_not_found_page_of_the_office_has_its_rail_too(town, client):
    client.force_login(town.besnik.user)
    response = client.get("/lezhe/office/enquiries/2020/99/")
    assert response.status_code == 404


@pytest.mark.parametrize("who", ["besnik", "ermira"])
def test_counts_written_by_hand_agree_with_the_questions_of_the_models(who, town, make_enquiry):
    """`_COUNTS` repeats EnquiryQuerySet.visible_to in SQL: whatever the rows are, both say the same."""
    chance = random.Random(5)
    officer = getattr(town, who)
    today = timezone.localdate()
    for n in range(40):
        enquiry = make_enquiry(owner=chance.choice([town.besnik, town.ermira]))
        with working_for(town.lezha):
            Enquiry.objects.filter(pk=enquiry.pk).update(
                due_on=today - timedelta(days=chance.choice([0, 9])), complaint=chance.random() < 0.5,
                complaint_about=chance.choice([None, town.besnik, town.ermira]), owner=chance.choice([town.besnik, town.ermira, None]),
            )  # fmt: skip
            reply = Reply.objects.create(
                municipality=town.lezha, enquiry=enquiry, kind="answer", subject="x", body="x",
                state=chance.choice(["submitted", "returned", "draft"]), drafted_by=chance.choice([town.besnik, town.ermira]),
            )  # fmt: skip
            about, row = chance.choice([("desk.enquiry", enquiry.pk), ("replies.reply", reply.pk), ("", None)])
            Outbox.objects.create(
                municipality=town.lezha, key=str(n), about=about, row=row, kind="m", to="x", subject="x", text="x",
                message_id=str(n), message_hash=n, state=chance.choice(["failed", "uncertain", "sent"]),
            )  # fmt: skip
    with reading_for(town.lezha):
        visible = town.lezha.enquiries.visible_to(officer)
        replies = town.lezha.replies.filter(enquiry__in=visible.values("pk"))
        letters = replies.filter(state="returned", drafted_by=officer).count()
        if who == "ermira":
            letters += replies.filter(state="submitted").count()
        assert waiting(officer) == {
            "late": visible.overdue().filter(owner=officer).count(), "held": 0,
            "outbox": undelivered(officer).count(), "letters": letters,
        }  # fmt: skip
        assert min(waiting(officer)[name] for name in ("late", "outbox", "letters")) > 0
