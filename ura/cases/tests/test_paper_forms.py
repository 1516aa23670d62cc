"""The three forms are those of the reference, field by field; durations fall into the bands as it reads them."""

from pathlib import Path

import pytest
from django.utils.translation import override

from ura.cases import paper_forms
from ura.cases.paper_forms import FormKey, band_of, clauses, paper_form
from ura.cases.session_paper import paper_of
from ura.letters.form_paper import form_pdf
from ura.letters.tests.reading import tags, words
from ura.people.consent_texts import text_in_use

ROOT = Path(__file__).resolve().parents[3]
FLAGS = ("required", "personal_data", "needs_consent", "stats_use")
TEXTS = ("consent_clause", "basis", "note_en")


def test_the_forms_have_as_many_fields_as_their_sources():
    assert [(key, len(paper_form(key).fields)) for key in FormKey.values] == [
        ("diaspora_registration", 31), ("internal_counselling", 36), ("returnee_registration", 31),
    ]  # fmt: skip
    assert [(each.key, each.kind, each.optional) for each in clauses()] == [
        ("confidentiality", "statement", False), ("purpose", "statement", False), ("no_sharing", "statement", False),
        ("rights", "statement", False), ("withdrawal", "statement", False), ("processing", "consent", False),
        ("stats", "consent", True), ("follow_up", "consent", True), ("validity", "statement", False),
    ]  # fmt: skip


def test_every_field_option_and_clause_is_that_of_the_reference():
    yaml = pytest.importorskip("yaml")
    file = next(ROOT.parent.glob("*/reference/forms.yaml"), None)
    if file is None:
        pytest.skip("the reference is not at hand")
    reference = yaml.safe_load(file.read_text(encoding="utf-8"))
    ours = paper_forms._data()
    assert [row["key"] for row in ours["form"]] == [row["key"] for row in reference["forms"]] == FormKey.values
    for mine, theirs in zip(ours["form"], reference["forms"], strict=True):
        for name in ("title_sq", "title_en", "source", "used_in"):
            assert mine[name] == theirs[name]
        consent = theirs["consent"]
        assert (mine["signed_by"], mine["basis"]) == (consent["signed_by"], consent["basis"])
        assert ours["declaration"]["clause"] == [
            {name: each[name] for name in ("key", "kind", "optional", "sq", "en")} for each in consent["clauses"]
        ]
        for name in ("law", "law_title_sq", "law_title_en", "validity_years", "validity_starts", "rights",
                     "withdrawal_channel"):  # fmt: skip
            assert ours["declaration"][name] == consent[name]
        assert [whole(each) for each in mine["field"]] == [whole(each) for each in theirs["fields"]]


def whole(field):
    """A field with what its file leaves out."""
    return {"options": []} | dict.fromkeys(FLAGS, False) | dict.fromkeys(TEXTS, "") | field


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(0, "lt5"), (4, "lt5"), (5, "5_10"), (9, "5_10"), (10, "10_20"), (19, "10_20"), (20, "20_30"), (30, "20_30"),
     (31, "gt30"), (200, "gt30")],
)  # fmt: skip
def test_minutes_fall_into_their_band(minutes, band):
    assert band_of(minutes) == band


def test_without_the_declaration_only_what_is_ticked_stays_open():
    form = paper_form("returnee_registration")
    assert [field.key for field in form.asked if not field.closed_unnamed] == [
        "migrant_category", "gender", "age_band", "employment_status", "education", "referral_source", "emergency",
        "needs",
    ]  # fmt: skip
    closed = {field.key for field in form.fields if field.closed_unnamed}
    assert {"citizen_name", "consent_full_name", "consent_phone", "economic_situation", "return_date"} <= closed


@pytest.mark.parametrize("key", FormKey.values)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_empty_form_is_a_tagged_pdf_with_every_label_and_option(working, key, language):
    pdf = form_pdf(**paper_of(working.lezha, key, language, text_in_use(working.lezha, language, keep=False)))
    assert {"/H1", "/H2", "/Table", "/TH"} <= set(tags(pdf))
    said = squeezed(words(pdf))
    with override(language):
        for field in paper_form(key).fields:
            if field.key not in ("municipality", "consent_stats", "consent_follow_up"):
                assert squeezed(field.label) in said
            for option in field.options:
                assert squeezed(str(option)) in said
        for each in clauses():
            assert squeezed(str(each)) in said


def squeezed(text):
    return "".join(text.split()).replace("-", "")
