"""The 61 tenants, their units, their calendars and settings."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ura.core.folding import fold
from ura.municipalities.tenancy import TenantModel, office_manager


class Bilingual(models.Model):
    """A thing with an Albanian and an English name, shown in the reader's language."""

    name_sq = models.CharField(_("Name in Albanian"), max_length=200)
    name_en = models.CharField(_("Name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name_en if get_language() == "en" and self.name_en else self.name_sq


class County(Bilingual):
    """Qark: one of twelve."""

    code = models.CharField(max_length=5, unique=True)  # ISO 3166-2:AL
    slug = models.SlugField(unique=True)
    official_sq = models.CharField(max_length=100)

    class Meta:
        ordering = ["slug"]


class Municipality(Bilingual):
    """Bashki: the tenant. A national table of public facts; it holds nothing about persons served."""

    slug = models.SlugField(unique=True)
    short = models.CharField(max_length=3, unique=True)  # begins every follow-up code of the office
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")
    official_sq = models.CharField(max_length=100)
    name_sq_definite = models.CharField(max_length=100)
    seat_sq = models.CharField(max_length=100, blank=True)
    lau_code = models.CharField(max_length=10, blank=True)
    population = models.PositiveIntegerField(null=True)  # census 2011
    aliases = models.CharField(max_length=300, blank=True)  # other spellings, parted by |

    class Meta:
        ordering = ["slug"]

    def is_called(self, typed):
        """Does one of its names, in whatever spelling, begin with what was typed?"""
        names = [self.name_sq, self.name_sq_definite, self.name_en, self.slug, *self.aliases.split("|")]
        return any(fold(name).startswith(fold(typed)) for name in names if name)

    @property
    def official(self):
        return f"Municipality of {self.name_en}" if get_language() == "en" else self.official_sq


class Office(models.Model):
    """What one municipality's office says of itself and how it works: public facts and settings.

    A national table (the public list of offices is read before any office is entered); no persons served.
    """

    municipality = models.OneToOneField(Municipality, on_delete=models.PROTECT, related_name="office")
    name_sq = models.CharField(_("Name of the office in Albanian"), max_length=200)
    name_en = models.CharField(_("Name of the office in English"), max_length=200)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    dpo_email = models.EmailField(
        _("E-mail of the data protection officer"),
        blank=True,
        help_text=_("Told when a restricted request is opened by way of exception (law no. 124/2024, article 33)."),
    )
    hours_sq = models.CharField(_("Opening hours in Albanian"), max_length=200, blank=True)
    hours_en = models.CharField(_("Opening hours in English"), max_length=200, blank=True)
    head = models.CharField(_("Head of the office"), max_length=200, blank=True)
    letterhead_sq = models.CharField(_("Line under the municipality's name, Albanian"), max_length=200, blank=True)
    letterhead_en = models.CharField(_("Line under the municipality's name, English"), max_length=200, blank=True)
    foot_sq = models.CharField(_("Foot of letters in Albanian"), max_length=300, blank=True)
    foot_en = models.CharField(_("Foot of letters in English"), max_length=300, blank=True)
    protocol_format = models.CharField(
        _("Form of the protocol number"),
        max_length=60,
        default="{number}/{year}",
        help_text=_("{number} and {year} are replaced; an office may put its own prefix, as in «MD-{number}/{year}»."),
    )
    deadline_rule = models.CharField(_("Deadline rule"), max_length=60, default="rti_answer")
    clock_stops_while_waiting = models.BooleanField(_("The clock stops while the requester clarifies"), default=False)
    after_hours_counts_that_day = models.BooleanField(
        _("What arrives after office hours counts that day"), default=True
    )
    closes_at = models.TimeField(_("The office closes at"), default="16:00")
    ad_hoc_days_off_skipped = models.BooleanField(_("Extra days off do not count as working days"), default=True)
    single_focal_point = models.BooleanField(
        _("The office works as one focal point"),
        default=False,
        help_text=_("For a municipality without a formal structure: one person does everything."),
    )
    reply_needs_approval = models.BooleanField(_("An official reply needs approval"), default=True)
    self_approval = models.BooleanField(_("An officer may approve their own reply"), default=False)
    portal_open = models.BooleanField(_("Requests by portal are open"), default=True)
    referral_code_by_mail = models.BooleanField(
        _("The code of a referral goes by a second e-mail"),
        default=False,
        help_text=_("Otherwise the officer tells it to the institution by phone, which is safer."),
    )
    letters_in_english = models.BooleanField(_("Letters are offered in English too"), default=True)
    second_factor_required = models.BooleanField(
        _("Everybody signs in with a second factor"),
        default=False,
        help_text=_("A code from the phone, or a passkey, besides the password."),
    )
    version = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.name_en if get_language() == "en" else self.name_sq

    @property
    def approves_alone(self):
        """May the author of a letter or plan approve it: by the setting, or where one person does everything."""
        return self.self_approval or self.single_focal_point

    @property
    def hours(self):
        return self.hours_en if get_language() == "en" else self.hours_sq


class AdministrativeUnit(TenantModel):
    """Njësi administrative of one municipality; the office edits the list."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=60)
    name_sq = models.CharField(_("Name"), max_length=100)
    active = models.BooleanField(_("In use"), default=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="unit_code_once")]

    def __str__(self):
        return self.name_sq


class Holiday(Bilingual):
    """A public holiday, substitute day or extra day off of the whole country."""

    class Kind(models.TextChoices):
        FIXED = "fixed", _("Public holiday")
        MOVABLE = "movable", _("Movable feast")
        ESTIMATED = "estimated", _("Estimated, to be confirmed")
        SUBSTITUTE = "substitute", _("Substitute day")
        AD_HOC = "ad_hoc", _("Extra day off")

    on = models.DateField(_("Day"))
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind)
    estimated = models.BooleanField(default=False)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["on", "name_sq"], name="holiday_once")]


class OfficeDay(TenantModel):
    """A day on which one office departs from the national calendar: closed, or made up by working."""

    class Kind(models.TextChoices):
        OFF = "off", _("Day off")
        WORKING = "working", _("Make-up working day")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="office_days")
    on = models.DateField(_("Day"))
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind)
    reason = models.CharField(_("Reason"), max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["municipality", "on"], name="office_day_once")]


class DeadlineRule(Bilingual):
    """A time limit of the law, seeded from the reference; offices choose among them."""

    code = models.CharField(max_length=60, unique=True)
    law = models.CharField(max_length=40, blank=True)
    article = models.CharField(max_length=20, blank=True)
    value = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)  # working_days, calendar_days or hours
    start = models.CharField(max_length=60)
    rolls = models.CharField(max_length=20, blank=True)  # none, next_working_day or previous
    max_times = models.PositiveSmallIntegerField(null=True)
    confidence = models.CharField(max_length=40)
    article_confidence = models.CharField(max_length=40, blank=True)
    note_sq = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    @property
    def note(self):
        """What the reference says beside the rule, in the reader's language."""
        return self.note_en if get_language() == "en" else self.note_sq
