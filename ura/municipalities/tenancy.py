"""What every table of an office shares, and the way into an office.

Three nets: queries start from the municipality; the scoped manager raises when somebody forgets;
on PostgreSQL the database refuses (see wall.py).
"""

import fcntl
import threading
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from django_scopes import ScopedManager, get_scope, scope


class OutsideScope(ImproperlyConfigured):
    """A row of one office was about to be written while working for another, or for none."""


def must_be_in_scope(municipality_id):
    """Raise OutsideScope unless this office is the one being worked for."""
    current = get_scope()
    if not current.get("_enabled", True):
        return
    here = current.get("municipality")
    if here is None or here.pk != municipality_id:
        raise OutsideScope(f"Writing for office {municipality_id} while working for {here and here.pk}.")


class TenantQuerySet(models.QuerySet):
    """bulk_create does not pass save(), so it checks for itself."""

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for office in {obj.municipality_id for obj in objs}:
            must_be_in_scope(office)
        return super().bulk_create(objs, *args, **kwargs)


def office_manager(queryset=TenantQuerySet):
    """The manager of a table of offices: it raises outside an office, and sees only the one being worked for."""
    return ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(queryset))


class TenantModel(models.Model):
    """A row that belongs to one municipality; the wall (wall.py) is raised around each subclass."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        must_be_in_scope(self.municipality_id)
        super().save(*args, **kwargs)


@contextmanager
def _setting(municipality, inside):
    """Tell PostgreSQL for whom this transaction works; `inside` another one, the earlier office is given back."""
    if connection.vendor != "postgresql":
        yield
        return
    outer = get_scope().get("municipality")
    with connection.cursor() as cursor:
        cursor.execute(_SET, [str(municipality.pk)])
    yield
    # After an exception the rollback gives the earlier value back by itself, and the end of the transaction always.
    if inside:
        with connection.cursor() as cursor:
            cursor.execute(_SET, [str(outer.pk) if outer else ""])


_SET = "SELECT set_config('ura.municipality', %s, true)"
_next_writer = threading.RLock()


@contextmanager
def _turn():
    """Writers queue here on SQLite: threads at a lock, processes at a file beside the database.

    In SQLite itself they would sleep and look again, up to a tenth of a second while the file is free, and a
    writer that is always unlucky gives up after twenty seconds.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    mine = _next_writer.acquire(timeout=connection.settings_dict["OPTIONS"].get("timeout", 20))
    try:
        with Path(f"{connection.settings_dict['NAME']}.turn").open("a") as turn:  # the lock goes with the file
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
    finally:
        if mine:
            _next_writer.release()


@contextmanager
def working_for(municipality):
    """Work for one office inside one transaction: scope, setting, rollback on any exception."""
    inside = connection.in_atomic_block
    with _turn(), transaction.atomic(), _setting(municipality, inside), scope(municipality=municipality):
        yield municipality


@contextmanager
def reading_for(municipality):
    """Read for one office. On SQLite without a transaction: an IMMEDIATE one would wait for each writer."""
    if connection.vendor == "postgresql":
        with working_for(municipality):
            yield municipality
    else:
        with scope(municipality=municipality):
            yield municipality
