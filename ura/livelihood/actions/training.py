"""Courses: their places, days, who was there, who completed them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.livelihood.models import Attendance, Course, CourseDay, Enrolment
from ura.livelihood.people import must_belong, not_ahead
from ura.livelihood.states import EnrolmentState
from ura.people.births import must_be_born
from ura.trail.actions import record


@transaction.atomic
def keep_course(municipality, *, by, course=None, version=None, **values):
    """A course as its provider announced it; a new one, or a correction."""
    if values["end_on"] < values["start_on"]:
        raise Refused(_("The last day lies before the first: check the dates."), field="end_on")
    if not 0 <= values.get("least_share", 0) <= 100:
        raise Refused(_("A share lies between 0 and 100 percent."), field="least_share")
    if course is None:
        course = Course(municipality=municipality)
    else:
        lock_version(course, version)
        if values["places"] < course.enrolments.filter(municipality=municipality).exclude(state="left").count():
            raise Refused(_("More people are enrolled than that."), field="places")
        outside = course.days.filter(municipality=municipality).exclude(
            on__range=(values["start_on"], values["end_on"])
        )
        if outside.exists():
            raise Refused(_("Days of this course lie outside these dates."), field="end_on")
        course.version += 1
    for name, value in values.items():
        setattr(course, name, value)
    course.save()
    record(course, "livelihood.course_kept", by=by)
    return course


@transaction.atomic
def enrol(course, case, person, *, by, on=None):
    """Into the course while it has places."""
    on = on or timezone.localdate()
    course = Course.objects.select_for_update().get(pk=course.pk)
    must_belong(case, person, on=on)
    rows = Enrolment.objects.filter(municipality=case.municipality, course=course)
    if rows.filter(person=person).exists():
        raise Refused(_("%(name)s is in this course already.") % {"name": person.shown_name})
    if course.end_on < on:
        raise Refused(_("This course is over."))
    if rows.exclude(state=EnrolmentState.LEFT).count() >= course.places:
        raise Refused(_("All places of this course are taken."))
    row = Enrolment.objects.create(
        municipality=case.municipality, course=course, case=case, person=person, enrolled_on=on
    )
    happened(case, EventKind.TRAINING, by=by, on=on, person=person, enrolment=row.pk, step="enrolled", of=course.kind)
    return row


@transaction.atomic
def mark_attendance(course, *, by, on, present):
    """Who was there on that day: all of it anew. `present`: keys of enrolments."""
    not_ahead(on, field="on")
    if not course.start_on <= on <= course.end_on:
        raise Refused(_("The course is held from %(first)s to %(last)s: check the day.") % {
            "first": course.start_on.strftime("%d.%m.%Y"), "last": course.end_on.strftime("%d.%m.%Y")}, field="on")  # fmt: skip
    rows = Enrolment.objects.filter(municipality=course.municipality, course=course, pk__in=present)
    rows = list(rows.select_related("person"))
    for row in rows:
        must_be_born(row.person, on)
    late = [row for row in rows if row.ended_on and row.ended_on < on]
    if late:
        raise Refused(_("%(name)s had left the course by then.") % {"name": late[0].person.shown_name}, field="present")
    day, _new = CourseDay.objects.get_or_create(municipality=course.municipality, course=course, on=on)
    day.attendance.all().delete()
    Attendance.objects.bulk_create(Attendance(municipality=course.municipality, day=day, enrolment=row) for row in rows)
    record(course, "livelihood.attendance", by=by, on=on.isoformat(), present=len(rows))
    return day


def attendance_of(course):
    """({enrolment: days attended}, how many days were held)."""
    held = course.days.filter(municipality=course.municipality_id).count()
    counts = {}
    rows = Attendance.objects.filter(municipality=course.municipality_id, day__course=course)
    for enrolment in rows.values_list("enrolment", flat=True):
        counts[enrolment] = counts.get(enrolment, 0) + 1
    return counts, held


@transaction.atomic
def complete(row, *, by, on=None, certificate=""):
    """They completed it: only with the attendance that the course asks for."""
    on = on or timezone.localdate()
    _must_attend(row, on)
    counts, held = attendance_of(row.course)
    if not held:
        raise Refused(_("No day of this course is written down yet: mark who attended first."))
    share = counts.get(row.pk, 0) * 100 // held
    if share < row.course.least_share:
        raise Refused(
            _("Present on %(share)s percent of the days; the course asks for %(least)s.")
            % {"share": share, "least": row.course.least_share}
        )
    row.state, row.ended_on, row.certificate = EnrolmentState.COMPLETED, on, certificate.strip()
    row.save(update_fields=["state", "ended_on", "certificate"])
    happened(row.case, EventKind.TRAINING, by=by, on=on, person=row.person, enrolment=row.pk, step="completed",
             of=row.course.kind)  # fmt: skip
    return row


@transaction.atomic
def leave_course(row, *, by, on=None):
    on = on or timezone.localdate()
    _must_attend(row, on)
    row.state, row.ended_on = EnrolmentState.LEFT, on
    row.save(update_fields=["state", "ended_on"])
    happened(row.case, EventKind.TRAINING, by=by, on=on, person=row.person, enrolment=row.pk, step="left",
             of=row.course.kind)  # fmt: skip
    return row


def _must_attend(row, on):
    not_ahead(on, field="on")
    if on < row.enrolled_on:
        raise Refused(_("This day lies before the enrolment."), field="on")
    if row.state != EnrolmentState.ENROLLED:
        raise Refused(_("This training has ended for them."))
