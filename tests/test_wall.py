"""The wall in the database: read from its catalogue, and tried through raw SQL."""

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import DatabaseError
from django_scopes.exceptions import ScopeError

from ura.desk.models import Enquiry
from ura.municipalities.tenancy import OutsideScope, TenantModel, reading_for, working_for
from ura.municipalities.wall import tenant_models, tenant_references
from ura.people.models import Person
from ura.register.models import Entry

NATIONAL = {  # tables without an office, and why
    "staff.user": "who signs in; no person served",
    "staff.officer": "read before the office is entered; no person served",
    "municipalities.county": "public facts", "municipalities.municipality": "the tenants themselves",
    "municipalities.office": "public facts and settings", "municipalities.holiday": "the country's calendar",
    "municipalities.deadlinerule": "the law", "codelists.nationalterm": "the country's codes",
    "post.heartbeat": "a worker's sign of life", "statistics.officecount": "counts without persons",
    "sessions.session": "sign-ins", "usersessions.usersession": "sign-ins of staff, with their browser",
    "account.emailaddress": "of allauth, unused", "account.emailconfirmation": "of allauth, unused",
    "mfa.authenticator": "second factors of staff, encrypted", "contenttypes.contenttype": "Django's own", "auth.permission": "Django's own, unused",
    "auth.group": "Django's own, unused",
}  # fmt: skip


def test_every_table_belongs_to_an_office_or_is_listed_with_its_reason():
    others = {m._meta.label_lower for m in apps.get_models() if not issubclass(m, TenantModel)}
    assert others - {"auth.group_permissions"} == set(NATIONAL)


def test_no_relation_of_many_to_many_hides_a_table_without_office():
    assert [m for m in apps.get_models() if issubclass(m, TenantModel) and m._meta.local_many_to_many] == []


def test_outside_an_office_nothing_is_read_and_nothing_written(town):
    with pytest.raises(ScopeError):
        Enquiry.objects.count()
    with pytest.raises(OutsideScope):
        Person(municipality=town.lezha, name="Prova").save()
    with working_for(town.korca), pytest.raises(OutsideScope):
        Person(municipality=town.lezha, name="Prova").save()
    with working_for(town.korca), pytest.raises(OutsideScope):
        Person.objects.bulk_create([Person(municipality=town.lezha)])


def test_inside_an_office_only_its_own_rows_are_seen(town, make_enquiry):
    make_enquiry(town.korca)
    with reading_for(town.lezha):
        assert (Enquiry.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_nested_office_gives_the_outer_one_back(town, make_enquiry):
    make_enquiry(town.korca)
    with working_for(town.lezha):
        with working_for(town.korca):
            assert Enquiry.objects.count() == 1
        assert Enquiry.objects.count() == 0


def on_pg():
    return connection.vendor == "postgresql"


def test_every_table_of_an_office_has_its_forced_policy(db):
    if not on_pg():
        return  # SQLite has no policies; the scoped manager and save() stand alone there
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policies ON tablename = relname "
            "WHERE relrowsecurity AND relforcerowsecurity AND policyname = 'office' AND qual = with_check"
        )
        guarded = {row[0] for row in cursor.fetchall()}
    assert {model._meta.db_table for model in tenant_models()} - guarded == set()


def test_every_key_between_tables_of_offices_includes_the_office(db):
    if not on_pg():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND array_length(conkey, 1) = 2")
        composite = {row[0] for row in cursor.fetchall()}
    wanted = {
        f"{model._meta.db_table}_{field.column}_here"[:63]
        for model in tenant_models()
        for field, _target in tenant_references(model)
        if isinstance(field, models.ForeignKey)
    }
    assert len(wanted) > 30
    assert wanted - composite == set()


def test_raw_sql_sees_and_writes_nothing_of_another_office(town, make_enquiry):
    if not on_pg():
        return
    theirs = make_enquiry(town.korca)
    with working_for(town.lezha), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_enquiry")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE desk_enquiry SET state = '2' WHERE id = %s", [theirs.pk])
        assert cursor.rowcount == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(
                "INSERT INTO register_counter (municipality_id, year, last) VALUES (%s, 2026, 0)", [town.korca.pk]
            )
    with connection.cursor() as cursor:  # no office named: no row at all
        cursor.execute("SELECT count(*) FROM register_entry")
        assert cursor.fetchone() == (0,)


def test_no_row_points_into_another_office(town, make_enquiry):
    if not on_pg():
        return
    ours, theirs = make_enquiry(), make_enquiry(town.korca)
    with working_for(town.lezha), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE desk_enquiry SET entry_id = %s WHERE id = %s", [theirs.entry_id, ours.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_serving_role_owns_nothing_and_passes_no_policy(db):
    if not on_pg():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname IN ('ura_app', 'ura_backup') ORDER BY 1"
        )
        assert cursor.fetchall() == [("ura_app", False, False), ("ura_backup", False, True)]
        cursor.execute(
            "SELECT has_table_privilege('ura_app', 'desk_enquiry', 'INSERT'), has_table_privilege('ura_backup', 'desk_enquiry', 'INSERT')"
        )
        assert cursor.fetchone() == (True, False)
