"""Work, training, grants and farms."""

from ura.livelihood.models.grants import GrantApplication, GrantCall, GrantCriterion, GrantScore
from ura.livelihood.models.jobs import Jobseeker, Mediation, Placement, Vacancy
from ura.livelihood.models.support import Advice, AgriSupport
from ura.livelihood.models.training import Attendance, Course, CourseDay, Enrolment
from ura.livelihood.models.works import WorkDay, Worker, WorkPayment, WorkProject

__all__ = [
    "Advice", "AgriSupport", "Attendance", "Course", "CourseDay", "Enrolment", "GrantApplication", "GrantCall",
    "GrantCriterion", "GrantScore", "Jobseeker", "Mediation", "Placement", "Vacancy", "WorkDay", "WorkPayment",
    "WorkProject", "Worker",
]  # fmt: skip
