"""Days of the office and of the country: each moves the open deadlines and says so."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ura.core.refusals import Refused
from ura.core.workdays import add_workdays, is_workday, next_workday
from ura.desk.models import Enquiry, Event
from ura.municipalities import calendars
from ura.municipalities.actions import add_office_day
from ura.municipalities.calendars import calendar_of
from ura.municipalities.models import Holiday, Municipality, OfficeDay
from ura.municipalities.tenancy import working_for
from ura.trail.models import Trail

URL = "/lezhe/office/settings/calendar/"


@pytest.fixture
def signed_in(town, client):
    client.force_login(town.fatmir.user)
    return client


def fresh(municipality):
    return Municipality.objects.select_related("office").get(pk=municipality.pk)


def due(enquiry):
    with working_for(enquiry.municipality):
        return Enquiry.objects.get(pk=enquiry.pk).due_on


def own_workday(municipality, after=1):
    with working_for(municipality):
        return add_workdays(timezone.localdate(), after, calendar_of(fresh(municipality)))


def typed(day, kind="off", reason="Vendim i kryetarit nr. 12"):
    return {"on": day.strftime("%d.%m.%Y"), "kind": kind, "reason": reason}


def test_a_day_off_moves_the_open_deadlines_of_this_office_and_says_how_many(signed_in, town, make_enquiry):
    ours, theirs = make_enquiry(), make_enquiry(town.korca)
    closed = make_enquiry()
    with working_for(town.lezha):
        Enquiry.objects.filter(pk=closed.pk).update(state="5", closed_on=timezone.localdate())
    before = ours.due_on
    day = own_workday(town.lezha)
    answer = signed_in.post(URL, typed(day), follow=True)
    with working_for(town.lezha):
        assert is_workday(day, calendar_of(fresh(town.lezha))) is False
        expected = add_workdays(before, 1, calendar_of(fresh(town.lezha)))
        told = Event.objects.get(kind="calendar_changed")
        acts = [("office.day_added", {"on": day.isoformat(), "kind": "off"})]
        assert list(Trail.objects.filter(act__startswith="office").values_list("act", "fields")) == acts
    assert (due(ours), due(theirs), due(closed)) == (expected, before, before)
    assert (told.enquiry_id, told.public, told.data["reason"]) == (ours.pk, True, "Vendim i kryetarit nr. 12")
    assert next(str(m) for m in answer.context["messages"]).count("1") == 1


def test_a_day_announced_late_still_moves_them(signed_in, town, make_enquiry):
    received = timezone.localdate() - timedelta(days=6)
    enquiry = make_enquiry(received_on=received)
    with working_for(town.lezha):
        day = next_workday(received + timedelta(days=1), calendar_of(fresh(town.lezha)))
    before = enquiry.due_on
    signed_in.post(URL, typed(day))
    assert due(enquiry) > before


def test_an_own_day_removed_gives_the_deadline_back(signed_in, town, make_enquiry):
    enquiry = make_enquiry()
    before = enquiry.due_on
    signed_in.post(URL, typed(own_workday(town.lezha)))
    with working_for(town.lezha):
        day = OfficeDay.objects.get()
    assert signed_in.post(f"{URL}{day.pk}/remove/").status_code == 302
    assert due(enquiry) == before
    with working_for(town.lezha):
        assert (OfficeDay.objects.count(), Event.objects.filter(kind="calendar_changed").count()) == (0, 2)


def test_a_made_up_saturday_brings_the_deadline_nearer(signed_in, town, make_enquiry):
    enquiry = make_enquiry()
    saturday = timezone.localdate() + timedelta(days=1)
    while saturday.weekday() != 5:
        saturday += timedelta(days=1)
    before = enquiry.due_on
    assert signed_in.post(URL, typed(saturday, "working")).status_code == 302
    assert due(enquiry) < before


@pytest.mark.parametrize(("day", "kind", "reason", "field"), [
    (date(2026, 11, 28), "off", "Vendim", "on"),  # a Saturday and the day of the flag
    (date(2026, 11, 26), "working", "Vendim", "on"),  # a Thursday
    (date(2026, 11, 26), "off", "  ", "reason"),
    (date(2062, 11, 26), "off", "Vendim", "on"),
])  # fmt: skip
def test_a_day_that_changes_nothing_is_refused(day, kind, reason, field, working, time_machine_at):
    with pytest.raises(Refused) as refused:
        add_office_day(working.lezha, on=day, kind=kind, reason=reason)
    assert refused.value.field == field


@pytest.fixture
def time_machine_at():
    import time_machine

    with time_machine.travel("2026-11-20 10:00", tick=False):
        yield


def test_the_same_day_is_not_added_twice(signed_in, town):
    day = own_workday(town.lezha)
    assert [signed_in.post(URL, typed(day)).status_code for _time in range(2)] == [302, 422]


def test_the_year_shows_national_days_marks_estimates_and_own_days(signed_in, town):
    with working_for(town.lezha):
        OfficeDay.objects.create(municipality=town.lezha, on=date(2027, 3, 1), kind="off", reason="Panairi i qytetit")
    with working_for(town.korca):
        OfficeDay.objects.create(municipality=town.korca, on=date(2027, 3, 2), kind="off", reason="Karnavalet")
    months = dict(signed_in.get(f"{URL}?year=2027").context["months"])
    march = next(days for name, days in months.items() if days[0][0].month == 3)
    shown = [
        (on.day, own.reason if own else national.name_sq, bool(national and national.estimated))
        for on, national, own in march
    ]
    assert shown == [
        (1, "Panairi i qytetit", False), (9, "Dita e Bajramit të Madh", True), (14, "Dita e Verës", False),
        (15, "Dita e Verës", False), (22, "Dita e Nevruzit", False), (28, "E diela e Pashkëve Katolike", False),
        (29, "E diela e Pashkëve Katolike", False),
    ]  # fmt: skip


def test_a_day_of_another_office_cannot_be_removed(signed_in, town):
    with working_for(town.korca):
        day = OfficeDay.objects.create(municipality=town.korca, on=date(2027, 3, 2), kind="off", reason="Karnavalet")
    assert signed_in.post(f"{URL}{day.pk}/remove/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("besnik", 403), ("drita", 404)])
def test_only_administrators_add_days(who, status, town, client):
    client.force_login(getattr(town, who).user)
    assert client.post(URL, typed(own_workday(town.lezha))).status_code == status


def test_a_holiday_announced_moves_the_deadlines_of_all_offices(town, make_enquiry, capsys):
    ours, theirs = make_enquiry(), make_enquiry(town.korca)
    before, day = ours.due_on, own_workday(town.lezha)
    for _time in range(2):  # the second run finds nothing left to move
        call_command("holiday", "--add", day.isoformat(), "--name-sq", "Ditë pushimi", "--kind", "ad_hoc")
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "Ditë pushimi: 2 open deadlines moved in 2 offices.", "Ditë pushimi: 0 open deadlines moved in 0 offices."
    ]  # fmt: skip
    assert due(ours) == due(theirs) > before
    call_command("holiday", "--remove", day.isoformat(), "--name-sq", "Ditë pushimi")
    assert (due(ours), due(theirs)) == (before, before)


def test_an_estimated_feast_is_confirmed_or_moved(town):
    call_command("holiday", "--confirm", "2027-03-09")
    call_command("holiday", "--move", "2027-05-17", "2027-05-18")
    rows = {row.on.isoformat(): row for row in Holiday.objects.filter(on__year=2027, name_sq__contains="Bajram")}
    assert {on: (row.kind, row.estimated) for on, row in rows.items()} == {
        "2027-03-09": ("movable", False), "2027-05-16": ("estimated", True), "2027-05-18": ("substitute", False),
    }  # fmt: skip
    call_command("seed", verbosity=0)
    assert Holiday.objects.filter(on="2027-05-17").count() == 0
    calendars.forget_national_days()


@pytest.mark.parametrize("arguments", [
    ["--add", "2026-13-01", "--name-sq", "x"],
    ["--add", "2026-12-28"],
    ["--confirm", "2026-12-28"],
    ["--move", "2027-03-14", "2027-03-15"],
    ["--remove", "2027-03-14", "--name-sq", "Dita e Verës"],
    [],
])  # fmt: skip
def test_the_command_says_what_is_wrong(arguments, db):
    with pytest.raises(CommandError):
        call_command("holiday", *arguments)
