"""The demo country, made once at a small scale on a private copy of the day."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from ura.cases.actions.group import group_of, open_decisions
from ura.cases.models import Case, Registration
from ura.cases.states import EventKind as CaseEventKind
from ura.cases.states import State as CaseState
from ura.codelists.countries import place
from ura.core.workdays import is_workday
from ura.demo import country, facts
from ura.demo.people import READER
from ura.desk.models import Enquiry, Event, Task
from ura.desk.states import EventKind, State
from ura.directory.models import Institution
from ura.guides.reading import guide
from ura.housing.models import Call, HousingEvent
from ura.housing.states import CallState
from ura.housing.states import State as Place
from ura.housing.states import What as HousingWhat
from ura.municipalities.calendars import calendar_of
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.people.models import Guardianship, Person
from ura.post.models import InboundMail, Outbox
from ura.referrals.states import State as Answer
from ura.replies.states import ReplyState
from ura.rights.breaches import open_breaches
from ura.rights.clock import notify_until
from ura.rights.models import RightsRequest
from ura.staff.models import Officer, User
from ura.statistics.models import OfficeCount
from ura.trail.sealer import verify

pytestmark = pytest.mark.django_db  # without it a test run alone has no database of its own, and takes the office's
SLUGS = [office["slug"] for office in facts.offices()]
HELPING = [office["slug"] for office in facts.offices() if office.get("casework")]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The country inside one transaction that is rolled back at the end."""
    files = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        if not Municipality.objects.exists():  # a test with threads emptied the tables
            call_command("seed", verbosity=0)
        with override_settings(FILES_DIR=files, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            country.build("fjalë-e-gjatë-prove", scale=0.03)
        yield {slug: Municipality.objects.select_related("office").get(slug=slug) for slug in SLUGS}
        transaction.set_rollback(True)


@pytest.mark.parametrize("slug", SLUGS)
def test_numbers_of_each_office_are_gapless_and_follow_the_order_of_entry(slug, demo):
    with working_for(demo[slug]):
        lines = list(demo[slug].entries.order_by("entered_at").values_list("year", "number"))
        years = Counter(year for year, _number in lines)
        assert lines == [(year, n) for year in sorted(years) for n in range(1, years[year] + 1)]


def test_large_office_shows_every_status_and_every_state_of_a_letter(demo):
    with working_for(demo["tirane"]):
        assert set(demo["tirane"].enquiries.values_list("state", flat=True)) == set(State.values)
        letters = set(demo["tirane"].replies.values_list("state", flat=True))
        assert letters == set(ReplyState.values) - {ReplyState.VOID}


def test_desk_is_alive_today_whatever_day_it_is(demo):
    office, today = demo["tirane"], timezone.localdate()
    with working_for(office):
        rows = office.enquiries.all()
        on_time = rows.open().filter(due_on__gt=today, due_on__lte=today + timezone.timedelta(days=10))
        assert (rows.overdue().count() >= 4, on_time.count() >= 8) == (True, True)
        if is_workday(today, calendar_of(office)):
            assert rows.due().count() >= 2
        assert rows.filter(unread=True).exists() and rows.waiting_for_others().exists()
        assert Task.objects.filter(done_at=None).exists()


def test_every_kind_of_history_is_there(demo):
    with working_for(demo["tirane"]):
        kinds = set(Event.objects.values_list("kind", flat=True))
        assert {
            EventKind.CLARIFICATION_ASKED, EventKind.FORWARDED, EventKind.COVERED, EventKind.REPLY_RETURNED,
            EventKind.ANSWERED_ORALLY, EventKind.MESSAGE_IN, EventKind.STAKEHOLDER, EventKind.TASK, EventKind.CODED,
        } <= kinds  # fmt: skip
        assert demo["tirane"].enquiries.filter(complaint=True).exists()
        assert demo["tirane"].enquiries.filter(state=State.CLOSED, closed_on__lte=F("due_on")).exists()


def test_pen_holds_doubtful_mail_and_the_outbox_shows_what_failed(demo):
    office = demo["tirane"]
    with working_for(office):
        reasons = set(office.inbound_mails.filter(state=InboundMail.State.HELD).values_list("reason", flat=True))
        assert reasons == {"names_a_request", "from_staff", "stranger_in_thread", "marked_spam"}
        states = Counter(office.outbox.values_list("state", flat=True))
        assert set(states) == {Outbox.State.SENT, Outbox.State.FAILED, Outbox.State.UNCERTAIN}
        assert (states["failed"], states["uncertain"]) == (1, 1)


def test_a_colleague_cannot_find_the_restricted_matter_and_its_team_can(demo, client):
    client.cookies["django_language"] = "en"
    found = {}
    for login in ("oficer", "drejtues", "oficer2", "admin", "sportel"):
        client.force_login(User.objects.get(email=f"{login}.tirane@example.org"))
        page = client.get("/tirane/office/enquiries/?q=mbrojtur", follow=True).content.decode()
        found[login] = "Strehim i mbrojtur" in page
    assert found == {"oficer": True, "drejtues": True, "oficer2": False, "admin": False, "sportel": False}


@pytest.mark.parametrize("slug", SLUGS)
def test_nobody_real_is_in_it(slug, demo):
    office = demo[slug]
    with working_for(office):
        people = list(Person.objects.filter(municipality=office))
        addresses = {person.email for person in people} | {mail.sender for mail in office.inbound_mails.all()}
        addresses |= {row.to for row in office.outbox.all()} | set(office.stakeholders.values_list("email", flat=True))
        addresses |= {office.office.email, *office.mailboxes.values_list("address", flat=True)}
        hosts = {address.rpartition("@")[2] for address in addresses if address}
        assert {host.removeprefix("mail.") for host in hosts} <= {"example.org"}
        phones = {person.phone for person in people if person.phone} | {office.office.phone}
        phones |= set(Officer.objects.filter(municipality=office).values_list("phone", flat=True))
        assert {phone[:7] for phone in phones} == {"+355 66"}
        assert not {person.name for person in people} & set(facts.names()["never"])


def test_staff_bear_invented_names(demo):
    names = facts.names()
    firsts, lasts = {*names["female"], *names["male"]}, set(names["surnames"])
    staff = [each["name"] for office in facts.offices() for each in office["staff"]]
    assert all(first in firsts and last in lasts for first, last in (name.split() for name in staff))
    assert not set(staff) & set(names["never"])
    assert set(User.objects.values_list("email", flat=True)) == {
        READER, *(f"{each['login']}.{o['slug']}@example.org" for o in facts.offices() for each in o["staff"]),
    }  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_time_runs_forward_and_the_trail_is_sealed(slug, demo):
    office = demo[slug]
    with working_for(office):
        assert not Event.objects.filter(at__gt=timezone.now()).exists()
        assert not Enquiry.objects.filter(closed_on__lt=F("received_on")).exists()
        assert (
            not Event.objects.filter(at__lt=F("enquiry__entry__entered_at")).exclude(kind=EventKind.RECEIVED).exists()
        )
        assert (verify(office)[0], verify(office)[2]) == (None, 0)


def test_national_figures_of_six_months_are_written(demo):
    months = OfficeCount.objects.filter(municipality=demo["tirane"]).values_list("month", flat=True)
    assert len(set(months)) == country.MONTHS


def test_second_start_makes_nothing_and_reset_is_told_where_to_go(demo, capsys):
    with working_for(demo["korce"]):
        before = demo["korce"].entries.count()
    call_command("demo")
    with working_for(demo["korce"]):
        assert demo["korce"].entries.count() == before
    assert capsys.readouterr().err == ""
    with pytest.raises(CommandError, match=r"\./run demo --reset"):
        call_command("demo", "--reset")


def test_logins_name_everybody_and_the_password_once(demo):
    out = StringIO()
    call_command("demo", "--logins", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == sum(len(office["staff"]) for office in facts.offices()) + 2
    assert out.getvalue().count("demo-ura-2026") == 1


def test_server_with_https_gets_no_demo_unless_forced(settings):
    settings.SECURE = True
    with pytest.raises(CommandError, match="--force"):
        call_command("demo")


def test_matters_use_codes_and_places_that_exist(db):
    from ura.codelists.models import NationalTerm

    lists = {"audience": "audience", "need": "request_kind", "service": "service_type", "requester": "requester_type"}
    for field, name in lists.items():
        known = set(NationalTerm.objects.filter(list=name).values_list("code", flat=True))
        assert {matter[field] for matter in facts.matters()} <= known
    origins = {code for matter in facts.matters() for code in matter["origin"]}
    assert {code for code in origins if place(code) == code} == set()
    partners = {row["key"] for row in facts.stakeholders()}
    assert {
        key for m in facts.matters() for key in (*m["asks"], *([m["forward"]] if "forward" in m else []))
    } <= partners
    assert len(facts.matters()) >= 60


def test_consents_stand_in_every_state(demo):
    with working_for(demo["tirane"]):
        states = {one.state for one in demo["tirane"].consents.prefetch_related("agreed")}
        assert states == {"valid", "expired", "withdrawn", "waiting"}
        assert [one.valid_until - timezone.localdate() for one in demo["tirane"].consents.ending(60)] == [timedelta(30)]
        assert demo["tirane"].withdrawals_asked.filter(settled_at=None).count() == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_a_family_a_request_about_data_and_a_breach_wait_in_each_office(slug, demo):
    with working_for(demo[slug]):
        office = demo[slug]
        (row,) = RightsRequest.objects.filter(municipality=office).open()
        assert (row.right, row.state, row.is_open) == ("access", "identified", True)
        assert sorted(row.person.memberships.get().household.members.values_list("relation", flat=True)) == [
            "child", "child", "head", "parent"]  # fmt: skip
        links = Guardianship.objects.filter(municipality=office).values_list("relation", flat=True)
        assert sorted(links) == ["appointed", "parent", "parent"]
        (breach,) = open_breaches(office)
        assert (breach.authority_told_at, notify_until(breach) > timezone.now()) == (None, True)


@pytest.mark.parametrize("slug", HELPING)
def test_sessions_are_held_also_without_a_name_and_every_category_is_registered_in_the_units(slug, demo):
    office = demo[slug]
    with working_for(office):
        (unnamed,) = office.counselling_sessions.unnamed()
        assert sorted(unnamed.guides.values_list("guide", flat=True)) == ["employment_akpa", "rent_subsidy"]
        forms = set(office.counselling_sessions.named().values_list("form", flat=True))
        assert forms == {"returnee_registration", "diaspora_registration", "internal_counselling"}
        rows = office.registrations.standing()
        assert {row.category for row in rows} == set(Registration.Category.values)
        assert {bool(row.person_id) for row in rows} == {True, False}
        assert all(row.unit.municipality_id == office.pk for row in rows.select_related("unit"))
        clerk = next(o for o in Officer.objects.filter(municipality=office) if o.roles == ["clerk"])
        seen = office.registrations.visible_to(clerk)
        assert {row.unit_id for row in seen} == set(clerk.unit_ids()) and 0 < seen.count() < rows.count()


@pytest.mark.parametrize("slug", HELPING)
def test_the_family_on_its_way_has_three_referrals_two_assessments_an_emergency_and_a_conference(slug, demo):
    office = demo[slug]
    with working_for(office):
        case = _family(office)
        assert case.state == CaseState.CARRIED_OUT
        referrals = list(case.referrals.order_by("pk"))
        assert [each.state for each in referrals] == [Answer.DONE, Answer.DECLINED, Answer.PENDING]
        assert list(case.referrals.late()) == [referrals[2]]
        first, second = case.assessments.filter(person=case.person).order_by("made_on")
        worse, better = ({s.domain: s.score for s in each.scores.all()} for each in (first, second))
        assert (worse["shelter"], better["shelter"]) == (0, 1) and not first.closing and not second.closing
        assert case.emergency_at < case.emergency_met_at < case.emergency_due_at
        group = group_of(office)
        assert (group.members.active().count(), group.members.get(chair=True).officer.has("supervisor")) == (5, True)
        (conference,) = case.conferences.all()
        assert (conference.group, len(conference.present), bool(conference.minutes)) == (group, 5, True)
        done, still = conference.decisions.order_by("pk")
        assert (bool(done.done_on), list(open_decisions(office))) == (True, [still])


@pytest.mark.parametrize("slug", HELPING)
def test_cases_are_open_in_every_state_one_is_an_emergency_and_one_went_its_whole_way(slug, demo):
    office = demo[slug]
    with working_for(office):
        assert set(office.cases.values_list("state", flat=True)) == set(CaseState.values)
        assert office.cases.filter(emergency_at__isnull=False, emergency_met_at=None).count() == 1
        (closed,) = office.cases.filter(state=CaseState.CLOSED)
        (closure,) = closed.closures.all()
        assert (closure.outcome, closure.assessment.closing) == ("reintegrated", True)
        assert [event.kind for event in closed.events.order_by("pk") if event.kind in WAY] == WAY
        assert list(closed.referrals.values_list("state", flat=True)) == [Answer.DONE]


WAY = [
    CaseEventKind.OPENED, CaseEventKind.COUNSELLED, CaseEventKind.ASSESSED, CaseEventKind.PLAN_APPROVED,
    CaseEventKind.REFERRED, CaseEventKind.REVIEWED, CaseEventKind.ASSESSED, CaseEventKind.CLOSED,
]  # fmt: skip


@pytest.mark.parametrize("slug", HELPING)
def test_a_victims_case_is_known_to_its_team_alone(slug, demo):
    with working_for(demo[slug]):
        (case,) = Case.objects.filter(municipality=demo[slug], enquiry__restricted=True)
        knowing = set()
        for officer in Officer.objects.filter(municipality=demo[slug]).select_related("user"):
            officer.municipality = demo[slug]
            if Case.objects.filter(municipality=demo[slug]).visible_to(officer).filter(pk=case.pk).exists():
                knowing.add(officer.user.email.partition(".")[0])
        assert knowing == {"oficer", "drejtues"}


@pytest.mark.parametrize("slug", HELPING)
def test_thirty_families_ask_for_the_rent_subsidy_and_who_waits_goes_on_into_the_next_year(slug, demo):
    office = demo[slug]
    with working_for(office):
        calls = {CallState(call.state): call for call in Call.objects.filter(municipality=office)}
        assert set(calls) == {CallState.PUBLISHED, CallState.ASSESSED, CallState.OPEN}
        published, assessed, following = (calls[CallState(state)] for state in "731")
        assert _places(published) == {Place.GRANTED: 8, Place.GAVE_BACK: 1, Place.CARRIED: 21}
        assert [d.state for d in published.decisions.order_by("pk") if d.act] == [CallState.APPROVED, CallState.FINAL]
        assert (published.funded_places, published.weights[""] > 0) == (8, True)
        assert published.applications.filter(priority_points__gt=0).exists()
        (up,) = published.applications.filter(moved_up_on__isnull=False)
        assert up.state == Place.GRANTED and published.applications.filter(rank__lt=up.rank).count() == 8
        assert HousingEvent.objects.filter(application=up, what=HousingWhat.MOVED_UP).count() == 1
        assert _places(assessed) == {Place.PROPOSED: 3, Place.WAITING: 5}
        assert (following.year, _places(following)) == (published.year + 1, {Place.SCORED: 21, Place.RECEIVED: 1})
        assert following.applications.get(state=Place.RECEIVED).case == _family(office)


@pytest.mark.parametrize("slug", HELPING)
def test_everybody_reads_the_published_list_and_in_it_no_name(slug, demo, client):
    with working_for(demo[slug]):
        call = Call.objects.get(municipality=demo[slug], state=CallState.PUBLISHED)
        rows = call.applications.select_related("person")
        names = {word for row in rows for word in row.person.name.split()}
        numbers = {row.label for row in rows}
    address = f"/{slug}/housing/{call.pk}/"
    assert address in client.get(f"/{slug}/housing/").content.decode()
    page = client.get(address)
    shown = page.content.decode()
    listed = shown.partition("<tbody>")[2].partition("</tbody>")[0]
    assert (page.status_code, listed.count("<tr>"), {n for n in numbers if n not in listed}) == (200, 30, set())
    assert not {name for name in names if name in listed} and "+355" not in listed


@pytest.mark.parametrize("slug", HELPING)
def test_guides_and_an_institution_are_still_right_and_one_guide_is_asked_about_again(slug, demo):
    with working_for(demo[slug]):
        state = {
            key: (guide(demo[slug], key).confirmation is not None, guide(demo[slug], key).needs_review)
            for key in ("rent_subsidy", "residence_change", "school_transfer")
        }
        assert state == {
            "rent_subsidy": (True, False), "residence_change": (True, True), "school_transfer": (False, True),
        }  # fmt: skip
        office = Institution.objects.get(municipality=demo[slug], national="employment_office")
        assert (office.needs_review, office.confirmed_by.has("officer")) == (False, True)


def _family(office):
    return office.cases.get(origin="DE", household__isnull=False)


def _places(call):
    return Counter(Place(state) for state in call.applications.values_list("state", flat=True))
