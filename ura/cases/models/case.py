"""The case itself: narrow row, words apart, categories, and what happened."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.cases.queries import CaseQuerySet
from ura.cases.states import OPEN, Category, EventKind, Kind, Outcome, State
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.desk.models import Enquiry
from ura.municipalities.models import AdministrativeUnit, Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Household, Person
from ura.post.models import File
from ura.staff.models import Officer


class Case(TenantModel):
    """Dosja: the long help for one person or family. It bears the protocol number of the request that opened it.

    Who may know of it is who may know of that request: its restriction, team and exceptions are the request's.
    """

    personal = Personal(
        activity=CASEWORK, what=_("Case"), of="person",
        also=("kind", "state", "origin", "opened_on", "closed_on", "outcome", "next_review_on", "emergency_at"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="cases", db_index=False)
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="case")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="cases")
    owner = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="cases", verbose_name=_("Case manager")
    )
    unit = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Administrative unit"),
    )  # fmt: skip
    kind = models.CharField(_("Kind of case"), max_length=10, choices=Kind)
    state = models.CharField(_("Status"), max_length=1, choices=State, default=State.OPENED)
    origin = models.CharField(_("Country or municipality of origin"), max_length=60, blank=True)
    arrived_on = models.DateField(_("Arrived or returned on"), null=True, blank=True)
    opened_on = models.DateField(_("Opened"))
    closed_on = models.DateField(_("Closed on"), null=True)
    outcome = models.CharField(_("Outcome"), max_length=12, choices=Outcome, blank=True)
    next_review_on = models.DateField(_("Next review"), null=True)
    to_close = models.BooleanField(_("Waits for closing"), default=False, db_default=False)  # so said its last review
    emergency_at = models.DateTimeField(_("Emergency since"), null=True)
    emergency_due_at = models.DateTimeField(_("To be met by"), null=True)
    emergency_met_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager(CaseQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [
            # By request, which is by number: so a word searched for meets its cases newest first.
            models.Index(fields=["municipality", "-enquiry"], name="case_newest"),
            models.Index(
                fields=["municipality", "-enquiry"], name="case_open", condition=Q(state__in=[each.value for each in OPEN]),
                include=["state", "kind", "unit", "owner", "next_review_on", "opened_on", "origin"],
            ),
            models.Index(  # the kind is asked most often, and the count need not pass the other three
                fields=["municipality", "kind", "-enquiry"], name="case_open_kind",
                condition=Q(state__in=[each.value for each in OPEN]),
                include=["state", "unit", "owner", "next_review_on", "opened_on", "origin"],
            ),
            models.Index(fields=["municipality", "owner", "state"], name="case_by_owner"),
            models.Index(fields=["municipality", "person"], name="case_by_person"),
            models.Index(fields=["municipality", "state", "next_review_on"], name="case_by_review"),
            models.Index(fields=["municipality", "next_review_on"], name="case_to_close", condition=Q(to_close=True)),
            models.Index(fields=["municipality", "-opened_on", "-id"], name="case_by_day"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(condition=~Q(state="5") | Q(closed_on__isnull=False), name="closed_case_has_day")
        ]

    def __str__(self):
        return str(self.enquiry)

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("case", args=[self.municipality.slug, self.enquiry.entry.year, self.enquiry.entry.number])

    @property
    def is_open(self):
        return self.state != State.CLOSED

    @property
    def is_emergency(self):
        return self.emergency_at is not None and self.emergency_met_at is None

    @property
    def review_is_overdue(self):
        return bool(self.is_open and self.next_review_on and self.next_review_on < timezone.localdate())


class CaseText(TenantModel):
    """The words of a case, apart from its narrow row; all ciphertext."""

    personal = Personal(
        activity=CASEWORK, what=_("Words of the case"), of="case__person", fields=("summary", "story", "wishes")
    )

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="text")
    summary = EncryptedTextField(_("In one sentence"), blank=True, default="")
    story = EncryptedTextField(_("What happened"), blank=True, default="")
    wishes = EncryptedTextField(_("What the person wishes"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        pass


class CaseCategory(TenantModel):
    """A vulnerability of one person of the case, from a day until a day; the case is counted under it."""

    personal = Personal(
        activity=CASEWORK, what=_("Vulnerability"), of="person", also=("category", "from_on", "until_on")
    )

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="categories")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="categories")
    category = models.CharField(_("Vulnerability"), max_length=16, choices=Category)
    from_on = models.DateField(_("Since"))
    until_on = models.DateField(_("Until and including"), null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "category", "case"], name="case_by_category")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "category"], condition=Q(until_on=None), name="category_once"
            )
        ]


class CaseEvent(TenantModel):
    """What happened on which day in a case: its timeline, and what is counted."""

    personal = Personal(
        activity=CASEWORK, what=_("What happened"), of="case__person", fields=("text",), files=("file",),
        also=("kind", "on", "at"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="case_events", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # of the household
    kind = models.CharField(_("What happened"), max_length=20, choices=EventKind)
    on = models.DateField(_("Day"))
    at = models.DateTimeField(_("Written down on"), default=now)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)  # codes, keys, days and amounts; nothing that names a person
    text = EncryptedTextField(_("Text"), blank=True, default="")
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["municipality", "case", "at"], name="event_of_case"),
            models.Index(fields=["municipality", "kind", "on"], name="case_event_by_day"),
        ]
