"""The personal, expiring link by which an institution answers one referral, without an account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.referrals.models.referral import Referral
from ura.staff.models import Officer


class ReferralLink(TenantModel):
    """One link. Of its token only a keyed hash is kept; the code that opens it goes another way."""

    personal = Personal(
        activity=CASEWORK, what=_("Link of a referral"), of=("referral__enquiry__requester", "referral__person"),
        fields=("code",), scrambled=("token_hash",), also=("made_at", "expires_at", "opened_at", "revoked_at"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    token_hash = models.BigIntegerField()
    code = EncryptedTextField(_("Code"))  # the officer reads it out on the phone
    expires_at = models.DateTimeField(_("Opens until"))
    wrong = models.PositiveSmallIntegerField(default=0)  # wrong codes since the last right one
    opened_at = models.DateTimeField(_("First opened"), null=True)
    locked_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "token_hash"], name="referral_token_once")]
