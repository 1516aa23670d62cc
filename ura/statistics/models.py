"""Counts that offices write about themselves, without persons: all that national pages read."""

from django.db import models

from ura.municipalities.models import Municipality


class OfficeCount(models.Model):
    """One figure of one office and month. A national table: numbers only, written by each office's own run."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="counts")
    month = models.DateField()  # the first day
    figure = models.CharField(max_length=40)  # received, closed, closed_late, open, by channel …
    code = models.CharField(max_length=40, blank=True)
    value = models.PositiveIntegerField()

    class Meta:
        ordering = ["month", "figure", "code"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "month", "figure", "code"], name="office_count_once")
        ]
