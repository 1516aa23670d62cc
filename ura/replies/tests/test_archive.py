"""The town hall's own archive number of a letter: written when it comes, corrected later, shown in the book."""

from datetime import date

import pytest
from django.urls import reverse

from ura.core.refusals import Refused
from ura.desk.timeline import line
from ura.municipalities.tenancy import working_for
from ura.replies.actions.numbering import correct_paper
from ura.replies.models import Reply
from ura.trail.models import Trail

TYPED = {"paper-archive_number": "812/4", "paper-archive_on": "20.11.2026", "paper-pages": "2", "paper-annexes": "1"}


def post(client, reply, **typed):
    return client.post(
        reverse("reply_act", args=["lezhe", reply.pk, "paper"]), {"paper-version": reply.version} | TYPED | typed
    )


def entry_of(reply, town):
    with working_for(town.lezha):
        return Reply.objects.select_related("entry").get(pk=reply.pk).entry


def test_archive_number_of_a_letter_is_written_corrected_and_shown_in_the_book(desk, client, town):
    reply = desk.numbered()
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = "en"
    page = client.get(reply.get_absolute_url())
    assert "paper" in page.context["may"]
    assert post(client, reply).status_code == 302
    page = client.get(reply.get_absolute_url())
    assert page.context["paper_form"]["archive_number"].value() == "812/4"
    assert page.context["history"][0]["what"] == (
        "Written or corrected: the archive number, the archive date, the pages, the annexes"
    )
    assert post(client, desk.again(reply), **{"paper-archive_number": "813/4"}).status_code == 302
    entry = entry_of(reply, town)
    assert (entry.archive_number, entry.archive_on, entry.pages, entry.annexes) == ("813/4", date(2026, 11, 20), 2, 1)
    lines = client.get(reverse("book", args=["lezhe"])).context["lines"]
    assert [(each.number, each.archive) for each in lines if not each.incoming] == [(entry.label, "813/4")]
    with working_for(town.lezha):
        event = reply.enquiry.events.order_by("-pk").first()
        told = line(reply.enquiry, event, {town.besnik.pk: town.besnik})
        trail = Trail.objects.filter(municipality=town.lezha, act="desk.coded", officer=town.besnik)
        assert trail.count() == 2
    assert event.data["changed"] == "archive_number"
    assert entry.label in told["what"]


def test_two_officers_at_the_archive_number_overwrite_nothing(desk, client, town):
    reply = desk.numbered()
    client.force_login(town.besnik.user)
    post(client, reply)
    late = post(client, reply, **{"paper-archive_number": "999/9"})
    assert late.status_code == 409
    assert "999/9" in late.content.decode()
    assert entry_of(reply, town).archive_number == "812/4"


@pytest.mark.parametrize("who", ["ana", "fatmir"])
def test_archive_number_is_written_by_those_who_work_on_the_letter(who, desk, client, town):
    reply = desk.numbered()
    client.force_login(getattr(town, who).user)
    assert post(client, reply).status_code == 403


def test_letter_without_a_number_or_with_a_void_one_has_no_archive_number(desk, client, town):
    draft = desk.draft()
    with pytest.raises(Refused), working_for(town.lezha):
        correct_paper(Reply.objects.get(pk=draft.pk), by=town.besnik, archive_number="1")
    void = desk.void(desk.number(desk.approve(desk.submit(draft))), reason="Gabim")
    client.force_login(town.besnik.user)
    assert "paper" not in client.get(void.get_absolute_url()).context["may"]
    assert post(client, void).status_code == 409
