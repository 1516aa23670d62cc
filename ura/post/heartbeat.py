"""The last sign of life of the background worker, without which no mail is read or sent."""

from datetime import timedelta

from django.utils import timezone

from ura.post.models import Heartbeat

WORKER = "worker"
SILENT_AFTER = timedelta(minutes=5)  # it gives a sign every few seconds


def worker_alive():
    """The worker is at work now."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"seen_at": timezone.now()})


def worker_sign():
    """When the worker was last seen, None for never, and whether that is too long ago."""
    seen = Heartbeat.objects.filter(name=WORKER).values_list("seen_at", flat=True).first()
    return {"seen": seen, "silent": seen is None or timezone.now() - seen > SILENT_AFTER}
