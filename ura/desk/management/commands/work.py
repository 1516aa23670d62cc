"""The background worker: reads mailboxes, sends the outbox, seals the trail. It may be killed and started at any moment."""

import signal
import threading
import time

import structlog
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from ura.desk.mail.boxes import read_mailboxes
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.post.models import Heartbeat
from ura.post.sending import send_due
from ura.trail.sealer import seal

log = structlog.get_logger("ura.worker")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--every", type=float, default=10, help="seconds between rounds")
        parser.add_argument("--mail-every", type=float, default=60, help="seconds between readings of a mailbox")

    def handle(self, *, once, every, mail_every, **options):
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        read_at = 0.0
        while not stop.is_set():
            reading = time.monotonic() - read_at >= mail_every or once
            self.round(reading, stop)
            if reading:
                read_at = time.monotonic()
            if once:
                break
            stop.wait(every)

    def round(self, reading, stop):
        for municipality in self.offices():
            if stop.is_set():
                return
            try:
                if reading:
                    read_mailboxes(municipality)
                send_due(municipality)
                with working_for(municipality):
                    seal(municipality)
            except DatabaseError:
                # The database restarts: say so and go on with the next round.
                log.exception("worker", office=municipality.slug)
                close_old_connections()
                return
            except Exception:
                # One office's broken mail or setting must not stop the sixty others.
                log.exception("worker", office=municipality.slug)
        close_old_connections()

    def offices(self):
        try:
            Heartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})
            return list(Municipality.objects.select_related("office"))
        except DatabaseError:
            log.exception("worker")
            close_old_connections()
            return []
