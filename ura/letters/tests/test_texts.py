import datetime

import pytest
from django.utils import translation

from ura.core.refusals import Refused
from ura.letters.defaults import default_letters
from ura.letters.texts import PLACEHOLDERS, check, fill, fill_line, placeholders, required

DAY = datetime.date(2026, 3, 12)
UNKNOWN = "These names are not known: %s. Choose from the list beside the text."
EVERYTHING = {name: f"<{name}>" for name in PLACEHOLDERS}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_fill_puts_values_in_place_and_writes_days_in_the_language_of_the_letter():
    text = "Nr. {{ protocol_number }}, datë {{received_on}}"
    values = {"protocol_number": "7/2026", "received_on": DAY}
    assert fill(text, values) == "Nr. 7/2026, datë 12.03.2026"
    assert fill(text, values, language="en") == "Nr. 7/2026, datë 12 March 2026"


def test_fill_never_reads_a_value_again():
    values = {"reason": "{{ answer }} [[x]] {% now %} #let", "answer": "e fshehtë"}
    assert fill("Arsyeja: {{ reason }}", values) == "Arsyeja: {{ answer }} [[x]] {% now %} #let"


def test_fill_names_every_missing_value():
    with pytest.raises(Refused) as refused:
        fill("{{ reason }}, {{ answer }}, {{ due_on }}", {"answer": "  ", "due_on": None, "reason": "po"})
    assert str(refused.value) == (
        "The letter cannot be made yet; still missing: text of the answer ({{ answer }}) and due date ({{ due_on }})."
    )


def test_fill_refuses_unknown_names_before_anything_is_printed():
    with pytest.raises(Refused, match=r"These names are not known: \{\{ emri \}\}"):
        fill("{{ emri }}", {"emri": "Arta"})


@pytest.mark.parametrize(("phone", "line"), [("+355 66 1", "Ana, tel. +355 66 1."), ("", "Ana."), (None, "Ana.")])
def test_optional_words_go_with_their_value(phone, line):
    text = "{{ focal_point_name }}[[, tel. {{ focal_point_phone }}]]."
    assert fill(text, {"focal_point_name": "Ana", "focal_point_phone": phone}) == line


def test_optional_paragraph_leaves_no_hole():
    assert fill("Një\n\n[[Arsyeja: {{ reason }}]]\n\nDy", {}) == "Një\n\nDy"


def test_fill_line_is_one_line_so_a_value_adds_no_header():
    assert fill_line("Re: {{ subject }}", {"subject": "x\r\nBcc: y@example.org"}) == "Re: x Bcc: y@example.org"


def test_values_lose_invisible_orders_and_keep_their_letters():
    assert fill("{{ answer }}", {"answer": "a\x00b\x07\u202ec\ud800 e\u0308\r\n\r\n\r\n\r\nç"}) == "abc ë\n\nç"


def test_a_moment_is_not_a_day():
    moment = datetime.datetime(2026, 3, 12, 23, 30, tzinfo=datetime.UTC)
    with pytest.raises(TypeError):
        fill("{{ received_on }}", {"received_on": moment})


def test_names_are_listed_once_in_order():
    text = "{{ reason }} [[{{ due_on }}]] {{ answer }} {{ reason }}"
    assert placeholders(text) == ("reason", "due_on", "answer")
    assert required(text) == ("reason", "answer")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("Gjithçka mirë {{ reason }} [[{{ due_on }}]]", []),
        ("  ", ["The text is empty."]),
        (
            "{{ emri }} {{ mbiemri }}",
            [UNKNOWN % "{{ emri }} and {{ mbiemri }}"],
        ),
    ],
)
def test_check_speaks_to_the_editor(text, problems):
    assert check(text) == problems


@pytest.mark.parametrize("text", ["{{ due on }}", "{{ reason", "reason }}", "{% if x %}", "[[ {{ reason }}", "]] x"])
def test_check_finds_broken_brackets(text):
    (problem,) = check(text)
    assert problem.startswith("Brackets that are not closed or not understood near “")


def test_check_says_what_the_law_wants_in_the_letter():
    assert check("Jo.", needs=("reason",)) == ["This letter must also say: reason ({{ reason }})."]


@pytest.mark.parametrize("kind", default_letters())
@pytest.mark.parametrize("language", ["sq", "en"])
def test_shipped_letter_is_whole(kind, language):
    letter = default_letters()[kind]
    wording = letter.wording(language)
    assert check(wording.subject) == []
    assert check(wording.body, needs=letter.needs) == []
    filled = fill(wording.body, EVERYTHING, language=language)
    assert "{" not in filled and "[[" not in filled


@pytest.mark.parametrize("kind", default_letters())
def test_shipped_letter_says_the_same_things_in_both_languages(kind):
    letter = default_letters()[kind]
    for part in ("subject", "body"):
        assert set(placeholders(getattr(letter.sq, part))) == set(placeholders(getattr(letter.en, part)))


def test_refusal_tells_the_right_to_complain_with_its_law():
    letter = default_letters()["refusal"]
    assert "brenda 30 ditëve pune" in letter.sq.body
    assert "nenit 24, pika 2, të ligjit nr. 119/2014" in letter.sq.body
    assert "within 30 working days" in letter.en.body
    assert "article 24(2) of law no. 119/2014" in letter.en.body
