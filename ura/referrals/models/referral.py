"""One referral (referimi): a matter put before an institution or another office, and what came of it."""

import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Case
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.desk.models import Enquiry
from ura.directory.models import Institution, Service, ServiceKind
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Consent, ConsentOverride, Person
from ura.post.models import File
from ura.referrals.catalogue import fields
from ura.referrals.queries import ReferralQuerySet
from ura.referrals.states import OPEN, Outcome, State, Urgency, Way
from ura.register.models import Entry
from ura.staff.models import Officer


class Referral(TenantModel):
    """Referimi: a case or request put before one institution's service, with the copy of what it was told.

    Who may know of it is who may know of its request. `shared` is all that ever leaves; `consent` (or the
    supervisor's exception) is what allowed it. Days, states and codes are what is counted.
    """

    personal = Personal(
        activity=CASEWORK, what=_("Referral"), of=("enquiry__requester", "person"),
        fields=("shared", "asked", "email"), files=("letter",),
        also=("recipient", "category", "state", "urgency", "way", "sent_on", "due_on", "answered_on", "ended_on",
              "outcome"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="referrals")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="referrals", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="referrals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="referrals")
    order = models.PositiveSmallIntegerField()  # the how-manieth of its request
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="referrals")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="referrals")
    to_office = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    recipient = models.CharField(_("Referred to"), max_length=200)  # its name on that day: whom the consent names
    category = models.CharField(_("Kind of service"), max_length=16, choices=ServiceKind, blank=True)
    way = models.CharField(_("How it went"), max_length=6, choices=Way)
    urgency = models.CharField(_("Urgency"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    state = models.CharField(_("Status"), max_length=11, choices=State, default=State.PENDING)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome, blank=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="referrals")
    override = models.ForeignKey(ConsentOverride, on_delete=models.PROTECT, null=True, related_name="+")
    shared = EncryptedTextField(_("What was told"), blank=True, default="")  # JSON: [[code, text], …]
    asked = EncryptedTextField(_("What is asked"))
    email = EncryptedTextField(_("E-mail of the receiver"), blank=True, default="")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="referral")
    letter = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(_("Sent"))
    due_on = models.DateField(_("Due"))  # of the answer; once accepted, of the result
    answer_due_on = models.DateField()  # by which an answer was expected: late is counted from here
    answered_on = models.DateField(_("First answered"), null=True)
    ended_on = models.DateField(_("Ended"), null=True)
    reminded_on = models.DateField(null=True)  # of the present due date; a new one begins anew
    escalated_on = models.DateField(null=True)
    unread = models.BooleanField(default=False)  # the other side wrote, and nobody has read it
    crossed_at = models.DateTimeField(null=True)  # to another office of Ura: when it arrived there
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name=_("Referred by"))
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager(ReferralQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["municipality", "enquiry"], name="referral_of_enquiry"),
            models.Index(fields=["municipality", "due_on", "id"], name="referral_open",
                         condition=Q(state__in=[each.value for each in OPEN])),
            models.Index(fields=["municipality", "state", "-id"], name="referral_by_state"),
            models.Index(fields=["municipality", "sent_on"], name="referral_by_day"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "order"], name="referral_order_once"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, to_office=None) | Q(institution=None, to_office__isnull=False),
                name="referral_has_one_receiver",
            ),
            models.CheckConstraint(condition=~Q(state="done") | ~Q(outcome=""), name="done_referral_has_outcome"),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("referral", args=[self.municipality.slug, self.pk])

    @property
    def label(self):
        """How it is called on paper and by mail: the number of its request, and its own."""
        return f"{self.enquiry.entry.label}-R{self.order}"

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_late(self):
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def told(self):
        """[(Field, text)]: what the receiver was told, in the order of the catalogue."""
        known = fields()
        return [(known[code], text) for code, text in json.loads(self.shared or "[]") if code in known]
