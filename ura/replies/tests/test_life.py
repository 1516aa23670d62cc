"""The life of a letter: drafted, approved or returned, numbered, signed, sent."""

import pytest

from ura.core.refusals import Refused
from ura.desk.models import Event
from ura.desk.states import EventKind, State
from ura.municipalities.tenancy import working_for
from ura.register.models import Entry
from ura.replies.states import MOVES, ReplyState

from .conftest import ANSWER


def test_a_draft_brings_the_office_wording_and_takes_the_request_to_status_4(desk, enquiry, town):
    reply = desk.draft()
    assert reply.subject == f"Përgjigje kërkesës suaj nr. {enquiry.entry.label}, datë {enquiry.received_on:%d.%m.%Y}"
    assert ANSWER in reply.body
    assert reply.body.startswith("I/E nderuar Arta Çela,")
    assert reply.addressee == "Arta Çela\nRruga e Detit 5\n4501 Lezhë"
    assert reply.signatory == town.ermira
    with working_for(town.lezha):
        enquiry.refresh_from_db()
        kinds = list(enquiry.events.values_list("kind", flat=True))
    assert enquiry.state == State.REPLY
    assert kinds == ["received", "reply_drafted", "moved"]


def test_a_draft_without_the_answer_is_refused_and_leaves_nothing(desk, enquiry, town):
    with pytest.raises(Refused) as refused:
        desk.draft(answer="  ")
    assert refused.value.field == "answer"
    with working_for(town.lezha):
        assert enquiry.replies.count() == 0
        enquiry.refresh_from_db()
    assert enquiry.state == State.ANALYSIS


def test_a_second_answer_at_the_same_time_is_refused(desk):
    desk.draft()
    with pytest.raises(Refused):
        desk.draft()


def test_english_beside_needs_the_english_words(desk):
    with pytest.raises(Refused) as refused:
        desk.draft(with_english=True)
    assert refused.value.field == "answer_en"
    reply = desk.draft(with_english=True, english={"answer": "Children register at the nearest school."})
    assert "Children register at the nearest school." in reply.body_en
    assert reply.body_en.startswith("Dear Arta Çela,")


def test_the_whole_life_with_a_return_and_an_approval(desk, enquiry, town):
    reply = desk.submit(desk.draft())
    assert reply.state == ReplyState.SUBMITTED
    reply = desk.send_back(reply, reason="Shtoni adresën e shkollës.")
    assert (reply.state, reply.return_reason) == (ReplyState.RETURNED, "Shtoni adresën e shkollës.")
    reply = desk.edit(reply, version=reply.version, body=reply.body + "\n\nShkolla «Gjergj Fishta».")
    assert reply.state == ReplyState.RETURNED  # the reason stays in sight until it is put forward again
    reply = desk.approve(desk.submit(reply))
    assert (reply.state, reply.approved_by, reply.self_approved) == (ReplyState.APPROVED, town.ermira, False)
    reply = desk.number(reply)
    assert reply.state == ReplyState.NUMBERED
    assert reply.entry.direction == Entry.Direction.OUT
    assert reply.entry.number == enquiry.entry.number + 1
    with working_for(town.lezha):
        events = Event.objects.filter(enquiry=enquiry, kind__startswith="reply_").values_list("kind", "data__letter")
        assert list(events) == [
            (kind, "answer")
            for kind in (
                "reply_drafted", "reply_submitted", "reply_returned", "reply_submitted", "reply_approved", "reply_numbered",
            )
        ]  # fmt: skip
        assert Event.objects.get(enquiry=enquiry, kind=EventKind.REPLY_RETURNED).text == "Shtoni adresën e shkollës."


@pytest.mark.parametrize(
    "change",
    [{"body": "Tekst tjetër."}, {"subject": "Tjetër lëndë"}, {"addressee": "Dikush tjetër"}, {"annexes": "Diploma"}],
)
def test_a_changed_text_lapses_the_approval(desk, change):
    reply = desk.approved()
    reply = desk.edit(reply, version=reply.version, **change)
    assert (reply.state, reply.approved_by, reply.approved_digest) == (ReplyState.DRAFT, None, "")
    with pytest.raises(Refused):
        desk.number(reply)


def test_saving_an_approved_text_unchanged_keeps_the_approval(desk):
    reply = desk.approved()
    kept = desk.edit(reply, version=reply.version, body=reply.body, subject=reply.subject)
    assert (kept.state, kept.version) == (ReplyState.APPROVED, reply.version)


def test_two_officers_on_one_letter_nobody_is_overwritten(desk):
    reply = desk.draft()
    desk.edit(reply, version=reply.version, body="Teksti i parë.")
    with pytest.raises(Refused):
        desk.edit(reply, version=reply.version, body="Teksti i dytë.")
    assert desk.again(reply).body == "Teksti i parë."


def test_the_supervisor_approves_only_the_text_that_was_shown(desk):
    shown = desk.submit(desk.draft())
    desk.submit(desk.edit(shown, version=shown.version, body="Teksti ndryshoi ndërkohë."))
    with pytest.raises(Refused):
        desk.approve(shown, version=shown.version)


def test_nobody_approves_their_own_letter(desk, town):
    reply = desk.submit(desk.draft(by=town.ermira), by=town.ermira)
    with pytest.raises(Refused):
        desk.approve(reply, by=town.ermira)


def test_an_officer_approves_no_letter_of_others(desk, town):
    reply = desk.submit(desk.draft(by=town.ermira), by=town.ermira)
    with pytest.raises(Refused):
        desk.approve(reply, by=town.besnik)


@pytest.mark.parametrize("setting", ["self_approval", "single_focal_point"])
def test_self_approval_by_setting_is_marked(setting, desk, town):
    setattr(town.lezha.office, setting, True)
    town.lezha.office.save()
    reply = desk.approve(desk.submit(desk.draft()), by=town.besnik)
    assert (reply.approved_by, reply.self_approved) == (town.besnik, True)


def test_a_supervisor_who_rewrote_and_put_forward_the_text_does_not_approve_it(desk, town):
    reply = desk.submit(desk.draft())
    reply = desk.edit(reply, by=town.ermira, version=reply.version, body="E shkruar nga Ermira.")
    assert reply.state == ReplyState.DRAFT
    with pytest.raises(Refused):
        desk.approve(desk.submit(reply, by=town.ermira))


def test_an_office_without_approvals_numbers_the_draft(desk, town):
    town.lezha.office.reply_needs_approval = False
    town.lezha.office.save()
    reply = desk.draft()
    with pytest.raises(Refused):
        desk.submit(reply)
    assert desk.number(reply).state == ReplyState.NUMBERED


def test_a_notice_without_signature_needs_no_approval(desk):
    reply = desk.number(desk.draft(kind="clarification", question="Cila shkollë?"))
    assert (reply.state, reply.signatory, reply.is_ready) == (ReplyState.NUMBERED, None, True)


def test_the_text_is_frozen_with_its_number(desk):
    reply = desk.numbered()
    with pytest.raises(Refused):
        desk.edit(reply, version=reply.version, body="Tjetër")


def test_numbers_of_letters_are_gapless_also_after_a_refusal(desk, make_enquiry, town):
    first = desk.numbered()
    with pytest.raises(Refused):
        desk.number(first)
    second = desk.numbered(enquiry=make_enquiry(owner=town.besnik), with_english=False)
    with working_for(town.lezha):
        numbers = list(town.lezha.entries.order_by("number").values_list("number", "direction"))
    start = first.entry.number - 1
    assert numbers[-4:] == [(start, "in"), (start + 1, "out"), (start + 2, "in"), (start + 3, "out")]
    assert second.entry.number == start + 3


def test_a_letter_without_a_signatory_gets_no_number(desk, town):
    town.ermira.function_sq = ""
    town.ermira.save()
    with pytest.raises(Refused) as refused:
        desk.numbered()
    assert "function" in str(refused.value) or "funksion" in str(refused.value)


def test_the_head_of_the_office_signs_where_no_officer_does(desk, town):
    town.ermira.may_sign = False
    town.ermira.save()
    town.lezha.office.head = "Genc Prifti"
    town.lezha.office.save()
    reply = desk.numbered()
    assert (reply.signatory, reply.state) == (None, ReplyState.NUMBERED)


def test_a_voided_number_stays_in_the_book_with_its_reason(desk, town):
    reply = desk.void(desk.numbered(), reason="Gabim në adresë.")
    with working_for(town.lezha):
        entry = Entry.objects.get(pk=reply.entry_id)
    assert (reply.state, entry.void_reason, entry.voided_by) == (ReplyState.VOID, "Gabim në adresë.", town.besnik)
    assert desk.draft().state == ReplyState.DRAFT  # a new one may be written


def test_voiding_needs_a_reason(desk):
    reply = desk.numbered()
    with pytest.raises(Refused) as refused:
        desk.void(reply, reason=" ")
    assert refused.value.field == "reason"


def test_a_letter_of_extension_tells_both_days(desk, enquiry, town):
    from ura.desk.actions.deadlines import extend

    with pytest.raises(Refused):
        desk.draft(kind="extension")
    before = enquiry.due_on
    with working_for(town.lezha):
        extend(enquiry, by=town.besnik, reason="Duhen kërkuar dokumente në arkiv.")
        enquiry.refresh_from_db()
    reply = desk.draft(kind="extension")
    assert f"i cili përfundonte më {before:%d.%m.%Y}, zgjatet deri më {enquiry.due_on:%d.%m.%Y}" in reply.body
    assert "Arsyeja e zgjatjes: Duhen kërkuar dokumente në arkiv." in reply.body
    assert "Baza ligjore: ligji nr. 119/2014, neni 15, pika 3." in reply.body


def test_a_forwarding_is_addressed_to_the_institution(desk, enquiry, town):
    from ura.desk.actions.deadlines import forward

    with working_for(town.lezha):
        forward(enquiry, by=town.besnik, institution="Zyra Arsimore Lezhë", reason="Regjistrimin e bën shkolla.")
    reply = desk.draft(kind="forwarding", institution_contact="Sheshi i Madh 1\nLezhë")
    assert reply.addressee == "Zyra Arsimore Lezhë\nSheshi i Madh 1\nLezhë"
    assert "Regjistrimin e bën shkolla." in reply.body


def test_a_refusal_names_the_right_to_complain(desk):
    reply = desk.draft(kind="refusal", reason="Të dhënat i përkasin një personi tjetër.")
    assert "Ju keni të drejtë të ankoheni" in reply.body
    assert "neni 24, pika 2" in reply.body.replace("nenit", "neni")


def test_every_move_of_the_table_starts_and_ends_at_a_known_state():
    assert set(MOVES) == set(ReplyState)
    assert set().union(*MOVES.values()) <= set(ReplyState)
