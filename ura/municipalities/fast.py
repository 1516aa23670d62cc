"""Inserting rows on the hot path of registration without the ORM's compiler; the same checks, half the time.

Measured in `./run bench register`: docs/decisions/0005-inserting-fast.md.
"""

import functools
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from ura.municipalities.tenancy import must_be_in_scope

# The values of these fields that are plain Python reach the driver as they are.
_PLAIN_FIELDS = {
    models.CharField, models.TextField, models.EmailField, models.SlugField, models.BooleanField, models.IntegerField,
    models.BigIntegerField, models.SmallIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField,
    models.ForeignKey, models.OneToOneField,
}  # fmt: skip
_PLAIN_VALUES = {str, int, bool, type(None)}


@functools.cache
def _shape(model):
    """(attribute, field, may its values go as they are) of what a new row writes, and the statement around it."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    return (
        [(field.attname, field, type(field) in _PLAIN_FIELDS) for field in fields],
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ",
        "(" + ", ".join(["%s"] * len(fields)) + ")",
        f" RETURNING {quote(model._meta.pk.column)}",
    )


def insert(*rows, later=False):
    """Insert new rows of one model in one statement and give them their keys; returns the first row.

    `later`: inside `pipelined` nobody waits for the keys; the rows have them when it ends.
    """
    fields, beginning, places, ending = _shape(type(rows[0]))
    database = connections[DEFAULT_DB_ALIAS]  # the proxy looks for it at each name
    values = []
    for row in rows:
        must_be_in_scope(row.municipality_id)
        for name, field, plain in fields:
            value = getattr(row, name)
            values.append(value if plain and type(value) in _PLAIN_VALUES else field.get_db_prep_save(value, database))
    cursor = database.cursor()
    cursor.execute(f"{beginning}{', '.join([places] * len(rows))}{ending}", values)
    pipeline = getattr(database, _PIPELINE, None) if later else None
    if pipeline is None:
        _take_keys(cursor, rows)
    else:
        pipeline.append((cursor, rows))
    return rows[0]


def _take_keys(cursor, rows):
    with cursor:
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


_PIPELINE = "_ura_pipeline"


@contextmanager
def pipelined():
    """Send statements to PostgreSQL without waiting for each answer; what it refuses is raised by the end at the latest."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "postgresql" or getattr(database, _PIPELINE, None) is not None:
        yield
        return
    database.ensure_connection()
    setattr(database, _PIPELINE, [])
    try:
        with database.wrap_database_errors, database.connection.pipeline():
            yield
            for cursor, rows in getattr(database, _PIPELINE):
                _take_keys(cursor, rows)
    finally:
        setattr(database, _PIPELINE, None)


def insert_tokens(model, reference: str, row: models.Model, tokens):
    """Insert the search tokens of one row in one statement."""
    must_be_in_scope(row.municipality_id)
    tokens = sorted(tokens)
    if not tokens:
        return
    table, column = model._meta.db_table, model._meta.get_field(reference).column
    beginning = f"INSERT INTO {table} (municipality_id, {column}, token) "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(beginning + "SELECT %s, %s, unnest(%s::bigint[])", [row.municipality_id, row.pk, tokens])
        else:
            office, key = int(row.municipality_id), int(row.pk)
            cursor.execute(beginning + "VALUES " + ", ".join(f"({office}, {key}, {int(token)})" for token in tokens))


def insert_columns(model, office_id, columns: dict):
    """Insert many rows given column by column (attribute names → equally long lists); keys are given, not drawn.

    PostgreSQL takes one array a column in one statement, SQLite one prepared statement for all rows.
    """
    must_be_in_scope(office_id)
    fields = [model._meta.get_field(name) for name in columns]
    size = len(next(iter(columns.values())))
    if not size:
        return
    names = ", ".join(connection.ops.quote_name(name) for name in ["municipality_id", *(f.column for f in fields)])
    beginning = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            types = [
                field.rel_db_type(connection) if field.is_relation else field.db_type(connection) for field in fields
            ]
            types = [kind.replace("serial", "int").split(" GENERATED")[0] for kind in types]
            arrays = ", ".join(f"%s::{kind}[]" for kind in types)
            given = ", ".join(f"v{n}" for n in range(len(fields)))
            cursor.execute(
                f"{beginning}SELECT %s, {given} FROM unnest({arrays}) AS v({given})",
                [office_id, *map(_array, columns.values())],
            )
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"{beginning}VALUES ({int(office_id)}, {places})", list(zip(*columns.values(), strict=True))
            )


def _array(column):
    """A column as one literal parameter; the driver would look at each of a million values in Python."""
    types = set(map(type, column))
    if types <= {int}:
        return f"{{{','.join(map(str, column))}}}"
    if types <= {str, type(None)}:
        return f"{{{','.join(['NULL' if text is None else _quoted(text) for text in column])}}}"
    return list(column)


def _quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def new_keys(model, n):
    """Draw n primary keys of a table at once."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, n])
            return [row[0] for row in cursor.fetchall()]
        # The transaction holds the whole file (IMMEDIATE), so nobody draws beside us.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
        return list(range(last + 1, last + n + 1))
