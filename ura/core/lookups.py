"""Questions of the long lists, asked so that the database finds the right index: `received_on__since=…`, `state__among=…`."""

from contextlib import contextmanager

from django.db import connection
from django.db.models import CharField, DateField
from django.db.models.lookups import GreaterThanOrEqual, In, LessThanOrEqual


@contextmanager
def planned_with_values():
    """PostgreSQL plans these questions by the values asked for, and not once for all of them: with a handful of
    filters the one plan is ten times slower than its making (docs/decisions/0008)."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    driver = connection.connection
    kept, driver.prepare_threshold = driver.prepare_threshold, None
    try:
        yield
    finally:
        driver.prepare_threshold = kept


def where_any(simple, build):
    """The rows of `build()`, a question with an officer's rights in it that takes long to write, as a list; nothing when
    the simple question finds nothing at all. `simple` asks for no less than `build()` does."""
    return list(build()) if simple.order_by().exists() else []


class Wide:
    """Most rows pass: SQLite is told, or it reads them by day whatever else is asked, ten times slower."""

    def get_rhs_op(self, connection, rhs):
        return connection.operators[self.compares] % rhs

    def as_sqlite(self, compiler, connection):
        sql, params = self.as_sql(compiler, connection)
        return f"likely({sql})", params


@DateField.register_lookup
class Since(Wide, GreaterThanOrEqual):
    lookup_name, compares = "since", "gte"


@DateField.register_lookup
class UpTo(Wide, LessThanOrEqual):
    lookup_name, compares = "up_to", "lte"


@CharField.register_lookup
class Among(In):
    """One of these codes, written out: whoever plans before the values are bound knows an index of open rows again
    only by their very codes."""

    lookup_name = "among"

    def as_sql(self, compiler, connection):
        lhs, params = self.process_lhs(compiler, connection)
        codes = [str(code) for code in self.rhs]
        if not codes or not all(code.isascii() and code.isalnum() for code in codes):
            raise ValueError(f"these are no codes: {codes}")
        written = "', '".join(codes)
        return f"{lhs} IN ('{written}')", params
