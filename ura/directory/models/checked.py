"""What every record of the directory carries: until when it holds, and who said so last (SOP internal 8.2)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ura.municipalities.tenancy import TenantModel
from ura.staff.models import Officer

LANGUAGES = [
    ("sq", _("Albanian")), ("en", _("English")), ("it", _("Italian")), ("el", _("Greek")), ("de", _("German")),
    ("fr", _("French")), ("mk", _("Macedonian")), ("sr", _("Serbian")), ("rom", _("Romani")), ("uk", _("Ukrainian")),
    ("ar", _("Arabic")), ("fa", _("Persian")), ("tr", _("Turkish")),
]  # fmt: skip


class Checked(TenantModel):
    """A record that holds until a day; then somebody asks there again and says that it is still right."""

    # HSDS 3.0 calls these assured_date, assurer_email and, of an organization or service, last_modified.
    confirmed_on = models.DateField(_("Confirmed on"), null=True)
    confirmed_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Confirmed by")
    )
    valid_until = models.DateField(_("Valid until and including"), null=True, blank=True)
    active = models.BooleanField(_("In use"), default=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        abstract = True

    @property
    def needs_review(self):
        """Nobody confirmed it yet, or the day has passed until which it was said to hold."""
        return self.valid_until is None or self.valid_until < timezone.localdate()


def in_language(row, field, language=None):
    """A text that exists in both languages, in the reader's; the other one before nothing."""
    language = language or get_language() or "sq"
    own, other = ("en", "sq") if language.startswith("en") else ("sq", "en")
    return getattr(row, f"{field}_{own}") or getattr(row, f"{field}_{other}")
