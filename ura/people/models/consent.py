"""What people agreed to (pëlqimet): the text as it was signed, for which purposes, until when, and its withdrawal."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CONSENTS
from ura.municipalities.tenancy import TenantModel, TenantQuerySet, office_manager
from ura.people.models.person import Person
from ura.post.models import File, InboundMail
from ura.staff.models import Officer

LANGUAGES = [("sq", "Shqip"), ("en", "English")]


class Purpose(models.TextChoices):
    """What somebody may agree to, each on its own (declaration of the SOP, Annex 1; law 124/2024)."""

    PROCESSING = "processing", _("Counselling: processing of personal data")
    INTERNAL_STATISTICS = "internal_statistics", _("Internal statistics by person")
    FOLLOW_UP_CONTACT = "follow_up_contact", _("Follow-up contact")
    SHARING = "sharing", _("Sharing data with a named institution")
    PUBLICATION = "publication", _("Publication")


class How(models.TextChoices):
    PAPER = "paper", _("At the counter, signed on paper")
    SCREEN = "screen", _("At the counter, signed on the screen")
    PHONE = "phone", _("By phone, statement written down by the officer")
    PORTAL = "portal", _("Through the portal")
    EMAIL = "email", _("By e-mail, confirmed with a link")


class Through(models.TextChoices):
    """The way a withdrawal came in; any will do."""

    COUNTER = "counter", _("At the counter")
    PHONE = "phone", _("By phone")
    LETTER = "letter", _("By letter")
    PORTAL = "portal", _("Through the portal")
    EMAIL = "email", _("By e-mail")


class ConsentText(TenantModel):
    """One version of the declaration in one language; written once, so what was signed stays as it was signed."""

    insert_only = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="consent_texts")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    title = models.CharField(_("Title"), max_length=200)
    statement = models.TextField(_("Declaration"))
    clauses = models.JSONField(default=dict)  # purpose → the sentence a person agrees to
    shipped = models.BooleanField(default=False)
    valid_from = models.DateField(_("Valid from"))
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-version", "-language"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "version", "language"], name="consent_text_once")
        ]

    def __str__(self):
        return str(_("%(title)s, version %(n)s") % {"title": self.title, "n": self.version})

    @property
    def purposes(self):
        """The purposes this text asks for, in their order."""
        return [purpose for purpose in Purpose if self.clauses.get(purpose)]


class ConsentQuerySet(TenantQuerySet):
    def given(self):
        return self.filter(given_on__isnull=False)

    def live(self):
        """Given, with something in it that was not withdrawn."""
        return self.given().filter(Exists(_agreed().filter(withdrawn_at=None)))

    def valid(self, on=None):
        on = on or timezone.localdate()
        return self.live().filter(given_on__lte=on, valid_until__gte=on)

    def unrenewed(self):
        """Not replaced by a newer consent."""
        renewals = Consent.objects.filter(municipality=OuterRef("municipality"), replaces=OuterRef("pk"))
        return self.filter(~Exists(renewals.filter(given_on__isnull=False)))

    def ending(self, within, on=None):
        """Still valid, but not for longer than so many days."""
        on = on or timezone.localdate()
        return self.valid(on).unrenewed().filter(valid_until__lte=on + timedelta(days=within))

    def expired(self, on=None):
        on = on or timezone.localdate()
        return self.live().unrenewed().filter(valid_until__lt=on)

    def waiting(self):
        """Asked for, and not yet confirmed with the link."""
        return self.filter(Exists(_agreed().filter(withdrawn_at=None)), given_on=None)


def _agreed():
    return Agreed.objects.filter(municipality=OuterRef("municipality"), consent=OuterRef("pk"))


class Consent(TenantModel):
    """Pëlqimi: what a person agreed to on one occasion; valid for three years at most (SOP, Annex 1)."""

    personal = Personal(
        activity=CONSENTS, what=_("Consent"), of="person", fields=("statement", "guardian_name", "guardian_relation"),
        files=("evidence",), also=("language", "how", "place", "given_on", "valid_until"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    language = models.CharField(_("Language"), max_length=2, choices=LANGUAGES, default="sq")
    how = models.CharField(_("How it was given"), max_length=8, choices=How)
    place = models.CharField(_("Where"), max_length=120, blank=True)
    statement = EncryptedTextField(_("Statement of the officer"), blank=True, default="")
    evidence = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    guardian_name = EncryptedTextField(_("Parent or guardian"), blank=True, default="")
    guardian_relation = EncryptedTextField(_("Relation to the child"), blank=True, default="")
    given_on = models.DateField(_("Given on"), null=True)  # none: the link was not opened yet
    valid_until = models.DateField(_("Valid until and including"), null=True)
    made_at = models.DateTimeField(default=now)
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="renewals")
    objects = office_manager(ConsentQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["municipality", "person", "valid_until"], name="consent_of_person"),
            models.Index(fields=["municipality", "valid_until"], name="consent_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(given_on=None, valid_until=None)
                | models.Q(given_on__isnull=False, valid_until__gte=models.F("given_on")),
                name="consent_given_has_end",
            )
        ]

    @property
    def parts(self):
        """What it covers, in the order of the purposes; asked once."""
        if not hasattr(self, "_parts"):
            order = list(Purpose)
            self._parts = sorted(self.agreed.all(), key=lambda part: order.index(Purpose(part.purpose)))
        return self._parts

    @property
    def standing(self):
        return [part for part in self.parts if part.withdrawn_at is None]

    @property
    def state(self):
        """waiting, valid, expired or withdrawn."""
        if not self.standing:
            return "withdrawn"
        if self.given_on is None:
            return "waiting"
        return "valid" if self.valid_until >= timezone.localdate() else "expired"

    @property
    def days_left(self):
        return (self.valid_until - timezone.localdate()).days if self.valid_until else None


class Agreed(TenantModel):
    """One purpose of a consent; each can be withdrawn on its own (law 124/2024)."""

    personal = Personal(
        activity=CONSENTS, what=_("Purpose of a consent"), of="consent__person", remain=("recipient",),
        also=("purpose", "withdrawn_at", "withdrawn_through"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="agreed")
    purpose = models.CharField(_("Purpose"), max_length=20, choices=Purpose)
    recipient = EncryptedTextField(_("Institution"), blank=True, default="")  # of a sharing: who may receive it
    withdrawn_at = models.DateTimeField(_("Withdrawn on"), null=True)
    withdrawn_through = models.CharField(_("How it was withdrawn"), max_length=8, choices=Through, blank=True)
    withdrawn_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["consent", "purpose"], name="agreed_once")]


class ConsentOverride(TenantModel):
    """Acting without a consent, once: by whom a right of their own allows it, with a reason that is kept."""

    personal = Personal(
        activity=CONSENTS, what=_("Act without a consent"), of="person", fields=("reason",), also=("purpose", "at")
    )
    never_deleted = True  # and never changed, but for the reason when the person is erased

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="consent_overrides")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("Purpose"), max_length=20, choices=Purpose)
    reason = EncryptedTextField(_("Reason"))
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Written down on"), default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]


class WithdrawalAsked(TenantModel):
    """Words of a person that seem to ask for a withdrawal; an officer reads them and decides, never the machine."""

    personal = Personal(
        activity=CONSENTS, what=_("Withdrawal asked for"), of="person", also=("through", "asked_at", "outcome")
    )

    class Outcome(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Consent withdrawn")
        NOT_MEANT = "not_meant", _("Not meant as a withdrawal")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="withdrawals_asked")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="withdrawals_asked")
    mail = models.ForeignKey(InboundMail, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=40, blank=True)  # what the words belong to, e.g. desk.enquiry
    row = models.BigIntegerField(null=True)
    through = models.CharField(_("How it was asked for"), max_length=8, choices=Through)
    asked_at = models.DateTimeField(_("Asked on"), default=now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome, blank=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["municipality", "settled_at"], name="withdrawal_open")]
