"""Counselling sessions (seancat e këshillimit): what was asked and answered, named only with the declaration signed."""

from django.db import models
from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from ura.cases.guide_choices import guide_title
from ura.cases.models.case import Case
from ura.cases.paper_forms import FormKey, band_words, paper_form
from ura.cases.session_queries import SessionQuerySet
from ura.cases.session_words import need_word
from ura.codelists.countries import place
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.desk.models import Enquiry
from ura.municipalities.models import AdministrativeUnit, Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Consent, HouseholdMember, Person
from ura.staff.models import Officer


class Solved(models.TextChoices):
    """What became of the problem in the session itself (Tirana plan 1.1.6)."""

    YES = "yes", _("Solved in the session")
    REFERRED = "referred", _("Led on to another structure")
    NO = "no", _("Not solved")


class CounsellingSession(TenantModel):
    """One session under its own protocol number. Without a person it is unnamed and holds coded answers only."""

    personal = Personal(
        activity=CASEWORK, what=_("Counselling session"), of="person",
        also=("form", "held_on", "minutes", "duration", "sex", "age_band", "origin", "answers", "solved"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="counselling_sessions")
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="session")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="sessions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="sessions")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    form = models.CharField(_("Form"), max_length=24, choices=FormKey)
    held_on = models.DateField(_("Held on"))
    entered_on = models.DateField(_("Entered on"))
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", verbose_name=_("Officer"), db_index=False
    )
    unit = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Administrative unit"),
    )  # fmt: skip
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True)
    duration = models.CharField(_("Duration"), max_length=5)
    # For the figures, and nothing by which somebody is recognised.
    sex = models.CharField(_("Sex"), max_length=1, blank=True)
    age_band = models.CharField(_("Age"), max_length=8, blank=True)
    origin = models.CharField(_("Country or municipality of origin"), max_length=60, blank=True)
    answers = models.JSONField(_("Coded answers"), default=dict)  # by field of the form: codes, numbers, days
    statistics = models.BooleanField(_("Consent to internal statistics"), default=False)
    follow_up = models.BooleanField(_("Consent to a follow-up call"), default=False)
    solved = models.CharField(_("What became of it"), max_length=8, choices=Solved, blank=True)
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager(SessionQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["municipality", "-held_on", "-id"], name="session_by_day"),
            models.Index(
                fields=["municipality", "person"], name="session_by_person", condition=Q(person__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(statistics=False, follow_up=False, consent=None),
                name="unnamed_session_agrees_to_nothing",
            )
        ]

    def __str__(self):
        return str(self.enquiry)

    def get_absolute_url(self):
        from django.urls import reverse

        entry = self.enquiry.entry
        return reverse("session", args=[self.municipality.slug, entry.year, entry.number])

    @property
    def paper(self):
        return paper_form(self.form)

    @property
    def unnamed(self):
        return self.person_id is None

    @property
    def entered_later(self):
        return self.entered_on > self.held_on

    @property
    def duration_words(self):
        return str(band_words().get(self.duration, self.duration))

    def get_duration_display(self):
        return self.duration_words

    def _of_paper(self, key, value):
        return self.paper.by_key[key].shown(value) if key in self.paper.by_key else value

    def get_sex_display(self):
        return self._of_paper("gender", self.sex)

    def get_age_band_display(self):
        return self._of_paper("age_band", self.age_band)

    def get_origin_display(self):
        return place(self.origin) if self.origin else ""

    def get_answers_display(self):
        """The coded answers in words, as a person reads them who asks what is held about them."""
        fields = self.paper.by_key
        said = {fields[key].label: fields[key].shown(value) for key, value in self.answers.items() if key in fields}
        return "; ".join(f"{label}: {words}" for label, words in said.items() if words)


class SessionWord(TenantModel):
    """One answer in the person's own words; only in a session with a name."""

    personal = Personal(
        activity=CASEWORK, what=_("Answer in the counselling session"), of="session__person", fields=("text",),
        also=("field",),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(CounsellingSession, on_delete=models.PROTECT, related_name="words")
    field = models.CharField(max_length=40)
    text = EncryptedTextField(_("Text"))
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "field"], name="session_word_once")]

    def get_field_display(self):
        asked = self.session.paper.by_key.get(self.field)
        return asked.label if asked else self.field


class SessionNeed(TenantModel):
    """A need of one member of the family, as it was told in a session."""

    SELF = "self"
    WHO = [(SELF, _("The person")), *(each for each in HouseholdMember.Relation.choices if each[0] != "head")]

    class Urgency(models.TextChoices):
        NOW = "now", _("At once")
        MONTH = "month", _("Within a month")
        LATER = "later", _("Later")

    personal = Personal(
        activity=CASEWORK, what=_("Need of a member of the family"), of=("session__person", "person"),
        fields=("note",), also=("who", "need", "urgency"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(CounsellingSession, on_delete=models.PROTECT, related_name="needs")
    who = models.CharField(_("Whose need"), max_length=12, choices=WHO, default=SELF)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    need = models.CharField(_("Need"), max_length=20)
    urgency = models.CharField(_("Urgency"), max_length=6, choices=Urgency, blank=True)
    note = EncryptedTextField(_("Note"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "need", "session"], name="session_by_need")]

    def get_need_display(self):
        return need_word(self.municipality, self.need)


class GuideGiven(TenantModel):
    """A guide handed out in a session; the session keeps it, and its case tells it in the timeline."""

    class Way(models.TextChoices):
        PRINTED = "printed", _("Printed")
        MAILED = "mailed", _("Sent by e-mail")
        CODE = "code", _("Shown as a code to scan")

    personal = Personal(
        activity=CASEWORK, what=_("Guide handed out"), of="session__person",
        also=("guide", "way", "on", "national", "edition"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(CounsellingSession, on_delete=models.PROTECT, related_name="guides")
    guide = models.CharField(_("Guide"), max_length=60)
    way = models.CharField(_("Way"), max_length=8, choices=Way)
    on = models.DateField(_("Day"))
    national = models.CharField(_("Version of the national text"), max_length=40, blank=True, default="")
    edition = models.PositiveIntegerField(_("Edition of the office’s additions"), default=0)  # 0: none
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "on", "guide"], name="guide_given_by_day")]

    def get_guide_display(self):
        return guide_title(self.guide)

    @property
    def text_on(self):
        """The day of the national text that was handed out."""
        return parse_date(self.national.partition("/")[0])
