"""Setting the clock back, so that a history is written by the real actions on its real days."""

from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone


class Clock:
    """The moment at which the demo's people act."""

    def __init__(self, moment):
        self.moment = moment

    def now(self):
        # Two rows written one after the other keep their order.
        self.moment += timedelta(milliseconds=1)
        return self.moment


@contextmanager
def set_back():
    """While this lasts, `timezone.now()` is what the clock says: actions and the models' defaults ask it anew."""
    real = timezone.now
    clock = Clock(real())
    timezone.now = clock.now
    try:
        yield clock
    finally:
        timezone.now = real
