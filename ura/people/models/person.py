"""Persons and organisations served; every identifier is ciphertext, found through keyed hashes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, office_manager


class Person(TenantModel):
    """Somebody who brings something: a person or an organisation."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="people")
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    name = EncryptedTextField(_("Name and surname"), blank=True, default="")
    organisation = EncryptedTextField(_("Organisation"), blank=True, default="")
    phone = EncryptedTextField(_("Phone"), blank=True, default="")
    email = EncryptedTextField(_("E-mail"), blank=True, default="")
    address = EncryptedTextField(_("Postal address"), blank=True, default="")
    country = models.CharField(_("Country of residence"), max_length=2, blank=True)
    language = models.CharField(_("Language"), max_length=2, default="sq", choices=[("sq", "Shqip"), ("en", "English")])
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        pass

    def __str__(self):
        return self.shown_name

    @property
    def shown_name(self):
        return " · ".join(part for part in (self.name, self.organisation) if part) or "—"


class PersonToken(TenantModel):
    """A keyed hash of a folded word, a beginning of it, a phone or an address: equality only."""

    search_index = True

    pk = models.CompositePrimaryKey("municipality", "person", "token")
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
