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

from ura.codelists.countries import place
from ura.core.workdays import is_workday
from ura.demo import country, facts
from ura.demo.people import READER
from ura.desk.models import Enquiry, Event, Task
from ura.desk.states import EventKind, State
from ura.municipalities.calendars import calendar_of
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.people.models import Guardianship, Person
from ura.post.models import InboundMail, Outbox
from ura.replies.states import ReplyState
from ura.rights.breaches import open_breaches
from ura.rights.clock import notify_until
from ura.rights.models import RightsRequest
from ura.staff.models import Officer, User
from ura.statistics.models import OfficeCount
from ura.trail.sealer import verify

SLUGS = [office["slug"] for office in facts.offices()]


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
