"""The counter's form: what is typed becomes a request with a number, and nothing typed is lost."""

from datetime import timedelta

import pytest

from ura.core.once import new_token
from ura.desk.actions.registering import CHANNELS_BY_STAFF
from ura.desk.models import Attachment
from ura.desk.states import EventKind, State
from ura.desk.tests.counter import NEW, PEOPLE, SERVE, TODAY, a_paper, count, enquiry_url, saved, served, shown, typed
from ura.municipalities.tenancy import working_for
from ura.people.models import Person
from ura.post.models import File, Outbox
from ura.staff.models import OfficerUnit


@pytest.mark.parametrize("page", [NEW, SERVE])
@pytest.mark.parametrize(
    ("who", "status"), [("ana", 200), ("besnik", 200), ("ermira", 200), ("fatmir", 403), ("drita", 404)]
)
def test_intake_opens_for_those_who_register_in_this_office(page, who, status, town, client):
    client.force_login(getattr(town, who).user)
    assert client.get(page).status_code == status


def test_a_fresh_form_has_the_counter_and_today_chosen_and_names_the_law(town, counter):
    response = counter.get(NEW)
    form = response.context["form"]
    assert (form["channel"].value(), form["received_on"].value()) == ("counter", TODAY())
    assert "119/2014" in response.content.decode()


@pytest.mark.parametrize("channel", CHANNELS_BY_STAFF)
def test_each_channel_becomes_a_numbered_request(channel, town, counter):
    response = counter.post(
        NEW, typed(channel=channel.value, name="Arta Prova", email="arta@example.org", country="IT")
    )
    (enquiry,) = saved(town)
    assert response.status_code == 302
    assert response.url == f"/lezhe/office/enquiries/{enquiry.entry.year}/1/?new"
    assert (enquiry.channel, enquiry.entry.number, enquiry.state) == (channel, 1, State.ANALYSIS)
    assert (enquiry.requester.name, enquiry.requester.country) == ("Arta Prova", "IT")
    assert count(town, Outbox, kind="acknowledgement") == 1


def test_the_page_after_saving_shows_the_number_the_code_and_the_receipt(town, counter):
    page = counter.get(counter.post(NEW, typed()).url)
    (enquiry,) = saved(town)
    html = page.content.decode()
    assert f'<p class="big-code">{enquiry.entry.label}</p>' in html
    assert enquiry.text.follow_code in html
    assert f'href="/lezhe/office/enquiries/{enquiry.entry.year}/1/receipt/"' in html


def test_everything_typed_is_kept_with_the_request(town, counter):
    with working_for(town.lezha):
        unit = town.lezha.units.first()
    counter.post(NEW, typed(
        channel="letter", body="Kam dy fëmijë.", audience="returnee", need="administrative", origin="DE", unit=unit.pk,
        service="3", requester_type="2", organisation="Shoqata Prova", owner=town.ermira.pk, archive_number="12/3",
        archive_on="01.03.2026", sender_reference="Prot. 5", pages="4", annexes="1", files=a_paper(),
    ))  # fmt: skip
    (enquiry,) = saved(town)
    assert (enquiry.text.body, enquiry.audience, enquiry.need, enquiry.origin, enquiry.unit) == (
        "Kam dy fëmijë.", "returnee", "administrative", "DE", unit
    )  # fmt: skip
    assert (enquiry.service, enquiry.requester_type, enquiry.owner) == ("3", "2", town.ermira)
    entry = enquiry.entry
    assert (entry.archive_number, str(entry.archive_on), entry.sender_reference, entry.pages, entry.annexes) == (
        "12/3", "2026-03-01", "Prot. 5", 4, 1
    )  # fmt: skip
    with working_for(town.lezha):
        attachment = Attachment.objects.select_related("file", "event").get(municipality=town.lezha)
    assert (attachment.file.name, attachment.source, attachment.event.kind) == (
        "kerkesa.txt", Attachment.Source.REQUESTER, EventKind.RECEIVED
    )  # fmt: skip


def test_a_request_entered_later_keeps_its_true_day(town, counter):
    came = TODAY() - timedelta(days=6)
    response = counter.post(NEW, typed(received_on=came.strftime("%d/%m/%Y")))
    (enquiry,) = saved(town)
    assert enquiry.received_on == enquiry.entry.received_on == came
    assert "Entered in the book later" in counter.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("subject", "", "This field is required."),
        ("subject", "x" * 301, "Ensure this value has at most 300 characters (it has 301)."),
        ("subject", "a\x00b", "Null characters are not allowed."),
        ("body", "x" * 2_000_000, "is longer than"),
        ("body", "a\x00b", "Null characters are not allowed."),
        ("received_on", "31.02.2026", "Write the day as 31.12.2026."),
        ("received_on", "nesër", "Write the day as 31.12.2026."),
        ("received_on", "01.01.2999", "is in the future"),
        ("received_on", "01.01.1920", "Check the year"),
        ("service", "99", "Select a valid choice. 99 is not one of the available choices."),
        ("channel", "portal", "Select a valid choice. portal is not one of the available choices."),
        ("audience", "martian", "Select a valid choice. martian is not one of the available choices."),
        ("origin", "XX", "Select a valid choice. XX is not one of the available choices."),
        ("email", "arta@", "Enter a valid email address."),
        ("pages", "-3", "Write at least 0."),
        ("pages", "99999999999", "Write at most 32767."),
        ("person", "999999", "This requester is no longer there"),
        ("owner", "999999", "Select a valid choice. 999999 is not one of the available choices."),
    ],
)
def test_wrong_input_gets_a_sentence_and_nothing_typed_is_lost(field, value, sentence, town, counter):
    response = counter.post(NEW, typed(name="Arta Prova", sender_reference="Prot. 77") | {field: value})
    assert response.status_code == 422
    form = response.context["form"]
    html = response.content.decode()
    assert list(form.errors) == [field]
    assert sentence in html
    assert 'value="Arta Prova"' in html
    assert 'value="Prot. 77"' in html
    assert form[field].value() == value
    assert saved(town) == []


@pytest.mark.parametrize("subject", ["Pyetje 👩‍👧 🎒", "سؤال عن الإقامة", "e\u0308" * 40, "Çka\u202eabc"])
def test_any_script_is_taken_as_it_is_written(subject, town, counter):
    response = counter.post(NEW, typed(subject=subject, name="אורי 🙂"))
    (enquiry,) = saved(town)
    assert (enquiry.text.subject, enquiry.requester.name) == (subject, "אורי 🙂")
    assert counter.get(response.url).status_code == 200


@pytest.mark.parametrize(("name", "data"), [("program.pdf", b"MZ\x90\x00" + b"\x00" * 200), ("bosh.pdf", b"")])
def test_a_file_of_the_wrong_kind_is_refused_and_the_number_is_not_drawn(name, data, town, counter):
    response = counter.post(NEW, typed(name="Arta Prova", files=a_paper(name, data)))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["files"]
    assert 'value="Arta Prova"' in response.content.decode()
    assert (saved(town), count(town, File), count(town, Person)) == ([], 0, 0)
    counter.post(NEW, typed())
    assert saved(town)[0].entry.number == 1


def test_a_file_too_large_is_refused(town, counter, settings):
    settings.UPLOAD_LIMIT = 1000
    response = counter.post(NEW, typed(files=a_paper(data=b"tekst " * 1000)))
    assert (response.status_code, list(response.context["form"].errors), saved(town)) == (422, ["files"], [])


def test_the_same_form_sent_twice_makes_one_request(town, counter):
    form = typed(token=new_token(), name="Arta Prova", email="arta@example.org")
    first, second = counter.post(NEW, form), counter.post(NEW, form)
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert (len(saved(town)), count(town, Outbox), count(town, Person)) == (1, 1, 1)


def test_a_refused_form_can_be_sent_again_with_its_token(town, counter):
    form = typed(token=new_token())
    assert counter.post(NEW, form | {"received_on": "01.01.2999"}).status_code == 422
    assert counter.post(NEW, form).status_code == 302
    assert len(saved(town)) == 1


def test_another_officer_with_the_same_token_registers_a_request_of_their_own(town, counter):
    form = typed(token=new_token())
    counter.post(NEW, form)
    counter.force_login(town.ermira.user)
    counter.post(NEW, form)
    assert [enquiry.entry.number for enquiry in saved(town)] == [1, 2]


@pytest.mark.parametrize(
    "question", [{"name": "kendell"}, {"phone": "066 123 4567"}, {"email": "ARTA@example.org"}, {"name": "Arta Kën"}]
)
def test_a_returning_requester_is_found_while_typing_with_masked_contacts(question, arta, counter):
    response = counter.post(PEOPLE, typed(subject="", **question))
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count('name="pick"') == 1
    assert f'name="pick" value="{arta.requester_id}"' in html
    assert "+355 •••• 67" in html
    assert "a•••@example.org" in html
    assert "123 4567" not in html
    assert arta.entry.label in html


def test_two_letters_find_nobody(arta, counter):
    assert 'name="pick"' not in counter.post(PEOPLE, typed(name="Ar")).content.decode()


def test_a_requester_of_another_office_is_not_found(town, make_enquiry, counter):
    make_enquiry(town.korca, person={"name": "Arta Këndellja"})
    assert 'name="pick"' not in counter.post(PEOPLE, typed(name="Arta Këndellja")).content.decode()


def test_the_chosen_requester_is_joined_and_nobody_is_written_twice(arta, town, counter):
    picked = counter.post(PEOPLE, typed(name="arta", subject="Kopshti", pick=arta.requester_id))
    assert f'<input type="hidden" name="person" value="{arta.requester_id}">' in picked.content.decode()
    counter.post(NEW, typed(person=arta.requester_id, subject="Kopshti", service="2"))
    assert [enquiry.requester_id for enquiry in saved(town)] == [arta.requester_id] * 2
    assert count(town, Person) == 1


def test_without_javascript_a_button_searches_and_keeps_what_was_typed(arta, town, counter):
    response = counter.post(NEW, typed(name="Këndellja", body="Teksti im", search="1", complaint="on"))
    html = response.content.decode()
    assert (response.status_code, response.context["form"].errors) == (200, {})
    assert "Teksti im" in html
    assert f'name="pick" value="{arta.requester_id}"' in html
    assert response.context["form"]["complaint"].value() is True
    assert len(saved(town)) == 1


@pytest.mark.parametrize(
    ("subject", "service", "same"),
    [
        ("Diploma e fituar në Greqi: njohja", "2", True),  # a word in common
        ("Kopshti i fëmijëve", "1", True),  # open, and of the same type
        ("Kopshti i fëmijëve", "2", False),
    ],
)
def test_the_same_matter_is_shown_before_a_second_number_is_drawn(subject, service, same, arta, town, counter):
    form = typed(person=arta.requester_id, subject=subject, service=service)
    first = counter.post(NEW, form)
    assert first.status_code == (200 if same else 302)
    assert len(saved(town)) == (1 if same else 2)
    if same:
        assert f"{arta.entry.label}</a>" in first.content.decode()
        assert counter.post(NEW, form | {"shown": shown(first)}).status_code == 302
        assert len(saved(town)) == 2


def test_a_person_typed_anew_with_a_known_address_is_shown_first(arta, town, counter):
    form = typed(name="A. Këndellja", email="arta@example.org")
    first = counter.post(NEW, form)
    assert (first.status_code, len(saved(town))) == (200, 1)
    counter.post(NEW, form | {"shown": shown(first)})
    assert count(town, Person) == 2


def test_a_card_seen_for_its_name_alone_is_not_the_same_matter_seen(arta, town, counter):
    form = typed(name="Arta Këndellja", subject="")
    seen = shown(counter.post(PEOPLE, form))
    assert seen == [f"p{arta.requester_id}"]
    form |= {"subject": "Njohja e diplomës së masterit", "service": "2", "body": "Teksti im", "shown": seen}
    stopped = counter.post(NEW, form)
    html = stopped.content.decode()
    assert (stopped.status_code, len(saved(town))) == (200, 1)
    assert f"{arta.entry.label}</a>" in html
    assert "Teksti im" in html
    assert 'value="Arta Këndellja"' in html
    assert shown(stopped) == shown(counter.post(PEOPLE, form)) == [f"p{arta.requester_id}", str(arta.pk)]
    assert counter.post(NEW, form | {"shown": shown(stopped)}).status_code == 302


def test_somebody_of_the_same_name_with_another_matter_stops_nobody(arta, town, counter):
    assert counter.post(NEW, typed(name="Arta Këndellja", subject="Kopshti", service="2")).status_code == 302
    assert len(saved(town)) == 2


def test_what_is_typed_of_the_matter_asks_again_for_the_chosen_one_too(arta, counter):
    form = typed(person=arta.requester_id, subject="Diploma")
    picked = counter.post(PEOPLE, form | {"pick": arta.requester_id}).content.decode()
    assert 'hx-trigger="input delay:300ms from:#id_subject, change from:#id_service"' in picked
    found = counter.post(PEOPLE, form)
    assert str(arta.pk) in shown(found)
    assert 'name="pick"' not in found.content.decode()


def test_a_refusal_keeps_the_chosen_requester(arta, town, counter):
    form = typed(person=arta.requester_id, subject="Kopshti", service="2", files=a_paper("bosh.pdf", b""))
    response = counter.post(NEW, form)
    assert response.status_code == 422
    assert f'<input type="hidden" name="person" value="{arta.requester_id}">' in response.content.decode()


def test_a_complaint_is_not_betrayed_to_the_officer_it_is_about_by_the_suggestions(town, make_enquiry, counter):
    complaint = make_enquiry(
        complaint=True, complaint_about=town.besnik, person={"name": "Agim Prova"}, subject="Pritja"
    )
    assert "Agim Prova" not in counter.post(PEOPLE, typed(name="Agim")).content.decode()
    make_enquiry(requester=complaint.requester, subject="Strehim")
    html = counter.post(PEOPLE, typed(name="Agim", subject="Pritja në sportel")).content.decode()
    assert "Agim Prova" in html
    assert complaint.entry.label not in html
    assert "Pritja" not in html


def test_a_complaint_goes_to_the_supervisor_and_its_clerk_hands_over_the_receipt(town, client):
    client.force_login(town.ana.user)
    response = client.post(NEW, typed(complaint="on", complaint_about=town.besnik.pk))
    (enquiry,) = saved(town)
    assert (enquiry.complaint, enquiry.complaint_about, enquiry.owner) == (True, town.besnik, town.ermira)
    assert response.url == f"/lezhe/office/enquiries/{enquiry.entry.year}/1/receipt/"
    assert enquiry.text.follow_code in client.get(response.url).content.decode()
    assert client.get(enquiry_url(enquiry)).status_code == 404
    client.force_login(town.besnik.user)
    assert client.get(response.url).status_code == 404


def test_the_receipt_of_a_hidden_complaint_closes_after_its_day(town, client):
    client.force_login(town.ana.user)
    url = client.post(NEW, typed(complaint="on")).url
    with working_for(town.lezha):
        entry = saved(town)[0].entry
        entry.entered_at -= timedelta(days=2)
        entry.save(update_fields=["entered_at"])
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("page", [NEW, SERVE])
def test_a_clerk_of_one_unit_registers_for_that_unit_only(page, town, client):
    with working_for(town.lezha):
        mine, other = town.lezha.units.all()[:2]
        OfficerUnit.objects.create(municipality=town.lezha, officer=town.ana, unit=mine)
    client.force_login(town.ana.user)
    form = served() if page == SERVE else typed()
    assert client.get(page).context["form"]["unit"].value() == mine.pk
    assert client.post(page, form | {"unit": other.pk}).status_code == 422
    assert client.post(page, form).status_code == 422
    response = client.post(page, form | {"unit": mine.pk})
    assert response.status_code == 302
    assert [enquiry.unit for enquiry in saved(town)] == [mine]
    assert client.get(response.url).status_code == 200
