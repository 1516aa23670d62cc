"""The wording of letters: versions, checks, previews."""

import pytest

from ura.letters.defaults import default_letters
from ura.letters.models import LetterText
from ura.letters.texts import PLACEHOLDERS
from ura.letters.wording import wording_of
from ura.municipalities.tenancy import working_for
from ura.office.settings_acts import check_wording
from ura.office.settings_samples import sample_values
from ura.trail.models import Trail

URL = "/lezhe/office/settings/letters/closure/sq/"
BODY = "{{ salutation }}\n\nKërkesa nr. {{ protocol_number }} u mbyll: {{ outcome }}."


@pytest.fixture
def signed_in(town, client):
    client.force_login(town.fatmir.user)
    return client


def versions(town):
    with working_for(town.lezha):
        return [(row.version, row.subject) for row in LetterText.objects.order_by("version")]


def test_a_new_wording_is_a_version_and_is_used_at_once(signed_in, town):
    assert signed_in.post(URL, {"subject": "Mbyllje", "body": BODY}).status_code == 302
    assert signed_in.post(URL, {"subject": "Mbyllja e kërkesës", "body": BODY.replace("\n", "\r\n")}).status_code == 302
    assert versions(town) == [(1, "Mbyllje"), (2, "Mbyllja e kërkesës")]
    with working_for(town.lezha):
        now = wording_of(town.lezha, "closure", "sq")
        acts = list(Trail.objects.values_list("act", flat=True))
    assert ((now.subject, now.body), acts) == (("Mbyllja e kërkesës", BODY), ["letters.reworded", "letters.reworded"])
    with working_for(town.korca):
        assert wording_of(town.korca, "closure", "sq") == default_letters()["closure"].sq


def test_saving_without_a_change_makes_no_version(signed_in, town):
    shipped = default_letters()["closure"].sq
    data = {"subject": shipped.subject, "body": shipped.body.replace("\n", "\r\n")}
    assert (signed_in.post(URL, data).status_code, versions(town)) == (422, [])


def test_an_earlier_version_and_the_shipped_text_come_back_as_new_versions(signed_in, town):
    for subject in ("E para", "E dyta"):
        signed_in.post(URL, {"subject": subject, "body": BODY})
    for version in ("1", "0"):
        assert signed_in.post(f"{URL}restore/", {"version": version}).status_code == 302
    shipped = default_letters()["closure"].sq
    assert versions(town) == [(1, "E para"), (2, "E dyta"), (3, "E para"), (4, shipped.subject)]
    assert signed_in.get(URL).context["is_shipped"]
    for version in ("9", "", "x", "²"):
        assert signed_in.post(f"{URL}restore/", {"version": version}).status_code == 409


@pytest.mark.parametrize("body", [
    BODY + " {{ unknown_name }}",  # nobody knows it
    BODY + " {{ question }}",  # known, but never in this letter
    BODY + " {{ office_phone }}",  # may be empty
    BODY.replace("{{ outcome }}", "e përfunduar"),  # the letter must say the outcome
    BODY + " {{ outcome",
    "   ",
])  # fmt: skip
def test_a_text_that_would_stop_the_letter_is_refused(body, signed_in, town):
    answer = signed_in.post(URL, {"subject": "Mbyllje", "body": body})
    assert (answer.status_code, list(answer.context["form"].errors), versions(town)) == (422, ["body"], [])


def test_what_may_be_empty_stands_in_double_brackets(signed_in, town):
    body = BODY + " [[Tel. {{ office_phone }}]]"
    assert signed_in.post(URL, {"subject": "Mbyllje", "body": body}).status_code == 302


@pytest.mark.parametrize("kind", list(default_letters()))
@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_shipped_text_passes_its_own_check_and_can_be_looked_at(kind, language, signed_in):
    shipped = default_letters()[kind].wording(language)
    check_wording(kind, shipped.subject, shipped.body)
    page = signed_in.post(
        f"/lezhe/office/settings/letters/{kind}/{language}/",
        {"subject": shipped.subject, "body": shipped.body, "preview": "1"},
    )
    subject, text = page.context["preview"]
    assert (page.status_code, "{{" in subject + text, "[[" in subject + text) == (200, False, False)


def test_looking_at_a_text_keeps_nothing(signed_in, town):
    page = signed_in.post(URL, {"subject": "Mbyllje", "body": BODY, "preview": "1"})
    assert page.context["preview"][1].splitlines()[0] == "I/E nderuar Arta Shembulli,"
    assert versions(town) == []


def test_every_name_has_a_sample_in_both_languages(working):
    for language in ("sq", "en"):
        assert PLACEHOLDERS.keys() - sample_values(working.lezha, language).keys() == set()


@pytest.mark.parametrize(("kind", "language"), [("closure", "sq"), ("answer", "en")])
def test_the_text_is_looked_at_on_the_offices_paper(kind, language, signed_in):
    shipped = default_letters()[kind].wording(language)
    answer = signed_in.post(
        f"/lezhe/office/settings/letters/{kind}/{language}/preview.pdf",
        {"subject": shipped.subject, "body": shipped.body},
    )
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")


def test_a_broken_text_makes_no_pdf(signed_in):
    answer = signed_in.post(f"{URL}preview.pdf", {"subject": "Mbyllje", "body": BODY + " {{ x"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["body"])


@pytest.mark.parametrize("address", ["closure/de/", "nothing/sq/"])
def test_an_unknown_letter_is_not_there(address, signed_in):
    assert signed_in.get(f"/lezhe/office/settings/letters/{address}").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("besnik", 403), ("ermira", 403), ("drita", 404)])
def test_letters_are_reworded_by_administrators_only(who, status, town, client):
    client.force_login(getattr(town, who).user)
    data = {"subject": "Mbyllje", "body": BODY, "version": "0"}
    assert [client.post(f"{URL}{act}", data).status_code for act in ("", "preview.pdf", "restore/")] == [status] * 3
    assert versions(town) == []
