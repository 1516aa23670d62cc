"""Running many histories side by side, each act at its own moment, until today: what lies later has not happened."""

import heapq
from datetime import datetime, time, timedelta
from itertools import count

from django.utils import timezone

from ura.core.workdays import DAY, add_workdays, is_workday
from ura.desk.clock import derive_for
from ura.desk.deadlines import Dated
from ura.municipalities.calendars import calendar_of
from ura.municipalities.tenancy import working_for


def run(histories, clock, *, until):
    """`histories`: (municipality, generator) pairs. A generator yields the moments at which it goes on."""
    order, waiting = count(), []
    for municipality, history in histories:
        _wait(waiting, order, municipality, history)
    while waiting:
        moment, _turn, municipality, history = heapq.heappop(waiting)
        if moment > until:
            history.close()
            continue
        clock.moment = max(clock.moment, moment)
        with working_for(municipality):
            _wait(waiting, order, municipality, history)


def _wait(waiting, order, municipality, history):
    moment = next(history, None)
    if moment is not None:
        heapq.heappush(waiting, (moment, next(order), municipality, history))


class Days:
    """The working days of one office, seen from today."""

    def __init__(self, municipality, rnd, today):
        self.municipality, self.rnd, self.today = municipality, rnd, today

    @property
    def calendar(self):
        return calendar_of(self.municipality)

    def at(self, day, earliest=8, latest=15.8):
        """A moment within the hours of a day."""
        hour = self.rnd.uniform(earliest, latest)
        return timezone.make_aware(datetime.combine(day, time())) + timedelta(hours=hour)

    def after(self, moment, workdays):
        """A moment some working days later; with 0 later the same day, or early on the next one."""
        local = timezone.localtime(moment)
        if workdays == 0:
            soon = local + timedelta(minutes=self.rnd.uniform(5, 40))
            if soon.hour < 16 and is_workday(local.date(), self.calendar):
                return max(soon, self.at(local.date(), 8, 8.4)) if local.hour < 8 else soon
            workdays = 1
        return self.at(add_workdays(local.date(), workdays, self.calendar))

    def back(self, workdays):
        """The working day that lies so many working days before today; 0 is today or the last one before it."""
        day = self.today
        while not is_workday(day, self.calendar):
            day -= DAY
        for _turn in range(workdays):
            day = self.before(day)
        return day

    def before(self, day):
        """The working day before a day."""
        day -= DAY
        while not is_workday(day, self.calendar):
            day -= DAY
        return day

    def received_for(self, due_on):
        """The latest working day of receipt whose answer is due on this day."""
        day = due_on - DAY
        while (
            not is_workday(day, self.calendar)
            or derive_for(self.municipality, [Dated("received", day, {})]).due_on > due_on
        ):
            day -= DAY
        return day

    def due_in(self, workdays):
        """The working day so many working days after today; negative ones lie before."""
        return add_workdays(self.today, workdays, self.calendar) if workdays > 0 else self.back(-workdays)
