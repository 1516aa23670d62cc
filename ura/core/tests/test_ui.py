"""The tags and parts that every page is made of."""

import datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.utils import translation

from ura.core.templatetags import ui

TODAY = datetime.date(2026, 3, 2)


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed", required=False)
    paper = forms.FileField(label="Paper", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def show(source, **context):
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "2 days late"), (-1, "1 day late"), (0, "today"), (1, "tomorrow"), (2, "2 days left")],
)
def test_days_are_said_in_words(days, words):
    assert ui.days_in_words(days) == words


@pytest.mark.parametrize(("days", "kind"), [(-1, "late"), (0, "today"), (2, "soon"), (3, "calm")])
def test_a_due_date_shows_how_it_presses(days, kind):
    day = TODAY + datetime.timedelta(days)
    assert ui.due(day, on=TODAY) == (
        f'<span class="due due-{kind}"><time datetime="{day}">{day:%d.%m.%Y}</time>'
        f" <b>{ui.days_in_words(days)}</b></span>"
    )


def test_a_closed_request_no_longer_presses():
    assert ui.due(TODAY, closed=True, on=TODAY + datetime.timedelta(9)) == (
        '<span class="due"><time datetime="2026-03-02">02.03.2026</time></span>'
    )


def test_a_status_escapes_its_words():
    assert ui.status(2, "<b>") == '<span class="status s2">&lt;b&gt;</span>'
    assert ui.status("late", "Late") == '<span class="status s-late">Late</span>'


@pytest.mark.parametrize(
    ("value", "places", "text"), [(12400, None, "12,400"), (0, None, "0"), (None, None, ""), (1.5, 2, "1.50")]
)
def test_numbers_are_grouped_and_nothing_stays_nothing(value, places, text):
    assert ui.number(value, places) == text


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana Leka", "AL"), ("Çlirim", "Ç"), ("", ""), ("Ëngjëll i Madh Ndreu", "ËN")],
)
def test_initials_are_first_and_last(name, letters):
    assert ui.initials(name) == letters


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, [1, 2, None, 40]),
        (3, [1, 2, 3, 4, None, 40]),
        (4, [1, 2, 3, 4, 5, None, 40]),
        (20, [1, None, 19, 20, 21, None, 40]),
        (40, [1, None, 39, 40]),
    ],
)
def test_page_numbers_leave_out_the_middle(number, shown):
    assert ui.page_numbers(Paginator(range(1000), 25).page(number)) == shown


def test_a_field_ties_label_help_and_error_together():
    html = show('{% include "ui/field.html" with field=form.name %}', form=Sample({}))
    assert '<label for="id_name">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert ">required<" in html


def test_radios_are_a_group_with_a_legend():
    html = show("{{ form.kind.as_field_group }}", form=Sample({}))
    assert "<fieldset" in html
    assert "<legend>Kind" in html
    assert 'aria-describedby="id_kind_error"' in html


def test_the_summary_leads_to_each_wrong_field():
    html = show("{{ form }}", form=Sample({}))
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_group"' in html
    assert 'id="id_kind_group"' in html


def test_a_form_with_files_is_sent_as_parts_and_keeps_hidden_fields():
    html = show('{% include "ui/form.html" %}', form=Sample())
    assert 'enctype="multipart/form-data"' in html
    assert html.count('name="secret"') == 1
    assert "data-drop" in html


@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "500.html"])
def test_error_pages_need_nothing_from_the_request(name):
    html = engines["django"].get_template(name).render({})
    assert html.count("<h1>") == 1
    assert 'href="/"' in html


@pytest.mark.parametrize("name", ["404.html", "refused.html"])
def test_no_page_carries_style_or_script_inside(name):
    html = engines["django"].get_template(name).render({"sentence": "Not now."})
    assert " style=" not in html
    assert "<style" not in html
    assert "<script>" not in html
