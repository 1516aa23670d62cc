import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from ura.municipalities.tenancy import working_for
from ura.trail import export
from ura.trail.models import Seal, Trail
from ura.trail.sealer import link, seal, verify


def test_every_act_on_a_request_leaves_a_row_without_names(make_enquiry, town):
    make_enquiry(by=town.besnik, person={"name": "Elona Hoxha", "email": "elona@example.org"}, subject="Diploma")
    with working_for(town.lezha):
        acts = list(Trail.objects.values_list("act", "officer", "fields"))
        assert [(act, officer) for act, officer, _fields in acts] == [("desk.registered", town.besnik.pk)]
        assert not any(word in str(acts) for word in ("Elona", "elona@", "Diploma"))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE trail_trail SET act = 'x'",
        "DELETE FROM trail_trail",
        "UPDATE trail_seal SET hash = 'x'",
        "DELETE FROM trail_seal",
    ],
)
def test_the_database_refuses_to_change_the_trail_and_its_chain(sql, make_enquiry, town):
    make_enquiry()
    with working_for(town.lezha):
        seal(town.lezha)
    with working_for(town.lezha), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_triggers_are_in_the_database(db):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {name for (name,) in cursor.fetchall()}
    assert {f"trail_{table}_no_{act}" for table in ("trail", "seal") for act in ("update", "delete")} <= found


@pytest.fixture
def sealed(make_enquiry, town):
    """Three acts of Lezhë under their seals."""
    for _turn in range(3):
        make_enquiry(by=town.besnik)
    with working_for(town.lezha):
        seal(town.lezha)
    return town


def tamper(sql, *values):
    """What the owner of the database can do: lift the triggers, change a row."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("trail_trail", "trail_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        else:
            for table in ("trail_trail", "trail_seal"):
                for act in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
        cursor.execute(sql, values)


def test_the_chain_holds_and_says_up_to_where_it_is_sealed(make_enquiry, town):
    for _turn in range(3):
        make_enquiry()
    with working_for(town.lezha):
        assert verify(town.lezha)[:3] == (None, 0, 3)
        assert seal(town.lezha) == 3
        assert seal(town.lezha) == 0
        chain = verify(town.lezha)
        last = Seal.objects.select_related("trail").order_by("-position")[0]
        assert chain == (None, 3, 0, None, last.trail.at, last.hash)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE trail_trail SET act = 'desk.nothing' WHERE id = %s",
        "UPDATE trail_trail SET officer_id = NULL WHERE id = %s",
        'UPDATE trail_trail SET "row" = 0 WHERE id = %s',
        "UPDATE trail_seal SET hash = 'x' WHERE trail_id = %s",
        "DELETE FROM trail_seal WHERE trail_id = %s",
    ],
)
def test_a_changed_act_breaks_the_chain_at_its_link(sql, sealed):
    with working_for(sealed.lezha):
        second = Trail.objects.order_by("pk")[1]
        tamper(sql, second.pk)
        chain = verify(sealed.lezha)
    assert (chain.broken, chain.holds) == (2, 1)


def test_a_chain_cut_off_at_its_end_shows_against_a_hash_noted_elsewhere(sealed):
    with working_for(sealed.lezha):
        noted = Seal.objects.order_by("-position").values_list("position", "hash")[0]
        assert verify(sealed.lezha, known=noted).broken is None
        tamper("DELETE FROM trail_seal WHERE position = %s", 3)
        assert verify(sealed.lezha).broken is None
        assert verify(sealed.lezha, known=noted).broken == 3


def test_the_command_names_the_first_broken_link_and_fails(sealed):
    out = StringIO()
    call_command("trail", "verify", "--office", "lezhe", stdout=out)
    assert out.getvalue().startswith("lezhe: 3 links hold, sealed until ")
    with working_for(sealed.lezha):
        second = Trail.objects.order_by("pk")[1]
        tamper("UPDATE trail_trail SET act = 'desk.voided' WHERE id = %s", second.pk)
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("trail", "verify", "--office", "lezhe", stdout=out)
    assert error.value.returncode == 1
    told = out.getvalue()
    assert f"BROKEN at position 2: act {second.pk} (desk.voided) of " in told
    assert "«Besnik Prova voided the number of the request»; 1 links before it hold" in told


def test_an_inspector_repeats_the_chain_from_the_export(sealed, tmp_path):
    call_command("trail", "export", "--office", "lezhe", "--to", str(tmp_path), stdout=StringIO())
    (path,) = tmp_path.glob("*.json")
    acts = json.loads(path.read_text())["acts"]
    assert [act["sq"] for act in acts] == ["Besnik Prova regjistroi kërkesën"] * 3
    with working_for(sealed.lezha):
        previous = ""
        for act, row in zip(acts, Trail.objects.order_by("pk"), strict=True):
            previous = link(previous, row)
            assert (act["hash"], act["act_id"], act["at"]) == (previous, row.pk, row.at.isoformat())
    assert len(list(tmp_path.glob("*.csv"))) == 1


def test_hidden_acts_leave_only_their_place_and_hash(sealed):
    with working_for(sealed.lezha):
        second = Trail.objects.order_by("pk")[1]
        rows = list(export.lines(sealed.lezha, hidden=Trail.objects.filter(pk=second.pk)))
    assert {name for name, value in rows[1].items() if value is not None} == {"position", "hash"}
    assert rows[0]["act"] == "desk.registered"
