"""An application of a person or family to a call, its documents, and what happened to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Case
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.housing.models.call import Call
from ura.housing.national import papers, word
from ura.housing.queries import ApplicationQuerySet
from ura.housing.states import PaperState, State, What, Why
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Household, Person
from ura.post.models import File
from ura.staff.models import Officer


class Application(TenantModel):
    """Aplikim për strehim. It is published by its own number, which says nothing of the person."""

    personal = Personal(
        activity=CASEWORK, what=_("Housing application"), of="person", fields=("notes", "confirmation"),
        also=("received_on", "state", "points", "rank", "members", "children", "income", "priorities", "priority_points", "moved_up_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="housing_applications")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="housing_applications", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="housing_applications")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(_("Number"))
    received_on = models.DateField(_("Received"))
    returnee = models.BooleanField(_("Returned from emigration"), default=False)
    members = models.PositiveSmallIntegerField(_("Members of the family"), default=1)
    children = models.PositiveSmallIntegerField(_("Of these, children under 18"), default=0)
    income = models.PositiveIntegerField(_("Monthly income of the family, in lek"), null=True, blank=True)
    priorities = models.JSONField(_("Priority categories"), default=list, blank=True)
    confirmation = EncryptedTextField(_("Confirmation number of e-Albania"), blank=True, default="")
    confirmed_on = models.DateField(_("Entered on e-Albania on"), null=True, blank=True)
    assisted = models.CharField(_("Why the office enters it"), max_length=12, choices=Why, blank=True)
    answers = models.JSONField(default=dict)  # {sub-criterion: answer} of the call's table
    group_points = models.JSONField(default=dict)  # {group: points}
    priority_points = models.PositiveSmallIntegerField(_("Points for priority categories"), default=0)  # within points
    points = models.PositiveSmallIntegerField(_("Points"), null=True)
    rank = models.PositiveIntegerField(_("Place"), null=True)
    by_quota = models.BooleanField(default=False)  # proposed because of the quota for returnees
    state = models.CharField(_("Status"), max_length=1, choices=State, default=State.RECEIVED)
    moved_up_on = models.DateField(_("Moved up from the waiting list on"), null=True, blank=True)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    notes = EncryptedTextField(_("Notes"), blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    objects = office_manager(ApplicationQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["municipality", "call", "rank"], name="application_by_rank"),
            models.Index(fields=["municipality", "call", "state"], name="application_by_state"),
            models.Index(fields=["municipality", "person"], name="application_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "number"], name="application_number_once"),
            models.UniqueConstraint(
                fields=["call", "person"],
                condition=~Q(state__in=["6", "7", "8", "9", "a"]),
                name="one_application_a_call",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__lte=100), name="application_points_at_most_100"
            ),
            models.CheckConstraint(condition=Q(children__lte=models.F("members")), name="children_are_members"),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """S-12/2026: the number under which it is published."""
        return f"S-{self.number}/{self.year}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("housing_application", args=[self.municipality.slug, self.pk])


class ApplicationPaper(TenantModel):
    """One document the law asks for: where it stands, and the fee the municipality paid for it."""

    personal = Personal(
        activity=CASEWORK, what=_("Document of a housing application"), of="application__person",
        also=("code", "state", "on", "fee"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(_("Document"), max_length=40)
    state = models.CharField(_("Where it stands"), max_length=10, choices=PaperState, default=PaperState.MISSING)
    on = models.DateField(_("Day"), null=True, blank=True)
    fee = models.PositiveIntegerField(_("Fee paid by the municipality, in lek"), null=True, blank=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "code"], name="application_paper_once")]

    @property
    def name(self):
        return word(papers(), self.code)


class ApplicationFile(TenantModel):
    """A scan or photo brought for an application: of which document, who kept it and when."""

    personal = Personal(
        activity=CASEWORK, what=_("File of a housing application"), of="application__person", files=("file",),
        also=("code", "at"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    code = models.CharField(_("Document"), max_length=60)
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Written down"), default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]


class HousingEvent(TenantModel):
    """What happened to an application on which day."""

    personal = Personal(
        activity=CASEWORK, what=_("What happened to a housing application"), of="application__person",
        fields=("text",), also=("what", "on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="housing_events")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(_("What happened"), max_length=10, choices=What)
    on = models.DateField(_("Day"))
    at = models.DateTimeField(default=now)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)  # codes, points, lek; nothing that names a person
    text = EncryptedTextField(_("Text"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "application"], name="event_of_application")]
