"""Who did what to what, when: written once, never changed, without any identifying value in clear."""

from datetime import datetime, time, timedelta

from django.db import models
from django.utils import timezone

from ura.core.moments import now
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import TenantModel, TenantQuerySet, office_manager
from ura.staff.models import Officer


class TrailQuerySet(TenantQuerySet):
    def between(self, since, until):
        """Acts of these days, both included; None is open."""
        rows = self
        if since:
            rows = rows.filter(at__gte=_midnight(since))
        if until:
            rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
        return rows


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


class Trail(TenantModel):
    """One act. `about` and `row` name the thing; `fields` the names of what changed, codes and dates only."""

    insert_only = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="trail", db_index=False)
    at = models.DateTimeField(default=now)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=60)
    about = models.CharField(max_length=40)
    row = models.BigIntegerField()
    fields = models.JSONField(default=dict)
    objects = office_manager(TrailQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["municipality", "about", "row", "id"], name="trail_of_a_row"),
            models.Index(fields=["municipality", "officer", "-id"], name="trail_of_an_officer"),
            models.Index(fields=["municipality", "at"], name="trail_of_a_day"),
        ]


class Seal(TenantModel):
    """The chain of one office: position, act and hash, written by the sealer in the order it finds them."""

    insert_only = True

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="seals")
    position = models.BigIntegerField()
    trail = models.OneToOneField(Trail, on_delete=models.PROTECT, related_name="seal")
    hash = models.CharField(max_length=64)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["municipality", "position"], name="seal_position_once")]
