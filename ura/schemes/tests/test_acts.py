"""Facts are written down, scenarios presented and chosen, dossiers assembled, applications followed to their end."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ura.cases.actions.closing import close_case
from ura.cases.actions.opening import note_category
from ura.cases.models import CounsellingSession
from ura.core.refusals import Refused
from ura.people.consent_acts import give
from ura.post.files import store
from ura.schemes.actions.applying import begin_application, mark_paper, missing_papers, move_application
from ura.schemes.actions.keeping_schemes import keep_scheme, offer_scheme, restore_scheme
from ura.schemes.actions.scenarios import choose, make_card, present
from ura.schemes.actions.writing_facts import write_facts
from ura.schemes.catalogue import national, read_scheme, schemes_of
from ura.schemes.importing import COLUMNS, BadTable, import_schemes, read_schemes, rows_to_export
from ura.schemes.judging import judge
from ura.schemes.knowing import known_of
from ura.schemes.models import Application, CaseFact, OfficeScheme
from ura.schemes.states import MOVES, State
from ura.schemes.tests.test_eligibility import HOUSEHOLDS, known


def kinds(case):
    return [event.kind for event in case.events.order_by("pk") if event.kind not in ("opened", "category")]


def consent(case, officer):
    scan = store(case.municipality, b"%PDF-1.4", name="d.pdf", trusted_type="application/pdf")
    give(case.person, how="paper", purposes=["processing"], by=officer, evidence=scan)


def test_the_records_tell_what_they_can(town, working, case):
    values = known_of(case, on=date(2026, 11, 22)).of(case.person).values
    assert values == {
        "kind": "returnee", "returned_on": date(2026, 1, 15), "months_since_return": 10, "household_size": 2,
        "children": 1, "children_6_16": 1, "newborn": False, "age": 38, "sex": "F",
        "citizenships": frozenset({"AL"}), "stay": "citizen",
    }  # fmt: skip


def test_a_noted_vulnerability_is_a_fact_of_that_person_only(town, working, case):
    child = case.household.members.get(relation="child").person
    note_category(case, child, "disability", by=town.besnik)
    assert known_of(case).of(child).values["disability"] is True
    assert "disability" not in known_of(case).of(case.person).values


def test_what_was_told_in_counselling_holds_until_something_newer_is_written(town, working, case, make_enquiry):
    day = timezone.localdate()
    CounsellingSession.objects.create(
        municipality=town.lezha, enquiry=make_enquiry(), case=case, person=case.person, form="returnee", duration="<5",
        held_on=day - timedelta(9), entered_on=day, officer=town.besnik, answers={"employment_status": "unemployed"},
    )  # fmt: skip
    assert known_of(case).of(case.person).values["employment"] == "unemployed"
    write_facts(case, case.person, {"employment": "employed"}, by=town.besnik)
    assert known_of(case).of(case.person).values["employment"] == "employed"


def test_facts_written_down_replace_older_ones_and_are_ciphertext(town, working, case):
    write_facts(case, case.person, {"low_income": "yes", "employment": "unemployed"}, by=town.besnik)
    assert write_facts(case, case.person, {"low_income": True}, by=town.besnik) == []
    write_facts(case, case.person, {"low_income": False, "employment": None}, by=town.besnik, source="document")
    values = known_of(case).of(case.person).values
    assert values["low_income"] is False and "employment" not in values
    assert CaseFact.objects.filter(case=case).count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM schemes_casefact")
        assert all("unemployed" not in str(row[0]) for row in cursor.fetchall())


def test_an_erased_fact_and_one_no_longer_known_are_not_known(town, working, case):
    write_facts(case, case.person, {"low_income": "yes", "employment": "unemployed"}, by=town.besnik)
    CaseFact.objects.filter(fact="low_income").update(value="")
    CaseFact.objects.filter(fact="employment").update(value='"juggler"')
    CaseFact.objects.create(municipality=town.lezha, case=case, fact="gone", value="1", on=timezone.localdate())
    assert {"low_income", "employment", "gone"}.isdisjoint(known_of(case).of(case.person).told)


def test_a_health_fact_needs_the_consent_first(town, working, case):
    with pytest.raises(Refused, match="has not agreed to the processing"):
        write_facts(case, case.person, {"disability": "yes", "low_income": "yes"}, by=town.besnik)
    assert not CaseFact.objects.filter(case=case).exists()
    consent(case, town.besnik)
    assert write_facts(case, case.person, {"disability": "yes"}, by=town.besnik) == ["disability"]


def test_a_day_to_come_before_birth_and_a_late_colleague_are_refused(town, working, case):
    with pytest.raises(Refused, match="day to come"):
        write_facts(case, case.person, {"low_income": "yes"}, by=town.besnik, on=timezone.localdate() + timedelta(1))
    with pytest.raises(Refused, match="before the birth of"):
        write_facts(case, case.person, {"low_income": "yes"}, by=town.besnik, on=date(1987, 12, 31))
    write_facts(case, case.person, {"low_income": "yes"}, by=town.ermira)
    with pytest.raises(Refused, match="colleague wrote down “low_income”"):
        write_facts(case, case.person, {"low_income": "no"}, by=town.besnik, seen=0)


def test_what_the_records_contradict_is_said_and_not_used(town, working, case):
    write_facts(case, case.person, {"age": 30, "employment": "employed", "jobseeker": "yes"}, by=town.besnik)
    picture = known_of(case).of(case.person)
    assert sorted(each.keys for each in picture.contradictions) == [("age",), ("employment", "jobseeker")]
    assert "30" in str(picture.contradictions[0]) and "38" in str(picture.contradictions[0])
    assert {"age", "employment", "jobseeker"}.isdisjoint(picture.values)


def test_scenarios_are_presented_and_one_is_chosen(town, working, case):
    card = make_card(case, case.person, ["economic_aid", "cash_for_work", "nothing"], by=town.besnik)
    aid, work = card.scenarios.all()
    assert [(each.scheme, each.verdict, each.readiness) for each in (aid, work)] == [
        ("economic_aid", "unknown", 0), ("cash_for_work", "unknown", 0),
    ]  # fmt: skip
    present(card, by=town.besnik)
    choose(card, work, by=town.besnik, note="Dua të punoj.", next_step="Nesër në bashki")
    card.refresh_from_db()
    choose(card, aid, by=town.besnik, version=card.version)
    assert [each.scheme for each in card.scenarios.filter(chosen_on__isnull=False)] == ["economic_aid"]
    assert kinds(case) == ["scenario_shown", "scenario", "scenario"]
    shown = case.events.get(kind="scenario_shown")
    assert (shown.person, shown.data["schemes"]) == (case.person, ["economic_aid", "cash_for_work"])
    with pytest.raises(Refused, match="at least one scheme"):
        make_card(case, case.person, ["nothing"], by=town.besnik)
    with pytest.raises(Refused, match="At most 6"):
        make_card(case, case.person, list(national())[:7], by=town.besnik)


def test_an_application_goes_from_dossier_to_its_end(town, working, case):
    day = timezone.localdate()
    application = begin_application(case, case.person, "address_change", by=town.besnik, on=day)
    assert missing_papers(application) == ["Valid identity card or passport", "Title deed"]
    with pytest.raises(Refused, match="Missing in the dossier: Valid identity card or passport, Title deed"):
        move_application(application, State.HANDED_IN, by=town.besnik)
    mark_paper(case, case.person, "identity_card", by=town.besnik, state="have")
    mark_paper(case, case.person, "utility_bill", by=town.besnik, state="missing", upload=("fatura.pdf", b"%PDF-1.4"))
    application.refresh_from_db()
    application.case = case
    assert application.complete_on == day
    for to, note in (("handed_in", ""), ("waiting", ""), ("granted", ""), ("ended", "U regjistrua.")):
        application = move_application(application, to, by=town.besnik, note=note)
    assert kinds(case) == ["application", *["application_moved"] * 5]
    assert (application.handed_in_on, application.answered_on, application.ended_on) == (day, day, day)


def test_an_application_that_waits_is_answered_after_the_case_is_closed(town, working, case, client):
    waits, begun = (
        begin_application(case, case.person, code, by=town.besnik) for code in ("social_life", "address_change")
    )
    move_application(waits, "handed_in", by=town.besnik, note="Pa letra.")
    close_case(case, by=town.ermira, outcome="died")
    case.refresh_from_db()
    waits.case = begun.case = case
    for application, to in ((waits, "prepared"), (begun, "handed_in")):
        with pytest.raises(Refused, match="closed"):
            move_application(application, to, by=town.besnik, note="Pa letra.")
    client.force_login(town.besnik.user)
    address = f"{case.get_absolute_url()}schemes/application/{waits.pk}/"
    page = client.get(address).text
    assert 'value="waiting"' in page and 'value="prepared"' not in page
    today = timezone.localdate().strftime("%d.%m.%Y")
    for to in ("waiting", "granted", "ended"):
        waits.refresh_from_db()
        sent = {"to": to, "on": today, "version": waits.version, "note": "Sipas shkresës."}
        assert client.post(address, sent).status_code == 302
    assert 'name="to"' not in client.get(address).text


def test_every_move_is_in_the_table_and_no_other_is_possible(town, working, case):
    for state in State:
        for to in State:
            row = Application(municipality=town.lezha, case=case, person=case.person, scheme="social_life", state=state,
                              opened_on=timezone.localdate())  # fmt: skip
            row.save()
            if to in MOVES[state]:
                assert move_application(row, to, by=town.besnik, note="Arsyeja.").state == to
            else:
                with pytest.raises(Refused, match="cannot become"):
                    move_application(row, to, by=town.besnik, note="Arsyeja.")
            Application.objects.filter(pk=row.pk).update(state="ended")


def test_a_refusal_says_why_and_two_open_applications_are_one_too_many(town, working, case):
    application = begin_application(case, case.person, "social_life", by=town.besnik)
    with pytest.raises(Refused, match="open application"):
        begin_application(case, case.person, "social_life", by=town.besnik)
    move_application(application, "handed_in", by=town.besnik)
    with pytest.raises(Refused, match="Say why"):
        move_application(application, "refused", by=town.besnik)
    with pytest.raises(Refused, match="colleague saved this"):
        move_application(application, "granted", by=town.besnik, version=0)


def test_the_office_rewords_a_scheme_and_goes_back(town, working):
    data = dict(national()["cash_for_work"].data) | {"places": 12, "money_sq": "1 500 lekë në ditë"}
    keep_scheme(town.lezha, data, by=town.ermira)
    with pytest.raises(Refused, match="colleague saved this"):
        keep_scheme(town.lezha, data, by=town.ermira, version=0)
    keep_scheme(town.lezha, data | {"places": 15}, by=town.ermira, version=1)
    found = schemes_of(town.lezha)["cash_for_work"]
    assert (found.version, found.places, found.national) == (2, 15, True)
    offer_scheme(town.lezha, "cash_for_work", by=town.ermira, offered=False)
    assert "cash_for_work" not in schemes_of(town.lezha)
    restore_scheme(town.lezha, "cash_for_work", by=town.ermira)
    assert schemes_of(town.lezha)["cash_for_work"].version == 0
    assert town.lezha.office_schemes.count() == 3


TABLE = """code,area,for,sq,en,group,not,fact,is,value,criterion_law,criterion_article,documents,plus_sq,issuer
winter_wood,social,family,Dru zjarri,Firewood,,,low_income,=,yes,57/2019,,identity_card; income_documents if children > 0,Ngrohtë | Falas,MUN
,,,,,A,,elderly,=,po,,,,,
,,,,,A,,household_size,>=,5,,,,,
,,,,,,yes,home,in,"none, adequate",,,,,
"""


def test_a_table_of_schemes_is_taken_over(town, working):
    assert import_schemes(town.lezha, TABLE.encode(), name="skemat.csv", by=town.ermira) == ["winter_wood"]
    scheme = schemes_of(town.lezha)["winter_wood"]
    yes = {"low_income": True, "household_size": 5, "home": "substandard"}
    assert judge(scheme, yes).verdict == "eligible"
    assert judge(scheme, yes | {"home": "none"}).verdict == "not_eligible"
    assert [fact.key for fact in judge(scheme, {"low_income": True, "household_size": 4}).settling] == [
        "elderly",
        "home",
    ]
    assert scheme.plus_sq == ["Ngrohtë", "Falas"]


def test_the_table_of_an_office_comes_back_as_it_went(town, working):
    out = io.StringIO()
    csv.writer(out).writerows([COLUMNS, *rows_to_export(national().values())])
    back = {each["code"]: each for each in read_schemes(out.getvalue().encode(), name="skemat.csv")}
    assert list(back) == list(national())
    for code, scheme in national().items():
        again = read_scheme(back[code])
        assert [judge(again, known(n)).verdict for n in HOUSEHOLDS] == [
            judge(scheme, known(n)).verdict for n in HOUSEHOLDS
        ]
        assert [asked.codes for asked in again.documents] == [asked.codes for asked in scheme.documents]


@pytest.mark.parametrize(
    ("change", "row", "said"),
    [
        (("low_income", "low_incme"), 2, "no fact named “low_incme”"),
        ((",>=,5", ",=>,5"), 4, "“=>” is no comparison"),
        ((",>=,5", ",>=,five"), 4, "must be a number"),
        (("identity_card", "id_card"), 2, "There is no document “id_card”"),
        ((",social,", ",sociale,"), 2, "“sociale” is no value of “area”"),
        (("Dru zjarri", ""), 2, "“Albanian name” is missing"),
        ((",MUN", ",XYZ"), 2, "There is no institution “XYZ”"),
        (("winter_wood", "dru zjarri!"), 2, "short code"),
        (("group", "gruop"), 1, "The column “gruop” is not known"),
        (("fact,is", "fakt,is"), 1, "The column “fact” is missing"),
        (("children > 0", "children plenty"), 2, "is no condition"),
    ],
)  # fmt: skip
def test_a_broken_table_is_refused_whole_with_the_row(town, working, change, row, said):
    with pytest.raises(BadTable) as bad:
        import_schemes(town.lezha, TABLE.replace(*change, 1).encode(), name="skemat.csv", by=town.ermira)
    assert [(problem.row, said in problem.sentence) for problem in bad.value.problems][:1] == [(row, True)]
    assert not town.lezha.office_schemes.exists()


def test_a_kept_scheme_that_names_what_is_no_longer_known_takes_nothing_else_down(town, working):
    broken = dict(national()["cash_for_work"].data) | {"criteria": [{"fact": "gone", "is": "=", "value": 1}]}
    OfficeScheme.objects.create(municipality=town.lezha, code="cash_for_work", version=1, data=broken)
    assert schemes_of(town.lezha)["cash_for_work"].version == 0
    with pytest.raises(Refused, match="no fact named “gone”"):
        keep_scheme(town.lezha, broken, by=town.ermira)
