"""Phones and personal numbers: brought into one form, doubted in words, never refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from ura.people import births, personal_numbers, phones
from ura.people.actions import add_contact, add_person
from ura.people.search import find_people


@pytest.mark.parametrize(("typed", "shown", "digits"), [
    ("066 123 4567", "+355 66 123 4567", "355661234567"), ("00355661234567", "+355 66 123 4567", "355661234567"),
    ("355 66 123 4567", "+355 66 123 4567", "355661234567"), ("+355 066 123 4567", "+355 66 123 4567", "355661234567"),
    ("661234567", "+355 66 123 4567", "355661234567"), ("04 2234567", "+355 4 223 4567", "35542234567"),
    ("+39 333 123 4567", "+39 333 123 4567", "393331234567"), ("+39 06 1234567", "+39 06 123 4567", "39061234567"),
    ("+49 (0)30 123456", "+49 30 123456", "4930123456"), ("12 34", "12 34", "1234"), ("pa numër", "pa numër", ""),
])  # fmt: skip
def test_phones_come_into_international_form_and_odd_ones_stay(typed, shown, digits):
    assert (phones.tidy(typed), phones.digits(typed)) == (shown, digits)


@pytest.mark.parametrize(("typed", "doubtful"), [("066 123 4567", False), ("+39 333 1234567", False), ("", False), ("12 34", True), ("abc", True)])  # fmt: skip
def test_an_odd_phone_is_said_in_a_sentence(typed, doubtful):
    assert bool(phones.doubt(typed)) == doubtful


@pytest.mark.parametrize(("number", "read"), [
    ("J05115999A", (date(1990, 1, 15), "F")), ("k1 0531 001 b", (date(2001, 5, 31), "M")), ("J03115999A", (date(1990, 1, 15), "M")),
    ("J08115999A", (date(1990, 1, 15), "F")), ("J01315999A", None), ("J0230100A", None), ("AA1234567", None), ("J00230001A", None),
])  # fmt: skip
def test_birth_and_sex_are_read_from_a_personal_number(number, read):
    assert personal_numbers.read(number) == read


def test_a_doubtful_letter_another_birth_or_sex_warn_each():
    fits = next(
        f"J05115999{sign}" for sign in personal_numbers.LETTERS if personal_numbers.letter_fits(f"J05115999{sign}")
    )
    wrong = "J05115999" + ("B" if fits[-1] != "B" else "C")
    count = [len(personal_numbers.doubts(*args)) for args in ((fits,), (wrong,), ("pasaporta 12",), ("",))]
    assert count == [0, 1, 1, 0]
    assert len(personal_numbers.doubts(fits, born="1990-01-15", sex="F")) == 0
    assert len(personal_numbers.doubts(fits, born="1990", sex="F")) == 0
    assert len(personal_numbers.doubts(fits, born="1991", sex="M")) == 2
    assert len(personal_numbers.doubts(wrong, born="1991-01-01", sex="M")) == 3


@pytest.mark.parametrize(("typed", "kept"), [("31.05.2012", "2012-05-31"), ("2012", "2012"), ("", "")])
def test_a_birth_is_a_day_or_a_year(typed, kept):
    assert births.read(typed) == kept


@pytest.mark.parametrize("typed", ["31.02.2012", "3012", "maj", "01.01.1700"])
def test_what_is_no_birth_is_said(typed):
    with pytest.raises(ValidationError):
        births.read(typed)


@pytest.mark.parametrize(("born", "under"), [("2010-06-01", True), ("2010-05-31", False), ("2010", True), ("2009", False), ("", False)])  # fmt: skip
def test_of_whom_only_the_year_is_known_the_later_birthday_protects(born, under):
    assert births.is_under(born, 16, on=date(2026, 5, 31)) == under


def test_people_are_found_by_personal_number_and_by_each_contact(working):
    elira = add_person(working.lezha, name="Elira Gjoni", phone="12 34", personal_number="j0 5115999-a", born="1990")
    add_contact(elira, by=working.besnik, value="069 765 4321", note="i vëllai")
    add_contact(elira, by=working.besnik, value="Elira@Example.org")
    found = {text: [p.name for p in find_people(working.lezha, text)] for text in (
        "J05115999A", "+355 69 765 4321", "elira@example.org", "J05115999B")}  # fmt: skip
    name = ["Elira Gjoni"]
    assert found == {
        "J05115999A": name, "+355 69 765 4321": name, "elira@example.org": name, "J05115999B": [],
    }  # fmt: skip
    assert [contact.value for contact in elira.contacts.all()] == ["+355 69 765 4321", "Elira@Example.org"]
