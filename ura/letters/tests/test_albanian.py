import datetime

import pytest

from ura.letters.albanian import (
    date_in_text,
    law_reference,
    long_date,
    number_line,
    place_and_date,
    salutation,
)

DAY = datetime.date(2026, 11, 8)


@pytest.mark.parametrize(("language", "shown"), [("sq", "8 nëntor 2026"), ("en", "8 November 2026")])
def test_long_date_has_small_months_in_albanian(language, shown):
    assert long_date(DAY, language) == shown


def test_date_in_text_says_the_month_in_letters_only_in_english():
    assert (date_in_text(DAY, "sq"), date_in_text(DAY, "en")) == ("08.11.2026", "8 November 2026")


def test_number_without_a_number_leaves_a_line_to_write_on():
    assert number_line("123/2026") == "Nr. 123/2026 Prot."
    assert number_line("") == "Nr. ________ Prot."
    assert number_line("7/2026", "en") == "No. 7/2026 Prot."


def test_place_and_date_as_at_the_head_of_a_letter():
    assert place_and_date("Tiranë", datetime.date(2026, 3, 12)) == "Tiranë, më 12.03.2026"
    assert place_and_date("Tiranë", None) == "Tiranë, më ___.___.______"
    assert place_and_date("Tirana", datetime.date(2026, 3, 12), "en") == "Tirana, 12 March 2026"


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [
        ("Arta Gjoni", "sq", "I/E nderuar Arta Gjoni,"),
        ("", "sq", "Të nderuar,"),
        ("Arta Gjoni", "en", "Dear Arta Gjoni,"),
        ("", "en", "Dear Sir or Madam,"),
    ],
)
def test_salutation_without_a_name_is_still_a_courtesy(name, language, shown):
    assert salutation(name, language) == shown


@pytest.mark.parametrize(
    ("law", "article", "sq", "en"),
    [
        ("119/2014", "15(3)", "ligji nr. 119/2014, neni 15, pika 3", "law no. 119/2014, article 15(3)"),
        ("119/2014", "12", "ligji nr. 119/2014, neni 12", "law no. 119/2014, article 12"),
        ("44/2015", "91-92", "ligji nr. 44/2015, nenet 91-92", "law no. 44/2015, articles 91-92"),
        ("124/2024", None, "ligji nr. 124/2024", "law no. 124/2024"),
    ],
)
def test_law_reference_in_words(law, article, sq, en):
    assert (law_reference(law, article, "sq"), law_reference(law, article, "en")) == (sq, en)
