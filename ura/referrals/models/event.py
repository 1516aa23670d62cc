"""What happened to a referral on which day, and what was said and handed over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.post.models import File
from ura.referrals.models.incoming import IncomingReferral
from ura.referrals.models.referral import Referral
from ura.referrals.states import EventKind, Side
from ura.staff.models import Officer


class ReferralEvent(TenantModel):
    """One dated event of a referral that went out or came in.

    Between two offices of Ura `remote` is the key of the same event on the other side, and `carried_at` when it was
    taken there: carried twice, it is written once.
    """

    personal = Personal(
        activity=CASEWORK, what=_("What happened to a referral"),
        of=("referral__enquiry__requester", "referral__person", "incoming__enquiry__requester"), fields=("text",),
        files=("file",), also=("kind", "side", "on", "at"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, related_name="events", db_index=False)
    incoming = models.ForeignKey(IncomingReferral, on_delete=models.PROTECT, null=True, related_name="events")
    kind = models.CharField(_("What happened"), max_length=12, choices=EventKind)
    side = models.CharField(_("By whom"), max_length=6, choices=Side)
    on = models.DateField(_("Day"))
    at = models.DateTimeField(_("Written down"), default=now)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)  # codes, keys and days; nothing that names a person
    text = EncryptedTextField(_("Text"), blank=True, default="")
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    remote = models.BigIntegerField(null=True)
    carried_at = models.DateTimeField(null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["municipality", "referral", "at"], name="event_of_referral")]
        constraints = [
            models.CheckConstraint(
                condition=Q(referral__isnull=False, incoming=None) | Q(referral=None, incoming__isnull=False),
                name="event_of_one_referral",
            ),
            models.UniqueConstraint(
                fields=["referral", "remote"], condition=Q(remote__isnull=False), name="carried_here_once"
            ),
            models.UniqueConstraint(
                fields=["incoming", "remote"], condition=Q(remote__isnull=False), name="carried_there_once"
            ),
        ]

    @property
    def was_told(self):
        """The receiver sees it behind their link: what both sides did and said."""
        return self.kind in TOLD


TOLD = (
    EventKind.SENT, EventKind.RESENT, EventKind.PRINTED, EventKind.ACCEPTED, EventKind.DECLINED, EventKind.PROGRESS,
    EventKind.DONE, EventKind.QUESTION, EventKind.ANSWER, EventKind.FILE, EventKind.DUE_CHANGED, EventKind.REVOKED,
)  # fmt: skip
