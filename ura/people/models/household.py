"""Who belongs together: households with their head, and the guardians of children."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import PEOPLE
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models.person import Person
from ura.people.queries import MemberQuerySet


class Household(TenantModel):
    """Familja: people who live together. Its members say who they are to its head."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="households")
    made_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        pass

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("household", args=[self.municipality.slug, self.pk])


class HouseholdMember(TenantModel):
    """One person in a household, and who they are to its head; who left stays with the day."""

    class Relation(models.TextChoices):
        HEAD = "head", _("Head of the household")
        SPOUSE = "spouse", _("Spouse or partner")
        CHILD = "child", _("Son or daughter")
        PARENT = "parent", _("Father or mother")
        SIBLING = "sibling", _("Brother or sister")
        GRANDCHILD = "grandchild", _("Grandchild")
        GRANDPARENT = "grandparent", _("Grandparent")
        RELATIVE = "relative", _("Another relative")
        OTHER = "other", _("Not related")

    personal = Personal(activity=PEOPLE, what=_("Member of a household"), of="person", also=("relation", "left_on"))

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(_("Relation to the head"), max_length=12, choices=Relation)
    left_on = models.DateField(_("Left the household on"), null=True)
    objects = office_manager(MemberQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "person"], name="member_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["household", "person"], condition=Q(left_on=None), name="member_once"),
            models.UniqueConstraint(fields=["household"], condition=Q(relation="head", left_on=None), name="one_head"),
        ]


class Guardianship(TenantModel):
    """Who speaks for a child: under 16 a parent or guardian agrees (law no. 124/2024)."""

    class Relation(models.TextChoices):
        PARENT = "parent", _("Father or mother")
        RELATIVE = "relative", _("A relative who cares for the child")
        APPOINTED = "appointed", _("Guardian appointed by a court")
        INSTITUTION = "institution", _("Institution that cares for the child")

    personal = Personal(
        activity=PEOPLE, what=_("Guardian of a child"), of=("child", "guardian"), fields=("document",),
        also=("relation", "from_on", "ended_on"),
    )  # fmt: skip

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wards")
    relation = models.CharField(_("Who they are to the child"), max_length=12, choices=Relation)
    document = EncryptedTextField(_("Document that shows it"), blank=True, default="")
    from_on = models.DateField(_("Since"))
    ended_on = models.DateField(_("Ended on"), null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["municipality", "child"], name="guardian_by_child"),
            models.Index(fields=["municipality", "guardian"], name="child_by_guardian"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["child", "guardian"], condition=Q(ended_on=None), name="guardian_once"),
            models.CheckConstraint(condition=~Q(child=F("guardian")), name="guardian_is_another"),
        ]
