"""The pages of counselling and registration: one pass on the screen, refusals beside what was typed, lists, files."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.cases import session_clock
from ura.cases.actions.counselling import hold_session
from ura.cases.actions.registrations import register
from ura.cases.models import CounsellingSession, Registration
from ura.core.once import new_token
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.consent_acts import give
from ura.people.models import Purpose
from ura.staff.models import OfficerUnit

NEW = "/lezhe/office/sessions/new/internal_counselling/"
ROWS = {f"needs-{n}-who": "self" for n in range(5)}


@pytest.fixture
def typed(town):
    return {
        "token": new_token(), "start": session_clock.start(), "date": timezone.localdate().strftime("%d.%m.%Y"),
        "officer_name": town.besnik.pk, "channel": "counter", "consent_signed": "no", "gender": "F", "age_band": "31_40",
        "topics_discussed": ["addresses"], "duration": "5_10", "officer_signed": "on",
        "officer_signed_date": timezone.localdate().strftime("%d.%m.%Y"), **ROWS,
    }  # fmt: skip


def only(town):
    with working_for(town.lezha):
        return CounsellingSession.objects.select_related("person", "consent", "enquiry__entry").get()


def test_a_session_without_a_name_gets_two_guides_in_one_pass(client, town, typed):
    client.force_login(town.besnik.user)
    page = client.get(NEW)
    assert page.status_code == 200 and "Pa deklaratë" in page.content.decode()
    typed |= {"guides-0-guide": "school_registration", "guides-0-way": "printed",
              "guides-1-guide": "health_registration", "guides-1-way": "code",
              "needs-0-need": "schooling", "needs-0-who": "child"}  # fmt: skip
    sent = client.post(NEW, typed)
    session = only(town)
    assert sent.url == session.get_absolute_url()
    assert (session.person, session.duration, session.sex) == (None, "5_10", "F")
    with working_for(town.lezha):
        assert [(each.guide, each.way) for each in session.guides.all()] == [
            ("school_registration", "printed"), ("health_registration", "code"),
        ]  # fmt: skip
    again = client.post(NEW, typed)
    assert again.url == sent.url and only(town) == session
    session.enquiry.municipality = town.lezha
    assert sent.url in client.get(session.enquiry.get_absolute_url()).content.decode()
    shown = client.get(sent.url).content.decode()
    assert "pa emër" in shown and "Shkollim i fëmijëve" in shown


def test_a_name_without_the_declaration_is_refused_and_stays_typed(client, town, typed):
    client.force_login(town.besnik.user)
    answer = client.post(NEW, typed | {"citizen_name": "Teuta Marku"})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Pa deklaratën e nënshkruar seanca mbetet pa emër" in said and 'value="Teuta Marku"' in said
    with working_for(town.lezha):
        assert not CounsellingSession.objects.exists()


def test_with_the_declaration_by_phone_the_name_is_kept(client, town, typed):
    client.force_login(town.besnik.user)
    typed |= {"consent_signed": "phone", "consent_date": typed["date"], "citizen_name": "Teuta Marku",
              "consent_full_name": "Teuta Marku", "statement": "Teuta telefonoi, ia lexova deklaratën dhe e pranoi.",
              "consent_stats": "on", "needs": "Strehë për tre"}  # fmt: skip
    client.post(NEW, typed)
    session = only(town)
    assert (session.person.name, session.statistics, session.consent.how) == ("Teuta Marku", True, "phone")
    known = client.get(f"{NEW}?person={session.person_id}").content.decode()
    assert "Pëlqim i mëparshëm" in known and 'name="citizen_name"' not in known
    earlier = {"consent_signed": "earlier", "person": session.person_id, "token": new_token()}
    plain = {
        key: value for key, value in typed.items() if key not in ("citizen_name", "consent_full_name", "statement")
    }
    refused = client.post(NEW, plain | earlier | {"consent_follow_up": "on", "follow_up_phone": "069 444 5566"})
    assert refused.status_code == 422
    assert "nënshkruani deklaratën" in refused.text
    assert 'value="069 444 5566"' in refused.text
    assert client.post(NEW, plain | earlier).status_code == 302
    opened = client.post(f"{session.get_absolute_url()}case/")
    assert opened.url == f"/lezhe/office/cases/{session.enquiry.entry.year}/{session.enquiry.entry.number}/"
    assert session.get_absolute_url() in client.get(f"{opened.url}sessions/").content.decode()


def test_the_clock_says_the_band_when_nobody_does(client, town, typed):
    client.force_login(town.besnik.user)
    client.post(NEW, typed | {"duration": ""})
    assert (only(town).duration, only(town).minutes) == ("lt5", 0)


def test_a_paper_without_its_band_is_refused(client, town, typed):
    client.force_login(town.besnik.user)
    last_week = (timezone.localdate() - timedelta(days=7)).strftime("%d.%m.%Y")
    assert client.post(NEW, typed | {"duration": "", "date": last_week}).status_code == 422
    client.post(NEW, typed | {"duration": "gt30", "date": last_week})
    assert only(town).entered_later
    assert "hedhur më vonë" in client.get("/lezhe/office/sessions/").content.decode()


def test_the_list_is_narrowed_counted_and_taken_away_without_names(client, town):
    with working_for(town.lezha):
        units = town.lezha.units.all()[:2]
        for unit, sex in zip(units, "FM", strict=True):
            hold_session(town.lezha, by=town.besnik, form="internal_counselling", unit=unit, minutes=12,
                         answers={"gender": sex})  # fmt: skip
    client.force_login(town.besnik.user)
    page = client.get(f"/lezhe/office/sessions/?unit={units[0].pk}&named=unnamed&form=internal_counselling")
    assert [row.sex for row in page.context["page"]] == ["F"]
    assert page.context["counts"][2][1] == [("Femër", 1)]
    table = client.get("/lezhe/office/sessions/export/csv/").content.decode("utf-8-sig").splitlines()
    assert len(table) == 3 and table[0].startswith("Numri;Mbajtur më;")
    assert client.get("/lezhe/office/sessions/export/xlsx/").content[:2] == b"PK"


def test_a_clerk_registers_in_their_own_unit_and_sees_no_other(client, town):
    with working_for(town.lezha):
        mine, theirs = town.lezha.units.all()[:2]
        OfficerUnit.objects.create(municipality=town.lezha, officer=town.ana, unit=mine)
        hidden = register(town.lezha, by=town.besnik, unit=theirs, category="refugee")
    client.force_login(town.ana.user)
    today = timezone.localdate().strftime("%d.%m.%Y")
    typed = {"category": "asylum", "registered_on": today, "origin": "SY", "civil_status": "married", "work": "unemployed",
             "adults": 2, "children": 3}  # fmt: skip
    assert client.post("/lezhe/office/registrations/new/", typed | {"unit": theirs.pk}).status_code == 422
    client.post("/lezhe/office/registrations/new/", typed | {"unit": mine.pk})
    with working_for(town.lezha):
        row = Registration.objects.get(unit=mine)
    assert (row.category, row.civil_status, row.children, row.person) == ("asylum", "married", 3, None)
    assert [each.pk for each in client.get("/lezhe/office/registrations/").context["page"]] == [row.pk]
    assert client.get(f"/lezhe/office/registrations/{hidden.pk}/").status_code == 404
    refused = client.post("/lezhe/office/registrations/new/", typed | {"unit": mine.pk, "note": "Samir, mjek"})
    assert refused.status_code == 422 and "pa emër" in refused.content.decode()


def test_a_registration_is_not_corrected_into_a_category_the_person_stands_in(client, town):
    with working_for(town.lezha):
        teuta = add_person(town.lezha, name="Teuta Marku")
        give(teuta, how="phone", purposes=[Purpose.PROCESSING], by=town.besnik,
             statement="Pyetjes sonë në telefon iu përgjigj se pranon.")  # fmt: skip
        unit = town.lezha.units.first()
        for category in ("returnee", "internal"):
            row = register(town.lezha, by=town.besnik, person=teuta, unit=unit, category=category)
    client.force_login(town.besnik.user)
    page = f"/lezhe/office/registrations/{row.pk}/"
    typed = {"version": row.version, "category": "returnee", "unit": unit.pk, "occupation": "Rrobaqepëse",
             "registered_on": timezone.localdate().strftime("%d.%m.%Y")}  # fmt: skip
    refused = client.post(page, typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["category"])
    assert 'value="Rrobaqepëse"' in refused.text
    assert client.post(page, typed | {"category": "internal"}).status_code == 302  # its own line is in nobody's way
    with working_for(town.lezha):
        row.refresh_from_db()
    assert (row.category, row.occupation) == ("internal", "Rrobaqepëse")


def test_the_empty_form_prints_in_both_languages(client, town):
    client.force_login(town.ana.user)
    for language in ("sq", "en"):
        paper = client.get(f"/lezhe/office/sessions/paper/returnee_registration/{language}/")
        assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
