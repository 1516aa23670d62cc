"""Courses with their days, and who attended (Tirana plan 4.2.4 and 4.2.5)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ura.cases.models import Case
from ura.core.encrypted import EncryptedTextField
from ura.core.personal import NotPersonal, Personal
from ura.livelihood.states import CourseKind, EnrolmentState
from ura.municipalities.models import Municipality
from ura.municipalities.processing import CASEWORK
from ura.municipalities.tenancy import TenantModel, office_manager
from ura.people.models import Person


class Course(TenantModel):
    """Kurs: held by a provider on certain days, with so many places."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(_("Course"), max_length=200)
    kind = models.CharField(_("Kind of training"), max_length=14, choices=CourseKind)
    provider = models.CharField(_("Provider"), max_length=200)
    where = models.CharField(_("Where"), max_length=120, blank=True)
    start_on = models.DateField(_("First day"))
    end_on = models.DateField(_("Last day"))
    places = models.PositiveSmallIntegerField(_("Places"))
    least_share = models.PositiveSmallIntegerField(_("Attendance needed to complete it, in percent"), default=80)
    cost = models.PositiveIntegerField(_("Cost in lek"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-start_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="course_ends_after_start")]

    def __str__(self):
        return self.title


class CourseDay(TenantModel):
    """A day on which the course was held."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="days")
    on = models.DateField(_("Day"))
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["course", "on"], name="course_day_once")]


class Enrolment(TenantModel):
    """A person of a case in a course."""

    personal = Personal(
        activity=CASEWORK, what=_("Training"), of="person", fields=("certificate",),
        also=("state", "enrolled_on", "ended_on"),
    )  # fmt: skip

    never_deleted = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("State"), max_length=10, choices=EnrolmentState, default=EnrolmentState.ENROLLED)
    enrolled_on = models.DateField(_("Enrolled on"))
    ended_on = models.DateField(_("Completed or left on"), null=True)
    certificate = EncryptedTextField(_("Number of the certificate"), blank=True, default="")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["municipality", "state", "ended_on"], name="enrolment_by_end")]
        constraints = [models.UniqueConstraint(fields=["course", "person"], name="enrolled_once")]


class Attendance(TenantModel):
    """Who was there on which day."""

    personal = NotPersonal("a day of a course beside an enrolment, which says whose it is")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    day = models.ForeignKey(CourseDay, on_delete=models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendance")
    objects = office_manager()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["day", "enrolment"], name="attended_once")]
