"""Who works on a case beside its manager, and the local technical reintegration group with its case conferences."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models.case import Case
from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import STAFF, NotPersonal, Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK, DIRECTORY
from ura.municipalities.tenancy import TenantModel, TenantQuerySet, office_manager
from ura.staff.models import Officer


class CaseRole(models.TextChoices):
    """What a colleague does in a case (Tirana plan 3.2.2 and 3.2.3)."""

    CHILD_PROTECTION = "child_protection", _("Child protection worker")
    GENDER = "gender", _("Gender expert")
    NEEDS_ASSESSMENT = "needs_assessment", _("Needs assessment and referral unit")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    LAWYER = "lawyer", _("Lawyer")
    EMPLOYMENT = "employment", _("Job adviser")
    FARMING = "farming", _("Adviser for farmers")


class CaseWorker(TenantModel):
    """A colleague with a role in one case, from a day until a day."""

    personal = NotPersonal("which colleague has which role in a case; says nothing about the person served")

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="workers")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", verbose_name=_("Colleague"))
    role = models.CharField(_("Role in the case"), max_length=16, choices=CaseRole)
    from_on = models.DateField(_("From"))
    until_on = models.DateField(_("Until and including"), null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer", "role"], condition=Q(until_on=None), name="case_role_once"
            )
        ]


class LocalGroup(TenantModel):
    """Grupi teknik vendor i riintegrimit: made by an order of the mayor; a new order ends the earlier one."""

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="reintegration_groups")
    order_number = models.CharField(_("Number of the mayor’s order"), max_length=60)
    order_on = models.DateField(_("Date of the order"))
    ended_on = models.DateField(_("Ended on"), null=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-order_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality"], condition=Q(ended_on=None), name="one_group_at_a_time")
        ]

    def __str__(self):
        return self.order_number


class MemberQuerySet(TenantQuerySet):
    def active(self):
        return self.filter(left_on=None)


class GroupMember(TenantModel):
    """Somebody of a service who sits in the group, by function."""

    personal = Personal(
        activity=DIRECTORY, what=_("Member of the local reintegration group"), of=STAFF,
        fields=("name", "phone", "email"), also=("service", "function", "joined_on", "left_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(LocalGroup, on_delete=models.PROTECT, related_name="members")
    service = models.CharField(_("Service or institution"), max_length=200)
    function = models.CharField(_("Function"), max_length=120)
    name = EncryptedTextField(_("Name and surname"))
    phone = EncryptedTextField(_("Phone"), blank=True, default="")
    email = EncryptedTextField(_("E-mail"), blank=True, default="")
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Colleague of this office"),
    )  # fmt: skip
    chair = models.BooleanField(_("Leads the group"), default=False)
    joined_on = models.DateField(_("Member since"))
    left_on = models.DateField(_("Left on"), null=True)
    objects = office_manager(MemberQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-chair", "pk"]

    def __str__(self):
        return f"{self.name} · {self.service}"


class Conference(TenantModel):
    """Mbledhje për rastin: the group looks at one case. Who may know of the case may read its minutes."""

    personal = Personal(
        activity=CASEWORK, what=_("Case conference"), of="case__person", fields=("minutes", "others"), also=("held_on",)
    )

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="case_conferences")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conferences")
    group = models.ForeignKey(LocalGroup, on_delete=models.PROTECT, null=True, related_name="conferences")
    held_on = models.DateField(_("Day of the conference"))
    present = models.JSONField(_("Members present"), default=list)  # keys of GroupMember
    others = EncryptedTextField(_("Others present"), blank=True, default="")
    minutes = EncryptedTextField(_("Minutes"))
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("Written down"), default=now)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["municipality", "held_on"], name="conference_by_day")]


class Decision(TenantModel):
    """What a conference decided: who does it, until when, and whether it was done."""

    personal = Personal(
        activity=CASEWORK, what=_("Decision of a case conference"), of="conference__case__person",
        fields=("what", "who", "answer"), also=("until_on", "done_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="case_decisions")
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="decisions")
    what = EncryptedTextField(_("What was decided"))
    who = EncryptedTextField(_("Who does it"))
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    until_on = models.DateField(_("Until"))
    done_on = models.DateField(_("Done on"), null=True)
    answer = EncryptedTextField(_("What was done"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["until_on", "pk"]
        indexes = [models.Index(fields=["municipality", "done_on", "until_on"], name="decision_open")]

    @property
    def is_late(self):
        from django.utils import timezone

        return self.done_on is None and self.until_on < timezone.localdate()
