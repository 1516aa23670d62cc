"""On SQLite the writers of one process wait in a queue; nobody is turned away because others were luckier."""

import threading

import pytest
from django.db import connection, connections

from ura.municipalities import tenancy
from ura.municipalities.tenancy import working_for
from ura.register.actions import enter
from ura.register.models import Entry


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows, not the file")
def test_writer_waits_for_its_turn_and_gives_it_on_after_an_error(town):
    free = []

    def try_to_enter():
        # Another thread: the same one may enter again.
        free.append(mine := tenancy._next_writer.acquire(blocking=False))
        if mine:
            tenancy._next_writer.release()

    def look():
        thread = threading.Thread(target=try_to_enter)
        thread.start()
        thread.join()

    with connection.cursor():
        pass
    connection.in_atomic_block, inside = False, connection.in_atomic_block
    try:
        with tenancy._turn():
            look()
        look()
        with pytest.raises(ZeroDivisionError), tenancy._turn():
            raise ZeroDivisionError
        look()
    finally:
        connection.in_atomic_block = inside
    assert free == [False, True, True]


def test_eight_threads_write_into_one_book_without_a_gap(real_town):
    refused = []

    def write():
        try:
            for _turn in range(5):
                with working_for(real_town.lezha):
                    enter(real_town.lezha, Entry.Direction.IN)
        except Exception as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _turn in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    with working_for(real_town.lezha):
        assert sorted(real_town.lezha.entries.values_list("number", flat=True)) == list(range(1, 41))
