"""What a citizen does about their own data: ask once, or by a link in an e-mail."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ura.core import once
from ura.portal import drafts
from ura.portal.actions import NotProven
from ura.post.models import Outbox
from ura.post.outbox import queue
from ura.rights.actions import receive_from_public
from ura.rights.models import RightsRequest


def ask_once(municipality, token, *, check=None, **asked):
    """Ask, or find what the same form asked before. `check` as for a request; when it says no, nothing is left."""
    who = _who(municipality)
    if not once.claim(who, token):
        return asked_before(municipality, token)
    if check and not check():
        raise NotProven
    row = receive_from_public(municipality, **asked)
    once.remember(who, token, row.pk)
    return row


def asked_before(municipality, token):
    """What this form made already, or None."""
    made = once.made_by(_who(municipality), token)
    return RightsRequest.objects.filter(municipality=municipality, pk=made).first() if made else None


def ask_by_mail(municipality, token, asked):
    """Keep what was written, and mail a link that registers it; the same form twice mails once."""
    if not once.claim(_who(municipality), f"mail{token}", drafts.KEPT_FOR):
        return
    link, person = drafts.keep(municipality, asked, form="data"), asked["person"]
    with translation.override(person["language"]):
        address = settings.BASE_URL + reverse("data_confirm", args=[municipality.slug]) + "?" + urlencode({"t": link})
        queue(
            municipality, key=f"confirm-{drafts.name_in(link)}", kind="portal_confirm", to=person["email"],
            language=person["language"], subject=_("Confirm your request to the %(office)s") % {"office": municipality.office},
            text=_(
                "Somebody, we believe you, asked the %(office)s of the %(municipality)s about their data with this e-mail "
                "address.\n\nOpen this link and press “Register my request”:\n\n%(address)s\n\n"
                "The link works for 24 hours. If it was not you, do nothing: what was written is then deleted."
            ) % {"office": municipality.office, "municipality": municipality.official, "address": address},
        )  # fmt: skip


def confirm(municipality, name, draft):
    """The click in the e-mail: registered now, once however often one clicks; None when it is gone."""
    if draft is None:
        return asked_before(municipality, f"draft{name}")
    row = ask_once(municipality, f"draft{name}", **draft["words"])
    mails = Outbox.objects.filter(municipality=municipality, key=f"confirm-{name}", about="")
    mails.update(about=row._meta.label_lower, row=row.pk)
    transaction.on_commit(lambda: drafts.forget(name))
    return row


def _who(municipality):
    return f"data-{municipality.pk}"
