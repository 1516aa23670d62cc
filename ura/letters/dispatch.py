"""How a signed letter comes back and leaves: what every kind of official letter asks alike."""

from django.db import models
from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.letters.albanian import date_in_text
from ura.post.addresses import normal_address
from ura.post.files import inspect

SCANS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n"}


class Dispatch(models.TextChoices):
    EMAIL = "email", gettext_lazy("By e-mail")
    POST = "post", gettext_lazy("By post")
    HAND = "hand", gettext_lazy("Handed over")


def look_at_scan(upload):
    """Look at (name, bytes) of a scan before any transaction; raises Refused unless it is PDF, JPG or PNG inside."""
    name, data = upload
    seen = inspect(data, name)
    # Without libmagic nothing is known of the type; the first bytes tell these three apart by themselves.
    known = SCANS.get(seen.content_type) or (not seen.checked and any(data.startswith(head) for head in SCANS.values()))
    if not known:
        raise Refused(
            _("The signed letter must be a PDF or a picture (JPG or PNG); this file is something else inside. Scan it again."),
            field="file",
        )  # fmt: skip
    return seen


def checked_address(to):
    """The address, unless no mail can go there."""
    if normal_address(to) is None:
        raise Refused(_("No mail can go to «%(address)s»: check the address.") % {"address": to}, field="to")
    return to


def checked_day(on, entry):
    """The day on which a letter left: not to come, and not before the day that its number bears."""
    if on > timezone.localdate():
        raise Refused(_("%(day)s is in the future: write the day on which the letter left.") % {"day": _short(on)},
                      field="on")  # fmt: skip
    if on < entry.received_on:
        raise Refused(
            _("The letter bears the day %(day)s and cannot have left before it.") % {"day": _short(entry.received_on)},
            field="on",
        )
    return on


def checked_proof(dispatch, proof):
    """The number of the registered letter, or who took it."""
    proof = " ".join(proof.split())
    if not proof:
        raise Refused(
            _("Write the number of the registered letter, as on the post office's slip.")
            if dispatch == Dispatch.POST
            else _("Write who took the letter."),
            field="proof",
        )
    return proof


def cover_words(entry, language):
    """The line above the letter's words in the message that carries it."""
    with override(language):
        return _("Enclosed is our letter no. %(number)s of %(day)s. It reads:") % {
            "number": entry.label, "day": date_in_text(entry.received_on, language)}  # fmt: skip


def _short(day):
    text = dateformat.format(day, "j F Y")
    return text.lower() if get_language() == "sq" else text
