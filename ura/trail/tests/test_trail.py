import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from ura.municipalities.tenancy import working_for
from ura.trail.models import Trail
from ura.trail.sealer import seal, verify


def test_every_act_on_a_request_leaves_a_row_without_names(make_enquiry, town):
    make_enquiry(by=town.besnik, person={"name": "Elona Hoxha", "email": "elona@example.org"}, subject="Diploma")
    with working_for(town.lezha):
        acts = list(Trail.objects.values_list("act", "officer", "fields"))
        assert [(act, officer) for act, officer, _fields in acts] == [("desk.registered", town.besnik.pk)]
        assert not any(word in str(acts) for word in ("Elona", "elona@", "Diploma"))


@pytest.mark.parametrize("sql", ["UPDATE trail_trail SET act = 'x'", "DELETE FROM trail_trail"])
def test_the_database_refuses_to_change_the_trail(sql, make_enquiry, town):
    make_enquiry()
    with working_for(town.lezha), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_chain_holds_and_says_up_to_where_it_is_sealed(make_enquiry, town):
    for _turn in range(3):
        make_enquiry()
    with working_for(town.lezha):
        assert verify(town.lezha) == (None, 0, 3)
        assert seal(town.lezha) == 3
        assert seal(town.lezha) == 0
        assert verify(town.lezha) == (None, 3, 0)


def test_a_changed_act_breaks_the_chain_at_its_link(make_enquiry, town):
    for _turn in range(3):
        make_enquiry()
    with working_for(town.lezha):
        seal(town.lezha)
        second = Trail.objects.order_by("pk")[1]
        with connection.cursor() as cursor:  # somebody with the owner's rights lifts the trigger
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("ALTER TABLE trail_trail DISABLE TRIGGER USER")
            else:
                cursor.execute("DROP TRIGGER trail_trail_no_update")
            cursor.execute("UPDATE trail_trail SET act = 'desk.nothing' WHERE id = %s", [second.pk])
        assert verify(town.lezha)[0] == 2
