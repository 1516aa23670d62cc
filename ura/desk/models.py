"""Enquiries (kërkesat) as they arrive and what happens to them."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import NotPersonal, Personal
from ura.desk.queries import EnquiryQuerySet, TeamQuerySet
from ura.desk.states import OPEN, Channel, EventKind, State
from ura.directory.models import Stakeholder
from ura.municipalities.models import AdministrativeUnit, Municipality
from ura.municipalities.processing import REQUESTS
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Person
from ura.post.models import File, InboundMail
from ura.register.models import Entry
from ura.staff.models import Officer


class Enquiry(TenantModel):
    """Kërkesë: one thing somebody brings. Narrow, because lists read it by the thousand."""

    personal = Personal(
        activity=REQUESTS, what=_("Request"), of="requester", scrambled=("follow_hash",),
        also=("channel", "state", "service", "requester_type", "audience", "need", "origin", "complaint", "received_on",
              "due_on", "closed_on", "outcome", "days_taken"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="enquiries", db_index=False)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="enquiry")
    requester = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="enquiries", db_index=False)
    owner = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, related_name="enquiries", verbose_name=_("Focal point")
    )
    unit = models.ForeignKey(
        AdministrativeUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Administrative unit"),
    )
    channel = models.CharField(_("Channel"), max_length=12, choices=Channel)
    state = models.CharField(_("Status"), max_length=1, choices=State, default=State.ANALYSIS)
    service = models.CharField(_("Service type"), max_length=40, default="1")
    requester_type = models.CharField(_("Requester"), max_length=40, default="1")
    audience = models.CharField(_("Audience"), max_length=40, blank=True)
    need = models.CharField(_("Kind of need"), max_length=40, blank=True)
    origin = models.CharField(_("Country or municipality of origin"), max_length=60, blank=True)
    complaint = models.BooleanField(_("Complaint"), default=False)
    complaint_about = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Complaint about"),
    )
    restricted = models.BooleanField(_("Restricted"), default=False)  # its line in the book says only «nuk hapet»
    received_on = models.DateField(_("Received on"))
    due_on = models.DateField(_("Due"))
    closed_on = models.DateField(_("Closed on"), null=True)
    outcome = models.CharField(_("Outcome"), max_length=40, blank=True)
    days_taken = models.PositiveSmallIntegerField(_("Working days taken"), null=True)  # from receipt to closing
    waiting = models.BooleanField(default=False)  # for the requester's clarification or another institution
    unread = models.BooleanField(default=False)  # a message of the requester nobody has read
    follow_hash = models.BigIntegerField()
    version = models.PositiveIntegerField(default=0)
    objects = office_manager(EnquiryQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["municipality", "-id"], name="enquiry_newest"),
            # A large office filters its open requests by anything: PostgreSQL answers from this index alone.
            models.Index(
                fields=["municipality", "-id"],
                name="enquiry_open",
                condition=models.Q(state__in=[each.value for each in OPEN]),
                include=[
                    "state",
                    "service",
                    "requester_type",
                    "audience",
                    "need",
                    "channel",
                    "unit",
                    "owner",
                    "received_on",
                    "due_on",
                    "restricted",
                    "complaint",
                    "complaint_about",
                    "waiting",
                    "unread",
                ],
            ),
            models.Index(fields=["municipality", "state", "due_on"], name="enquiry_by_due"),
            models.Index(fields=["municipality", "owner", "state", "due_on"], name="enquiry_by_owner"),
            # Alone, the requester's own index is passed over on SQLite for the municipality's: all rows are read.
            models.Index(fields=["municipality", "requester"], name="enquiry_by_requester"),
            models.Index(fields=["municipality", "service", "-received_on"], name="enquiry_by_service"),
            models.Index(fields=["municipality", "-received_on", "-id"], name="enquiry_by_day"),
            models.Index(fields=["municipality", "due_on", "id"], name="enquiry_by_due_day"),
            models.Index(fields=["municipality", "-id"], name="enquiry_unread", condition=models.Q(unread=True)),
            models.Index(fields=["municipality", "-id"], name="enquiry_complaint", condition=models.Q(complaint=True)),
            models.Index(
                fields=["municipality", "complaint_about"],
                name="enquiry_complaint_about",
                condition=models.Q(complaint_about__isnull=False),
            ),
            models.Index(
                fields=["municipality", "-id"], name="enquiry_restricted", condition=models.Q(restricted=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "follow_hash"], name="follow_once"),
            models.CheckConstraint(
                condition=~models.Q(state="5") | models.Q(closed_on__isnull=False), name="closed_has_day"
            ),
        ]

    def __str__(self):
        return self.entry.label

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("enquiry", args=[self.municipality.slug, self.entry.year, self.entry.number])

    @property
    def is_open(self):
        return self.state != State.CLOSED

    @property
    def is_overdue(self):
        return self.is_open and self.due_on < timezone.localdate()


class EnquiryText(TenantModel):
    """The words of a request, apart from its narrow row; all ciphertext."""

    personal = Personal(
        activity=REQUESTS, what=_("Words of the request"), of="enquiry__requester",
        fields=("subject", "body", "oral_answer", "follow_code"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="text")
    subject = EncryptedTextField(_("Subject"))
    body = EncryptedTextField(_("What is asked"), blank=True, default="")
    oral_answer = EncryptedTextField(_("Oral answer"), blank=True, default="")
    follow_code = EncryptedTextField(_("Follow-up code"))
    objects = office_manager()

    class Meta(TenantModel.Meta):
        pass


class EnquiryToken(TenantModel):
    """Keyed hashes of the words of subject, names and number by which the register is searched."""

    personal = Personal(activity=REQUESTS, what=_("Index of the request"), of="enquiry__requester", rows_go=True)

    search_index = True

    pk = models.CompositePrimaryKey("municipality", "enquiry", "token")  # millions of rows: no index without a use
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.PROTECT, related_name="tokens", db_constraint=False, db_index=False
    )
    token = models.BigIntegerField()
    objects = office_manager()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["municipality", "token", "-enquiry"], name="enquiry_by_token")]


class Event(TenantModel):
    """What happened on which day, with its law; state, due date and figures derive from these rows."""

    personal = Personal(
        activity=REQUESTS, what=_("What happened"), of="enquiry__requester", fields=("text",),
        also=("kind", "on", "at", "law"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="events", db_index=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("What happened"), max_length=20, choices=EventKind)
    on = models.DateField(_("Day"))
    at = models.DateTimeField(_("Written down on"), default=now)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    law = models.CharField(_("Legal basis"), max_length=60, blank=True)  # e.g. 119/2014 15(3)
    data = models.JSONField(default=dict)  # codes and dates, nothing about a person
    text = EncryptedTextField(_("Text"), blank=True, default="")
    public = models.BooleanField(default=False)  # the requester sees it when following
    mail = models.ForeignKey(InboundMail, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["municipality", "enquiry", "at"], name="event_of_enquiry")]


class Attachment(TenantModel):
    """A file that belongs to a request, and who brought it."""

    personal = Personal(
        activity=REQUESTS, what=_("Attachment"), of="enquiry__requester", files=("file",), also=("source",)
    )

    class Source(models.TextChoices):
        REQUESTER = "requester", _("From the requester")
        OFFICE = "office", _("From the office")
        REPLY = "reply", _("Official reply")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="attachments")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="attachments")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="attachments")
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="attachment")
    source = models.CharField(_("Where it came from"), max_length=10, choices=Source)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]


class Involvement(TenantModel):
    """A stakeholder in a request, with its status per request (SOP Annex 3)."""

    personal = Personal(
        activity=REQUESTS, what=_("Stakeholder involved"), of="enquiry__requester", fields=("notes",),
        also=("stakeholder", "status", "contacted_on"),
    )  # fmt: skip

    class Status(models.TextChoices):
        TO_CONTACT = "1", _("Still to be contacted")
        IN_PROCESS = "2", _("In process")
        SERVED = "3", _("Service provided")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="involvements")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="involvements")
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, verbose_name=_("Stakeholder"), related_name="involvements"
    )
    status = models.CharField(_("Status"), max_length=1, choices=Status, default=Status.TO_CONTACT)
    contacted_on = models.DateField(_("Contacted on"), null=True, blank=True)
    notes = EncryptedTextField(_("Notes"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["enquiry", "stakeholder"], name="involved_once")]


class Task(TenantModel):
    """Something a colleague does for a request; the owner stays the owner."""

    personal = Personal(
        activity=REQUESTS,
        what=_("Task"),
        of="enquiry__requester",
        fields=("what", "answer"),
        also=("due_on", "done_at"),
    )

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="tasks")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="tasks")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("Colleague"))
    given_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    what = EncryptedTextField(_("What is to be done"))
    due_on = models.DateField(_("Until"), null=True, blank=True)
    done_at = models.DateTimeField(_("Done on"), null=True)
    answer = EncryptedTextField(_("What was done"), blank=True, default="")
    made_at = models.DateTimeField(default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["municipality", "officer", "done_at"], name="task_of_officer")]


class TeamMember(TenantModel):
    """Who may know of a restricted request: the team, and for an hour the supervisor who broke the glass (`until`)."""

    personal = NotPersonal("who of the office may know of a restricted request")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="team")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="teams")
    until = models.DateTimeField(null=True)
    objects = office_manager(TeamQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["enquiry", "officer"], name="team_member_once")]
        indexes = [models.Index(fields=["municipality", "officer", "enquiry"], name="team_of_officer")]

    def __str__(self):
        return str(self.officer)


class SavedView(TenantModel):
    """A filter of the register an officer keeps; `query` is the address part after the question mark."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="saved_views")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("Name of the view"), max_length=80)
    query = models.CharField(max_length=500)
    shared = models.BooleanField(_("For the whole office"), default=False)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["officer", "name"], name="view_name_once")]


class ImportRow(TenantModel):
    """The fingerprint of a spreadsheet row already imported: repeating the import makes no doubles."""

    # The fingerprint stays: without it the same spreadsheet would bring an erased person back.
    personal = NotPersonal("keyed fingerprint of a row, nothing can be read from it")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.BigIntegerField()
    objects = office_manager()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["municipality", "fingerprint"], name="import_row_once")]


ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which look alike


def new_follow_code(municipality):
    """Short code of the office, then twelve random signs (59 bits): TIR-7K3M-9QWX-B4HT."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"{municipality.short}-{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def normal_follow_code(text):
    """What was typed, in the form of a code: small letters and missing dashes are forgiven."""
    signs = "".join(c for c in (text or "").upper() if c.isalnum())
    return f"{signs[:3]}-{signs[3:7]}-{signs[7:11]}-{signs[11:15]}"
