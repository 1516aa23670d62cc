"""Questions whose SQL is written once: the same rows, behind the same walls, and nothing in them that changes."""

from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes.exceptions import ScopeError

from ura.desk.models import Enquiry
from ura.municipalities.often import asked_often
from ura.municipalities.tenancy import OutsideScope, working_for
from ura.staff.models import User


def open_ones():
    @asked_often
    def ask(office, after):
        rows = Enquiry.objects.filter(municipality=office, pk__gt=after, closed_on=None)
        return rows.select_related("entry", "text").order_by("-pk")

    return ask


def test_it_gives_the_rows_of_the_question_each_time_anew(working, make_enquiry):
    ask, office = open_ones(), working.lezha.pk
    assert ask(office, 0) == []
    first, second = make_enquiry(subject="Leje qëndrimi"), make_enquiry()
    assert ask(office, 0) == [second, first] and ask(office, first.pk) == [second]
    with CaptureQueriesContext(connection) as asked:
        rows = ask(office, 0)
        assert rows[1].text.subject == "Leje qëndrimi" and rows[1].entry.label == first.entry.label
    assert len(asked) == 1, "what is joined comes with the row"


def test_two_offices_ask_the_same_question_and_see_only_their_own(town, make_enquiry):
    ask = open_ones()
    for office in (town.lezha, town.korca):
        with working_for(office):
            make_enquiry(office)
    for office in (town.lezha, town.korca):
        with working_for(office):
            assert [row.municipality_id for row in ask(office.pk, 0)] == [office.pk]


def test_outside_the_office_it_is_not_answered(town, make_enquiry):
    ask = open_ones()
    with working_for(town.korca), pytest.raises(OutsideScope):
        ask(town.lezha.pk, 0)
    with pytest.raises(OutsideScope):
        ask(town.lezha.pk, 0)


def test_a_scoped_table_without_office_is_refused_as_ever(town):
    @asked_often
    def ask(key):
        return Enquiry.objects.filter(pk=key)

    with pytest.raises(ScopeError):
        ask(1)


def test_a_day_and_an_argument_that_is_lost_are_refused_when_it_is_written(working):
    @asked_often
    def by_day(office):
        return Enquiry.objects.filter(municipality=office, due_on__lt=timezone.localdate())

    @asked_often
    def lost(office, year):
        return Enquiry.objects.filter(municipality=office)

    with pytest.raises(TypeError, match="a day would stay"):
        by_day(working.lezha.pk)
    with pytest.raises(TypeError, match="does not reach"):
        lost(working.lezha.pk, 2026)


def test_texts_and_several_columns(working):
    @asked_often
    def ask(email):
        return User.objects.filter(email=email).values_list("pk", "name")

    user = working.besnik.user
    assert ask(user.email) == [(user.pk, user.name)] and ask("askush@example.org") == []


def test_each_thread_asks_with_its_own_connection(working):
    @asked_often
    def ask(email):
        return User.objects.filter(email=email)

    email, seen = working.besnik.user.email, []
    assert ask(email) == [working.besnik.user]

    def elsewhere():
        seen.append(ask(email))  # another connection sees nothing of this test's transaction
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [[]]


def test_a_year_fits_its_small_column_and_stands_apart_from_a_constant_like_it(working, make_enquiry):
    @asked_often
    def ask(office, year):
        return Enquiry.objects.filter(municipality=office, entry__year=year, pk__lt=31_001).order_by("pk")

    enquiry = make_enquiry()
    assert ask(working.lezha.pk, enquiry.entry.year) == [enquiry]
    assert ask(working.lezha.pk, 1999) == [] and ask(working.lezha.pk, 2**63) == []
