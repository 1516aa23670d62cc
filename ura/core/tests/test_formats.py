"""How dates and numbers are read and written, in both languages."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format, localize_input, number_format

DAY = datetime.date(2026, 3, 2)


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31.12.2026", datetime.date(2026, 12, 31)),
        ("31/12/2026", datetime.date(2026, 12, 31)),
        ("2026-12-31", datetime.date(2026, 12, 31)),
        ("31.12.26", datetime.date(2026, 12, 31)),
        ("5.4.2026", datetime.date(2026, 4, 5)),
        ("05/04/2026", datetime.date(2026, 4, 5)),  # Django's Albanian reads 4 May
    ],
)
def test_a_typed_day_is_read_day_first(typed, day, language):
    with translation.override(language):
        assert forms.DateField().clean(typed) == day


@pytest.mark.parametrize("typed", ["31.31.2026", "31.02.2026", "nesër", "2026", "99999999999"])
def test_a_day_that_is_none_is_refused(typed):
    with translation.override("sq"), pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize("typed", ["02.03.2026 14:05", "2026-03-02T14:05", "2/3/2026 14:05"])
def test_a_typed_moment_is_read(typed):
    with translation.override("sq"):
        read = forms.DateTimeField().clean(typed)
    assert read.isoformat() == "2026-03-02T14:05:00+01:00"


@pytest.mark.parametrize(("language", "short"), [("sq", "02.03.2026"), ("en", "02.03.2026")])
def test_a_day_is_written_short(language, short):
    with translation.override(language):
        assert date_format(DAY, "SHORT_DATE_FORMAT") == short
        assert localize_input(DAY) == short


def test_a_day_in_words_has_no_leading_zero():
    with translation.override("en"):
        assert date_format(DAY) == "2 March 2026"
    with translation.override("sq"):
        assert date_format(DAY).casefold() == "2 mars 2026"


def test_money_is_grouped_with_a_space_that_does_not_break():
    with translation.override("sq"):
        assert number_format(Decimal("1250000.50"), 2, force_grouping=True) == "1\u00a0250\u00a0000,50"
    with translation.override("en"):
        assert number_format(Decimal("1250000.50"), 2, force_grouping=True) == "1,250,000.50"


def test_a_number_in_an_address_is_never_grouped():
    with translation.override("sq"):
        assert number_format(125000) == "125000"
