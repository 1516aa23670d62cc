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
