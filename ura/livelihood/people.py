"""Who of a case may be taken into work, training, grants: a member of it, grown enough, while the case is open."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import must_be_open
from ura.cases.days import must_have_been
from ura.cases.needs import persons_of
from ura.core.refusals import Refused

WORKING_AGE = 16  # Labour Code (law 7961/1995), art. 98


def must_belong(case, person, *, on=None, working=False, field="person", day="on"):
    """Raise Refused unless the person belongs to this open case (and, to work, is 16) on that day.

    `field`, `day`: the fields of the form that hold the person and the day.
    """
    must_be_open(case)
    if person.pk not in {each.pk for each in persons_of(case)}:
        raise Refused(_("This person does not belong to the case."), field=field)
    on = on or timezone.localdate()
    must_have_been(case, on, person=person, field=day)
    if working and person.is_under(WORKING_AGE, on=on):
        raise Refused(_("%(name)s is under 16, or perhaps under 16, and may not work.") % {"name": person.shown_name},
                      field=field)  # fmt: skip


def not_ahead(day, *, field):
    if day > timezone.localdate():
        raise Refused(_("This day lies ahead of us: check it."), field=field)
