"""The pages of referrals: sent at the screen, refused with what was typed, the board, the review, what came in."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ura.municipalities.tenancy import working_for
from ura.people.consent_acts import withdraw_all
from ura.referrals.actions import answering
from ura.referrals.board import board
from ura.referrals.models import IncomingReferral, Referral, ReferralReport
from ura.referrals.review import review
from ura.referrals.tests.conftest import agree

DAY = timedelta(days=1)


@pytest.fixture
def at_desk(town, client):
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = "en"
    return client


def fields(agreed, **more):
    return {
        "receiver": f"s{agreed.service.pk}", "chosen": ["name", "phone"], "asked": "Regjistrim.", "urgency": "normal",
        "way": "link", "token": "a" * 32,
    } | more  # fmt: skip


def test_an_officer_refers_from_the_case_once_however_often_the_button_is_pressed(at_desk, agreed, town):
    where = f"/lezhe/office/cases/{agreed.enquiry.entry.year}/{agreed.enquiry.entry.number}/referrals/"
    page = at_desk.get(f"{where}new/").content.decode()
    assert "Teuta Marku" in page and "Zyra e Punësimit Prova" in page
    first = at_desk.post(f"{where}new/", fields(agreed))
    second = at_desk.post(f"{where}new/", fields(agreed))
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    with working_for(town.lezha):
        row = Referral.objects.get()
        code, label = row.links.get().code, row.label
    page = at_desk.get(first["Location"]).content.decode()
    assert code in page and "Regjistrim." in page
    assert label in at_desk.get(where).content.decode()
    assert label in at_desk.get(where.removesuffix("referrals/")).content.decode()


def test_without_consent_the_page_says_which_and_keeps_what_was_typed(at_desk, teuta):
    where = f"/lezhe/office/cases/{teuta.enquiry.entry.year}/{teuta.enquiry.entry.number}/referrals/new/"
    page = at_desk.post(where, fields(teuta, asked="Regjistrim si punëkërkuese."))
    text = page.content.decode()
    assert page.status_code == 409
    assert "Regjistrim si punëkërkuese." in text and "Zyra e Punësimit Prova" in text


def test_no_letter_is_numbered_after_the_consent_ended(at_desk, send, agreed, town):
    row = send()
    with working_for(town.lezha):
        withdraw_all(agreed.person, through="counter", by=town.besnik)
    assert at_desk.post(f"/lezhe/office/referrals/{row.pk}/number/").status_code == 409
    with working_for(town.lezha):
        assert Referral.objects.get().entry is None


def test_the_page_of_a_referral_takes_each_act(at_desk, send, town):
    row = send()
    where = f"/lezhe/office/referrals/{row.pk}/"
    today = timezone.localdate().strftime("%d.%m.%Y")
    assert at_desk.post(f"{where}record/", {"answer": "accepted", "on": today}).status_code == 302
    assert at_desk.post(f"{where}record/", {"answer": "done", "on": today}).status_code == 409
    assert at_desk.post(f"{where}due/", {"due_on": "01.01.2020"}).status_code == 409
    assert at_desk.post(f"{where}answer/", {"text": ""}).status_code == 422
    assert at_desk.post(f"{where}resend/", {"email": "tjeter@example.org"}).status_code == 302
    assert at_desk.post(f"{where}number/").status_code == 302
    pdf = at_desk.get(f"{where}letter/")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content[:5] == b"%PDF-"
    assert at_desk.get(f"{where}letter/").content == pdf.content
    book = at_desk.get("/lezhe/office/book/").content.decode()
    assert f"Referral of {row.enquiry.entry.label} to {row.recipient}" in book
    assert at_desk.post(f"{where}revoke/", {"reason": "Gjeti punë."}).status_code == 302
    assert at_desk.get(where).status_code == 200
    assert at_desk.post(f"{where}nothing/").status_code == 404


def test_an_expired_referral_takes_a_late_answer_or_goes_once_more(at_desk, send, agreed, town):
    with working_for(town.lezha):
        agree(agreed.person, "Streha Prova", town.besnik)
        agree(agreed.person, "Bashkia Korçë", town.besnik)
    today = timezone.localdate().strftime("%d.%m.%Y")
    letter, office = send(service=agreed.bed, way="letter"), send(service=None, office=town.korca)
    for row, offered in ((letter, "Send the letter again"), (office, "Wait for the answer anew")):
        where = f"/lezhe/office/referrals/{row.pk}/"
        if row is letter:
            assert at_desk.get(f"{where}letter/").status_code == 200
        with working_for(town.lezha):
            Referral.objects.filter(pk=row.pk).update(state="expired", ended_on=timezone.localdate())
        page = at_desk.get(where).content.decode()
        assert offered in page and 'id="record"' in page
        assert at_desk.post(f"{where}resend/", {"email": ""}).status_code == 302
        with working_for(town.lezha):
            assert Referral.objects.get(pk=row.pk).state == "pending"
            Referral.objects.filter(pk=row.pk).update(state="expired")
        assert at_desk.post(f"{where}record/", {"answer": "accepted", "on": today}).status_code == 302
    where = f"/lezhe/office/referrals/{letter.pk}/"
    with working_for(town.lezha):
        old = letter.events.get(kind="resent")
    assert f"files/{old.pk}/" in at_desk.get(where).content.decode()
    assert at_desk.get(f"{where}files/{old.pk}/").status_code == 200
    assert at_desk.get(f"{where}letter/").status_code == 200


def test_late_ones_stand_first_on_the_board_with_the_time_institutions_take(at_desk, send, agreed, town):
    late, answered, calm = send(), send(), send()
    with working_for(town.lezha):
        Referral.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - DAY)
        Referral.objects.filter(pk=answered.pk).update(sent_on=timezone.localdate() - 7 * DAY)
        answering.accept(Referral.objects.get(pk=answered.pk))
        groups, count = board(town.besnik)
        assert count == 3 and groups[0].rows[0].pk == late.pk
        assert (groups[0].late, groups[0].answered) == (1, 1) and groups[0].days in (4, 5)
        assert board(town.besnik, late=True)[1] == 1 and board(town.ermira, mine=True)[1] == 0
    page = at_desk.get("/lezhe/office/referrals/").content.decode()
    assert page.index(late.label) < page.index(calm.label)
    assert late.label in at_desk.get("/lezhe/office/").content.decode()


def test_the_review_sets_referred_against_reintegrated(at_desk, send, agreed, town):
    year = timezone.localdate().year
    done, declined, _waiting = send(), send(), send()
    with working_for(town.lezha):
        answering.finish(answering.accept(done), outcome="served")
        answering.decline(declined, reason="Nuk ka vende.")
        type(agreed.case).objects.filter(pk=agreed.case.pk).update(
            outcome="reintegrated", state="5", closed_on=timezone.localdate()
        )
        found = review(town.besnik, year)
        whole = found.whole
        assert (whole.sent, whole.answered, whole.accepted, whole.declined, whole.served, whole.open) == (
            3,
            2,
            1,
            1,
            1,
            1,
        )
        assert [number for _words, number in found.cases] == [1, 1, 0, 0, 100, 1]
        assert whole.median_answer == 0
    assert at_desk.get(f"/lezhe/office/referrals/review/?year={year}").status_code == 200
    sheet = at_desk.get(f"/lezhe/office/referrals/review/xlsx/?year={year}")
    assert sheet.content[:2] == b"PK"


def test_an_incoming_referral_is_written_down_and_answered_at_the_screen(at_desk, town):
    today = timezone.localdate().strftime("%d.%m.%Y")
    form = {
        "source": "national", "sender": "Mekanizmi Kombëtar i Referimit", "received_on": today, "urgency": "urgent",
        "owner": str(town.besnik.pk), "name": "Mira Prova", "asked": "Strehë e sigurt.", "token": "b" * 32,
    }  # fmt: skip
    answer = at_desk.post("/lezhe/office/referrals/incoming/new/", form)
    assert answer.status_code == 302
    with working_for(town.lezha):
        row = IncomingReferral.objects.get()
        assert row.received == today  # no hour was told: none is shown
        row.received_at += timedelta(hours=9, minutes=5)
        assert row.received == f"{today}, 09:05"
    assert "Strehë e sigurt." in at_desk.get(answer["Location"]).content.decode()
    assert at_desk.post(f"{answer['Location']}answer/", {"answer": "accepted"}).status_code == 302
    at_desk.force_login(town.ermira.user)
    assert at_desk.get(answer["Location"]).status_code == 404
    assert "Mekanizmi" not in at_desk.get("/lezhe/office/referrals/incoming/").content.decode()
    assert row.enquiry_id


def test_the_review_of_a_year_is_approved_once_and_keeps_its_numbers(at_desk, client, send, town):
    last = timezone.localdate().year - 1
    row = send()
    with working_for(town.lezha):
        Referral.objects.filter(pk=row.pk).update(sent_on=date(last, 5, 4))
    where = f"/lezhe/office/referrals/review/{last}/approve/"
    assert at_desk.post(where).status_code == 403  # an officer
    client.force_login(town.ermira.user)
    page = f"/lezhe/office/referrals/review/?year={last}"
    assert where in client.get(page).text
    assert client.post(f"/lezhe/office/referrals/review/{last + 1}/approve/").status_code == 409  # not over
    assert client.post(where).url == page
    assert client.post(where).status_code == 409
    with working_for(town.lezha):
        Referral.objects.filter(pk=row.pk).update(sent_on=date(last, 5, 5), state="4")
        report = ReferralReport.objects.get(municipality=town.lezha)
        assert (report.year, report.approved_by, report.approved_on) == (last, town.ermira, timezone.localdate())
        assert report.figures["rows"][0][2:6] == [1, 0, 0, 0]  # sent, answered, accepted, declined
    told = client.get(page).text
    assert where not in told and "Ermira Prova" in told
