"""The way in for the first administrator, and back in for whoever is locked out."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command

from ura.municipalities.tenancy import working_for
from ura.staff.models import User
from ura.staff.second_factor import has_one
from ura.trail.models import Trail


def account(*words):
    said = StringIO()
    call_command("account", *words, stdout=said)
    return said.getvalue()


def test_the_first_administrator_chooses_a_password_through_the_printed_link(town, client):
    said = account("add", "Mira@example.org", "--office", "korce", "--name", "Mira Prova")
    link = said.splitlines()[-1]
    form = client.get(urlsplit(link).path, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": "dallga e bardhë 12", "password2": "dallga e bardhë 12"})
    assert client.login(email="mira@example.org", password="dallga e bardhë 12")
    assert client.get("/korce/office/settings/").status_code == 200
    with working_for(town.korca):
        assert list(Trail.objects.values_list("act", "officer")) == [
            ("staff.added", None),
            ("staff.password_link", None),
        ]


def test_a_lost_second_factor_is_taken_away_and_written_down(town):
    TOTP.activate(town.fatmir.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    account("factor", "fatmir@example.org")
    assert not has_one(town.fatmir.user)
    with working_for(town.lezha):
        assert Trail.objects.get().act == "staff.factor_removed"


@pytest.mark.parametrize(
    "words", [("link", "askush@example.org"), ("add", "x@example.org", "--office", "lezhe"),
              ("add", "x@example.org", "--office", "askund", "--name", "X"),
              ("add", "besnik@example.org", "--office", "lezhe", "--name", "X")]
)  # fmt: skip
def test_what_cannot_be_is_said(words, town):
    with pytest.raises(CommandError):
        account(*words)
    assert not User.objects.filter(email="x@example.org").exists()
