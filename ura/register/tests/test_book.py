import threading
from datetime import date

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from ura.core.refusals import Refused
from ura.municipalities.tenancy import working_for
from ura.register.actions import draw_number, enter, void
from ura.register.models import Counter, Entry

IN, OUT = Entry.Direction.IN, Entry.Direction.OUT


def test_numbers_in_and_out_come_from_one_sequence(working):
    entries = [enter(working.lezha, direction) for direction in (IN, OUT, IN)]
    year = date.today().year
    assert [(e.number, e.label) for e in entries] == [(1, f"1/{year}"), (2, f"2/{year}"), (3, f"3/{year}")]


def test_each_office_and_year_counts_for_itself(town):
    with working_for(town.lezha):
        assert [draw_number(town.lezha, year) for year in (2026, 2026, 2027)] == [1, 2, 1]
    with working_for(town.korca):
        assert draw_number(town.korca, 2026) == 1


def test_a_rolled_back_entry_leaves_no_gap(town):
    class Crash(Exception):
        pass

    with pytest.raises(Crash), working_for(town.lezha):
        enter(town.lezha, IN)
        raise Crash
    with working_for(town.lezha):
        assert enter(town.lezha, IN).number == 1


def test_an_office_writes_its_own_form_of_the_number(working):
    working.lezha.office.protocol_format = "MD-{number}/{year}"
    assert enter(working.lezha, IN).label == f"MD-1/{date.today().year}"


def test_a_voided_entry_keeps_its_number_and_reason(working):
    entry = enter(working.lezha, IN)
    with pytest.raises(Refused):
        void(entry, by=working.ermira, reason="  ")
    void(entry, by=working.ermira, reason="E regjistruar dy herë")
    assert (enter(working.lezha, IN).number, Entry.objects.get(number=1).void_reason) == (2, "E regjistruar dy herë")
    with pytest.raises(Refused):
        void(entry, by=working.ermira, reason="Prapë")


def test_the_database_itself_deletes_nothing_from_the_book(working):
    entry = enter(working.lezha, IN)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM register_entry WHERE id = %s", [entry.pk])
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twelve_threads_of_two_offices_draw_every_number_once(real_town):
    """Half of the registrations fail after drawing; the book shows no gap and no double."""
    failures, errors = [], []

    def register(n):
        office = real_town.lezha if n % 2 else real_town.korca
        try:
            for turn in range(10):
                try:
                    with working_for(office):
                        enter(office, IN if turn % 2 else OUT)
                        if turn % 3 == 0:
                            raise ValueError("a crash after the number was drawn")
                except ValueError:
                    failures.append(n)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=register, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, len(failures)) == ([], 12 * 4)
    for office in (real_town.lezha, real_town.korca):
        with working_for(office):
            numbers = list(Entry.objects.order_by("pk").values_list("number", flat=True))
            assert sorted(numbers) == list(range(1, 37))
            assert Counter.objects.get().last == 36
