"""More text than a form takes: a page that says so in the reader's language, before and after the door's own check."""

import pytest
from django.test import Client

SENTENCES = {
    "sq": "Dërgojeni tekstin e gjatë si bashkëlidhje",
    "en": "Send a long text as an attachment",
}


@pytest.mark.parametrize("checked", [True, False], ids=["with the forgery check", "in the form itself"])
@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize(
    "typed",
    [{"text": "ë" * 3_000_000}, {f"f{n}": "x" for n in range(1100)}],
    ids=["six million bytes", "too many fields"],
)
def test_too_much_typed_into_a_staff_form_is_said_in_the_readers_language(typed, language, checked, town, make_enquiry):
    enquiry = make_enquiry(owner=town.besnik)
    client = Client(enforce_csrf_checks=checked)
    client.force_login(town.besnik.user)
    client.cookies["django_language"] = language
    if checked:
        typed = typed | {"csrfmiddlewaretoken": client.get(enquiry.get_absolute_url()).context["csrf_token"]}
    answer = client.post(f"{enquiry.get_absolute_url()}note/", typed)
    html = answer.content.decode()
    assert (answer.status_code, f'<html lang="{language}">' in html) == (400, True)
    assert SENTENCES[language] in html
