"""A referral that comes in: from the border police, the national mechanism, another office or institution."""

import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.desk.models import Enquiry
from ura.desk.states import RestrictedFor
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.referrals.catalogue import fields
from ura.referrals.queries import IncomingQuerySet
from ura.referrals.states import OPEN, Outcome, Source, State, Urgency


class IncomingReferral(TenantModel):
    """What this office was told of somebody, and its answer; the request it became bears the protocol number.

    From another office of Ura it is a copy: `from_office` and `from_key` name the referral there, of which nothing
    else can be seen from here.
    """

    personal = Personal(
        activity=CASEWORK, what=_("Referral that came in"), of="enquiry__requester",
        fields=("shared", "asked", "contact", "reference"),
        also=("source", "sender", "state", "urgency", "received_at", "due_on", "answered_on", "ended_on", "outcome"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="incoming_referrals")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="incoming_referral")
    source = models.CharField(_("Referred by"), max_length=11, choices=Source)
    sender = models.CharField(_("Institution"), max_length=200)
    contact = EncryptedTextField(_("Who to answer to"), blank=True, default="")
    reference = EncryptedTextField(_("Their number"), blank=True, default="")
    from_office = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    from_key = models.BigIntegerField(null=True)
    ground = models.CharField(_("Restricted because"), max_length=12, choices=RestrictedFor, blank=True)
    urgency = models.CharField(_("Urgency"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    state = models.CharField(_("Status"), max_length=11, choices=State, default=State.PENDING)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome, blank=True)
    shared = EncryptedTextField(_("What we were told"), blank=True, default="")
    asked = EncryptedTextField(_("What is asked"), blank=True, default="")
    received_at = models.DateTimeField(_("Received"))
    due_on = models.DateField(_("Answer due"))
    answered_on = models.DateField(_("First answered"), null=True)
    ended_on = models.DateField(_("Ended"), null=True)
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager(IncomingQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["municipality", "state", "due_on"], name="incoming_by_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "from_office", "from_key"], condition=Q(from_office__isnull=False),
                name="crossing_once",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(outcome=""), name="done_incoming_has_outcome"),
        ]  # fmt: skip

    def __str__(self):
        return str(self.enquiry)

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("incoming_referral", args=[self.municipality.slug, self.pk])

    @property
    def received(self):
        """The day, with the hour where one was told: midnight stands for none."""
        moment = timezone.localtime(self.received_at)
        told = (moment.hour, moment.minute) != (0, 0)
        return date_format(moment, "SHORT_DATETIME_FORMAT" if told else "SHORT_DATE_FORMAT")

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_late(self):
        return self.state == State.PENDING and self.due_on < timezone.localdate()

    @property
    def told(self):
        known = fields()
        return [(known[code], text) for code, text in json.loads(self.shared or "[]") if code in known]
