"""The wall in the database, derived from the models after every migration, so it is never stale.

PostgreSQL: row-level security on each table of an office, keys that include the municipality, rights of
the serving and the backup role. Both databases: the trail cannot be changed, the book cannot be shortened.
Running it again changes nothing. Why not constraints inside the migrations: docs/decisions/0003.
"""

from django.apps import apps
from django.db import connections, models

from ura.municipalities.tenancy import TenantModel

HERE = "(SELECT NULLIF(current_setting('ura.municipality', true), '')::bigint)"


def tenant_models():
    """Every table that belongs to an office."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def protected_models():
    """(model, forbidden operations): `insert_only = True` or `never_deleted = True` on the class."""
    for model in apps.get_models():
        if getattr(model, "insert_only", False):
            yield model, ("UPDATE", "DELETE")
        elif getattr(model, "never_deleted", False):
            yield model, ("DELETE",)


def tenant_references(model):
    """The foreign keys of a tenant table that point into another tenant table.

    Search tokens carry none: millions are written at once, and they are only read under their office.
    """
    if getattr(model, "search_index", False):
        return
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey):
            target = field.remote_field.model
            if getattr(target, "in_tenant_keys", False) or issubclass(target, TenantModel):
                yield field, target


def raise_the_wall(using="default", **kwargs):
    """Raise or complete the wall; called after each migration."""
    connection = connections[using]
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for model, operations in protected_models():
            if model._meta.db_table in existing:
                _protect(cursor, connection.vendor, model._meta.db_table, operations)
        if connection.vendor != "postgresql":
            return
        tenants = [model for model in tenant_models() if model._meta.db_table in existing]
        statements = [*_policies(cursor, tenants), *_composite_keys(cursor, tenants)]
        if statements:
            cursor.execute(";\n".join(statements))  # in one journey: there are a thousand
        _grants(cursor)


def _protect(cursor, vendor, table, operations):
    for operation in operations:
        name = f"{table}_no_{operation.lower()}"
        if vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {operation} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table}: {operation} is forbidden'); END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION ura_forbidden() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '%: % is forbidden', TG_TABLE_NAME, TG_OP; END $$"
            )
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {operation} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION ura_forbidden()"
            )


def _policies(cursor, tenants):
    """Each office sees its own rows, the owner of the tables too."""
    cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'office'")
    there = {table for (table,) in cursor.fetchall()}
    column = "municipality_id"
    for model in tenants:
        table = model._meta.db_table
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        if table not in there:
            yield f"CREATE POLICY office ON {table} USING ({column} = {HERE}) WITH CHECK ({column} = {HERE})"


def _composite_keys(cursor, tenants):
    """FOREIGN KEY (municipality, x) → target (municipality, id): no row can point into another office."""
    cursor.execute(
        "SELECT t.relname, c.conname, a.attname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid "
        "LEFT JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum] AND c.contype = 'f' "
        "WHERE t.relnamespace = 'public'::regnamespace"
    )
    found = cursor.fetchall()
    there = {(table, name) for table, name, _column in found}
    own = {(table, column): name for table, name, column in found if column}
    targets = {target._meta.db_table for model in tenants for _field, target in tenant_references(model)}
    for table in sorted(targets):
        name = f"{table}_in_office"[:63]
        if (table, name) not in there:
            yield f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (municipality_id, id)"
    for model in tenants:
        table = model._meta.db_table
        for field, target in tenant_references(model):
            name, column = f"{table}_{field.column}_here"[:63], field.column
            if (table, name) not in there:
                # Checked at once, not at commit: an import's millions of tokens must not queue up in memory.
                yield (
                    f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (municipality_id, {column}) "
                    f"REFERENCES {target._meta.db_table} (municipality_id, id)"
                )
            # It says all that Django's own key says, and more; two would be checked for each row.
            if key := own.get((table, column)):
                yield f'ALTER TABLE {table} DROP CONSTRAINT "{key}"'


def _grants(cursor):
    """The serving role reads and writes rows and owns nothing; the backup role reads."""
    for role, rights in (("ura_app", "SELECT, INSERT, UPDATE, DELETE"), ("ura_backup", "SELECT")):
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone():
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            cursor.execute(f"GRANT {rights} ON ALL TABLES IN SCHEMA public TO {role}")
            usage = "USAGE, SELECT" if role == "ura_app" else "SELECT"
            cursor.execute(f"GRANT {usage} ON ALL SEQUENCES IN SCHEMA public TO {role}")
