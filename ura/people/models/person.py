"""Persons and organisations served; every identifier is ciphertext, found through keyed hashes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import SELF, NotPersonal, Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import PEOPLE
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people import births
from ura.people.queries import PersonQuerySet


class Person(TenantModel):
    """Somebody who brings something: a person or an organisation."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    class Sex(models.TextChoices):
        MALE = "M", _("Male")
        FEMALE = "F", _("Female")

    personal = Personal(
        activity=PEOPLE, what=_("Person"), of=SELF,
        fields=("name", "organisation", "phone", "email", "address", "personal_number", "born"),
        also=("kind", "country", "language", "sex", "spoken", "citizenships", "made_at", "use_limited_on"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="people")
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    name = EncryptedTextField(_("Name and surname"), blank=True, default="")
    organisation = EncryptedTextField(_("Organisation"), blank=True, default="")
    phone = EncryptedTextField(_("Phone"), blank=True, default="")
    email = EncryptedTextField(_("E-mail"), blank=True, default="")
    address = EncryptedTextField(_("Postal address"), blank=True, default="")
    country = models.CharField(_("Country of residence"), max_length=2, blank=True)
    language = models.CharField(_("Language"), max_length=2, default="sq", choices=[("sq", "Shqip"), ("en", "English")])
    # An import and a registration leave these out: the database fills them.
    personal_number = EncryptedTextField(_("Personal number"), blank=True, default="", db_default="")
    born = EncryptedTextField(_("Born"), blank=True, default="", db_default="")  # 2012-05-31, or only 2012
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex, blank=True, default="", db_default="")
    # Codes of languages (sq,it) and of countries (AL,IT).
    spoken = models.CharField(_("Languages spoken"), max_length=100, blank=True, default="", db_default="")
    citizenships = models.CharField(_("Citizenships"), max_length=60, blank=True, default="", db_default="")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    made_at = models.DateTimeField(_("Written down on"), default=now)
    use_limited_on = models.DateField(_("Use of the data limited since"), null=True)  # at their wish (law 124/2024)
    erased_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager(PersonQuerySet)

    class Meta(TenantModel.Meta):
        pass

    def __str__(self):
        return self.shown_name

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("person", args=[self.municipality.slug, self.pk])

    @property
    def shown_name(self):
        return " · ".join(part for part in (self.name, self.organisation) if part) or "—"

    @property
    def masked_phone(self):
        """+355 •••• 42: enough to ask «does it end in 42?», not enough to call."""
        text = (self.phone or "").strip()
        return f"{text[:4]} •••• {text[-2:]}" if len(text) > 6 else "••••" if text else ""

    @property
    def masked_email(self):
        name, at, domain = (self.email or "").partition("@")
        return f"{name[:1]}•••@{domain}" if at else ""

    @property
    def is_organisation(self):
        return self.kind == self.Kind.ORGANISATION

    @property
    def spoken_codes(self):
        return [code for code in self.spoken.split(",") if code]

    @property
    def citizenship_codes(self):
        return [code for code in self.citizenships.split(",") if code]

    def is_under(self, years, *, on=None):
        """Younger than so many years, or perhaps: of whom only the year is known, the later birthday counts."""
        return births.is_under(self.born, years, on=on)


class PersonContact(TenantModel):
    """Another phone or e-mail address of a person, beside the first ones on their row."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")

    personal = Personal(
        activity=PEOPLE, what=_("Phone or e-mail"), of="person", fields=("value", "note"), also=("kind",)
    )

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("Kind"), max_length=5, choices=Kind)
    value = EncryptedTextField(_("Phone or e-mail"))
    note = EncryptedTextField(_("Whose, or when"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]

    def __str__(self):
        return self.value


class PersonToken(TenantModel):
    """A keyed hash of a folded word, a beginning of it, a phone or an address: equality only."""

    search_index = True

    pk = models.CompositePrimaryKey("municipality", "person", "token")
    personal = Personal(activity=PEOPLE, what=_("Index of the person"), of="person", rows_go=True)

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="tokens", db_constraint=False, db_index=False
    )
    token = models.BigIntegerField()
    objects = office_manager()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["municipality", "token", "person"], name="person_by_token")]


class Merge(TenantModel):
    """Two rows that are one person: what was moved from one to the other, so that undoing gives all back."""

    never_deleted = True

    personal = Personal(
        activity=PEOPLE, what=_("Two entries found to be one person"), of=("kept", "gone"), also=("at", "undone_at")
    )

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)  # {"desk.Enquiry.requester": [keys]}
    made = models.JSONField(default=list)  # keys of the contacts written down for it
    filled = models.JSONField(default=list)  # names of the fields that were empty and got the other's value
    officer = models.ForeignKey("staff.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Merged on"), default=now)
    undone_by = models.ForeignKey("staff.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("Merge undone on"), null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merged_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merged_with_another"),
        ]


class TwoPersons(TenantModel):
    """An officer said that two rows that look alike are two persons: the sentence is shown no more."""

    personal = NotPersonal("that two rows are two persons; says nothing about either")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")  # its key is the larger one
    officer = models.ForeignKey("staff.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="two_persons_once")]
