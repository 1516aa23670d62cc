"""Inserting rows on the hot path of registration without the ORM's compiler; the same checks, half the time.

Measured in `./run bench register`: docs/decisions/0005-inserting-fast.md.
"""

import functools

from django.db import connection, models

from ura.municipalities.tenancy import must_be_in_scope


@functools.cache
def _shape(model):
    """The fields a new row writes, and the statement's beginning."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    return (
        fields,
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ",
        "(" + ", ".join(["%s"] * len(fields)) + ")",
    )


def insert(*rows):
    """Insert new rows of one model in one statement and give them their keys; returns the first row."""
    model = type(rows[0])
    fields, beginning, places = _shape(model)
    for row in rows:
        must_be_in_scope(row.municipality_id)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields]
    statement = (
        f"{beginning}{', '.join([places] * len(rows))} RETURNING {connection.ops.quote_name(model._meta.pk.column)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias
    return rows[0]


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
                [office_id, *(list(column) for column in columns.values())],
            )
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"{beginning}VALUES ({int(office_id)}, {places})", list(zip(*columns.values(), strict=True))
            )


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
