"""Consents at the office: taken on paper, on the screen and by phone, renewed, withdrawn, shown to those who may know."""

import base64
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from ura.core.refusals import Refused
from ura.desk.actions import company, moves
from ura.desk.actions.company import mark_complaint
from ura.desk.models import Event
from ura.municipalities.tenancy import working_for
from ura.people import consent, consent_acts
from ura.people.models import Consent, ConsentText, How, Purpose, Through, WithdrawalAsked
from ura.post.models import Outbox

PNG = io.BytesIO()
Image.new("RGB", (4, 4), "white").save(PNG, "PNG")
SIGNATURE = "data:image/png;base64," + base64.b64encode(PNG.getvalue()).decode()


@pytest.fixture
def asked(town, make_enquiry):
    return make_enquiry(person={"name": "Elona Prova", "email": "elona@example.org"})


@pytest.fixture
def agreed(town, asked):
    def make(*purposes, **more):
        with working_for(town.lezha):
            more = {"how": How.PHONE, "statement": "Elona tha se pajtohet me këto."} | more
            return consent_acts.give(asked.requester, purposes=purposes or [Purpose.PROCESSING], by=town.besnik, **more)

    return make


@pytest.fixture
def besnik(client, town):
    client.force_login(town.besnik.user)
    return client


def place(asked, rest=""):
    return f"/lezhe/office/people/{asked.requester_id}/consents/{rest}"


def only_consent(town):
    with working_for(town.lezha):
        consent = Consent.objects.select_related("evidence", "text").get()
        return consent, [part.purpose for part in consent.parts]


def test_the_declaration_is_printed_as_a_tagged_pdf_and_its_text_is_kept(besnik, asked, town):
    for language in ("sq", "en"):
        answer = besnik.get(place(asked, f"declaration.pdf?language={language}"))
        assert answer.content.startswith(b"%PDF")
        assert b"/MarkInfo" in answer.content or b"StructTreeRoot" in answer.content
    with working_for(town.lezha):
        assert sorted(ConsentText.objects.values_list("version", "language")) == [(1, "en"), (1, "sq")]


def test_paper_signed_and_scanned_is_a_consent_with_its_proof(besnik, asked, town):
    scan = io.BytesIO(PNG.getvalue())
    scan.name = "deklarata.png"
    sent = {"purposes": ["processing", "follow_up_contact"], "given_on": "01.11.2026", "version": "0", "evidence": scan}
    today = timezone.localdate()
    sent["given_on"] = (today - timedelta(days=2)).strftime("%d.%m.%Y")
    answer = besnik.post(place(asked, "new/?how=paper"), sent)
    assert answer.status_code == 302
    consent, purposes = only_consent(town)
    assert (consent.how, purposes) == ("paper", ["processing", "follow_up_contact"])
    assert (consent.evidence.name, consent.taken_by) == ("deklarata.png", town.besnik)
    assert consent.given_on == today - timedelta(days=2)
    assert besnik.get(f"/lezhe/office/consents/{consent.pk}/evidence/").content == PNG.getvalue()
    assert besnik.get(f"/lezhe/office/consents/{consent.pk}/").status_code == 200


def test_paper_without_a_scan_keeps_what_was_typed(besnik, asked, town):
    sent = {"purposes": ["processing"], "version": "0", "place": "Njësia Shëngjin"}
    answer = besnik.post(place(asked, "new/?how=paper"), sent)
    assert answer.status_code == 422
    assert "Njësia Shëngjin" in answer.content.decode()
    with working_for(town.lezha):
        assert not Consent.objects.exists()


def test_a_signature_on_the_screen_is_a_picture_and_nothing_else_is_taken(besnik, asked, town):
    assert 'data-sign="id_signature"' in besnik.get(place(asked, "new/?how=screen")).content.decode()
    for wrong in ("", "data:image/png;base64,!!!", "data:text/html;base64,PGI+", SIGNATURE[:40]):
        answer = besnik.post(place(asked, "new/?how=screen"), {"purposes": ["processing"], "signature": wrong})
        assert answer.status_code == 422
    answer = besnik.post(place(asked, "new/?how=screen"), {"purposes": ["processing"], "signature": SIGNATURE})
    assert answer.status_code == 302
    consent, _purposes = only_consent(town)
    assert (consent.how, consent.evidence.content_type) == ("screen", "image/png")


def test_by_phone_the_officer_writes_down_what_was_said(besnik, asked, town):
    sent = {"purposes": ["follow_up_contact"], "statement": "Telefonoi vetë, iu lexua deklarata dhe pranoi."}
    assert besnik.post(place(asked, "new/?how=phone&language=en"), sent | {"language": "en"}).status_code == 302
    consent, _purposes = only_consent(town)
    assert (consent.how, consent.language, consent.statement) == ("phone", "en", sent["statement"])


def test_renewing_replaces_and_takes_it_off_the_list(besnik, asked, agreed, town):
    today = timezone.localdate()
    old = agreed(given_on=today - timedelta(days=900), valid_until=today + timedelta(days=25))
    for days, listed in (("60", 1), ("30", 1), ("0", 0)):
        assert len(besnik.get(f"/lezhe/office/consents/?list={days}").context["page"].object_list) == listed
    page = besnik.get("/lezhe/office/").content.decode()
    assert f"/lezhe/office/consents/{old.pk}/" in page
    sent = {"purposes": ["processing"], "statement": "Me telefon tha se e vazhdon pëlqimin."}
    assert besnik.post(place(asked, f"new/?how=phone&renews={old.pk}"), sent).status_code == 302
    assert besnik.get("/lezhe/office/consents/?list=60").context["page"].paginator.count == 0
    assert f"/lezhe/office/consents/{old.pk}/" not in besnik.get("/lezhe/office/").content.decode()


def test_expired_ones_have_a_list_of_their_own(besnik, asked, agreed):
    today = timezone.localdate()
    gone = agreed(given_on=today - timedelta(days=900), valid_until=today - timedelta(days=1))
    assert list(besnik.get("/lezhe/office/consents/?list=expired").context["page"].object_list) == [gone]


def test_an_officer_withdraws_for_a_person_who_asked_at_the_counter(besnik, asked, agreed, town):
    found = agreed(Purpose.PROCESSING, Purpose.PUBLICATION)
    sent = {"through": "counter", "purposes": ["publication"]}
    assert besnik.post(f"/lezhe/office/consents/{found.pk}/withdraw/", sent).status_code == 302
    with working_for(town.lezha):
        assert consent.allowed(asked.requester, Purpose.PUBLICATION) is None
        assert consent.allowed(asked.requester, Purpose.PROCESSING) == found
        assert Outbox.objects.filter(kind="consent").count() == 1


def test_a_link_is_asked_for_by_mail(besnik, asked, town):
    assert besnik.post(place(asked, "ask/"), {"purposes": ["processing"]}).status_code == 302
    found, purposes = only_consent(town)
    assert (found.how, found.state, purposes) == ("email", "waiting", ["processing"])


def test_a_message_that_asks_to_withdraw_waits_for_one_click(besnik, asked, agreed, town):
    given = agreed()
    with working_for(town.lezha):
        company.requester_writes(asked, text="Përshëndetje. Dua ta tërheq pëlqimin tim.")
        assert consent.allowed(asked.requester, Purpose.PROCESSING) == given
        row = WithdrawalAsked.objects.get()
        assert (row.about, row.row, row.through) == ("desk.enquiry", asked.pk, Through.PORTAL)
    assert asked.entry.label in besnik.get("/lezhe/office/consents/").content.decode()
    assert besnik.get("/lezhe/office/").context["withdrawals"] == 1
    assert besnik.post(f"/lezhe/office/consents/asked/{row.pk}/withdraw/").status_code == 302
    with working_for(town.lezha):
        assert consent.allowed(asked.requester, Purpose.PROCESSING) is None
    assert besnik.post(f"/lezhe/office/consents/asked/{row.pk}/withdraw/").status_code == 404


def test_whom_an_officer_may_not_know_of_has_no_consents_for_them(besnik, asked, agreed, town):
    found = agreed(given_on=timezone.localdate() - timedelta(days=900), valid_until=timezone.localdate())
    with working_for(town.lezha):
        company.requester_writes(asked, text="Dua ta tërheq pëlqimin tim.")
        mark_complaint(asked, by=town.ermira, about=town.besnik)
        row = WithdrawalAsked.objects.get()
    for where in (f"consents/{found.pk}/", f"consents/{found.pk}/evidence/", f"people/{asked.requester_id}/consents/"):
        assert besnik.get(f"/lezhe/office/{where}").status_code == 404
    assert besnik.post(f"/lezhe/office/consents/asked/{row.pk}/withdraw/").status_code == 404
    page = besnik.get("/lezhe/office/consents/")
    assert (page.context["page"].paginator.count, page.context["asked"]) == (0, [])
    assert "Elona" not in besnik.get("/lezhe/office/").content.decode()


def test_follow_up_contact_needs_its_consent_and_points_to_it(asked, agreed, town):
    with working_for(town.lezha):
        company.write_to_requester(asked, by=town.besnik, text="Kërkesa është në punë.")  # answering needs none
        closed = moves.close_orally(asked, by=town.besnik, oral_answer="U përgjigj.", outcome="oral_answer")
        closed.requester = asked.requester
        with pytest.raises(Refused) as refused:
            company.follow_up(closed, by=town.besnik, text="Si ju shkoi?")
        assert refused.value.sentence == consent.missing(Purpose.FOLLOW_UP_CONTACT)
        event = company.follow_up(closed, by=town.ermira, text="Si ju shkoi?", reason="Rrezik për fëmijën e mitur.")
        assert set(event.data) == {"override"}
    given = agreed(Purpose.FOLLOW_UP_CONTACT)
    with working_for(town.lezha):
        assert company.follow_up(closed, by=town.besnik, text="Si ju shkoi?").data == {"consent": given.pk}
        company.requester_writes(closed, text="Faleminderit! Kam një pyetje tjetër.")
        assert company.write_to_requester(closed, by=town.besnik, text="Ju përgjigjemi.").data == {}
        assert Event.objects.filter(enquiry=asked, kind="message_out").count() == 4


def test_the_follow_up_page_says_which_consent_is_missing(besnik, asked, town):
    with working_for(town.lezha):
        moves.close_orally(asked, by=town.besnik, oral_answer="U përgjigj.", outcome="oral_answer")
    answer = besnik.post(f"{asked.get_absolute_url()}follow-up/", {"text": "Si ju shkoi?"})
    assert answer.status_code == 409
    assert "Si ju shkoi?" in answer.content.decode()


def test_the_office_writes_its_own_declaration(client, town, asked, agreed):
    given = agreed()
    client.force_login(town.fatmir.user)
    where = "/lezhe/office/consents/texts/"
    form = client.get(where).context["form"]
    sent = {name: field.initial or "" for name, field in form.fields.items()}
    assert client.post(where, sent).status_code == 422  # nothing was changed
    assert client.post(where, sent | {"sq_title": ""}).status_code == 422
    assert client.post(where, sent | {"sq_title": "Deklarata jonë", "en_title": "Our declaration"}).status_code == 302
    with working_for(town.lezha):
        assert ConsentText.objects.filter(language="sq").count() == 2
        assert Consent.objects.get(pk=given.pk).text.version == 1
