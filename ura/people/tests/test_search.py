import pytest
from django.core.exceptions import FieldError
from django.db import connection

from ura.people.actions import add_person, correct_person
from ura.people.models import Person
from ura.people.search import find_people


@pytest.fixture
def people(working):
    add_person(working.lezha, name="Çeljeta Gjoni", phone="066 123 4567", email="Celjeta@Example.org")
    add_person(working.lezha, name="Shkëlqim Hoxha", organisation="Shoqata Gjirokastër")
    return working


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("celjeta", ["Çeljeta Gjoni"]),
        ("ÇEL", ["Çeljeta Gjoni"]),
        ("gjo cel", ["Çeljeta Gjoni"]),
        ("Gjirokaster", ["Shkëlqim Hoxha"]),
        ("shkelqim hoxh", ["Shkëlqim Hoxha"]),
        ("+355 66 123 4567", ["Çeljeta Gjoni"]),
        ("00355661234567", ["Çeljeta Gjoni"]),
        ("celjeta@example.ORG", ["Çeljeta Gjoni"]),
        ("hoxha gjoni", []),
        ("e", []),
        ("", []),
    ],
)
def test_people_are_found_as_one_types(people, typed, found):
    assert [person.name for person in find_people(people.lezha, typed)] == found


def test_a_corrected_name_is_found_and_the_old_one_no_more(people):
    person = find_people(people.lezha, "celjeta")[0]
    correct_person(person, by=people.besnik, name="Drita Gjoni")
    assert (len(find_people(people.lezha, "celjeta")), len(find_people(people.lezha, "drita"))) == (0, 1)


def test_the_table_holds_no_name_in_clear(people):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, email FROM people_person")
        assert not any("eljeta" in str(row) or "4567" in str(row) for row in cursor.fetchall())


def test_text_about_people_cannot_be_searched(people):
    with pytest.raises(FieldError):
        Person.objects.filter(name__contains="Çel").exists()
