"""The background worker: reads mailboxes, sends the outbox, seals the trail, does what comes round, sweeps once a day. It may be killed and started at any moment."""

import signal
import threading
import time

import structlog
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from ura.core.housekeeping import count_rows, forget_expired
from ura.core.rounds import due_rounds
from ura.desk.mail.boxes import read_mailboxes
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.post.heartbeat import worker_alive
from ura.post.sending import send_round
from ura.staff.sessions import clear_expired
from ura.trail.sealer import seal

log = structlog.get_logger("ura.worker")
READERS = 4  # a mail server that does not answer holds up one of them, for as long as its timeout


class Command(BaseCommand):
    help = __doc__

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.came_round = {}

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--every", type=float, default=10, help="seconds between rounds")
        parser.add_argument("--mail-every", type=float, default=60, help="seconds between readings of a mailbox")

    def handle(self, *, once, every, mail_every, **options):
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        if once:
            for municipality in self.offices():
                _alone(read_mailboxes, municipality)
            self.send(stop)
            _sweep()
            return
        # Beside the sending: an acknowledgement does not wait for a silent IMAP server.
        threading.Thread(target=self.keep_reading, args=(stop, mail_every), daemon=True).start()
        swept_on = None
        while not stop.is_set():
            self.send(stop)
            if swept_on != timezone.localdate() and _sweep():
                swept_on = timezone.localdate()
            close_old_connections()
            stop.wait(every)

    def keep_reading(self, stop, mail_every):
        while not stop.is_set():
            try:
                self.read(stop)
            except Exception:  # this thread has nobody who would start it again
                log.exception("worker")
            close_old_connections()
            stop.wait(mail_every)

    def read(self, stop):
        """Read the mailboxes of all offices once, several offices at a time."""
        waiting, taking = iter(self.offices()), threading.Lock()

        def next_office():
            with taking:
                return None if stop.is_set() else next(waiting, None)

        readers = [threading.Thread(target=self._reader, args=(next_office,), daemon=True) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()

    def _reader(self, next_office):
        try:
            while municipality := next_office():
                _alone(read_mailboxes, municipality)
        finally:
            connection.close()

    def send(self, stop):
        """Send what is due and seal the trail, office by office."""
        server_down = False
        rounds = due_rounds(self.came_round, time.monotonic())
        for municipality in self.offices():
            if stop.is_set():
                return
            for act in rounds:
                _alone(act, municipality)
            if not server_down:
                done = _alone(send_round, municipality)
                server_down = done is not None and done.server_down
            _alone(_seal, municipality)

    def offices(self):
        try:
            worker_alive()
            return list(Municipality.objects.select_related("office"))
        except DatabaseError:
            log.exception("worker")
            close_old_connections()
            return []


def _seal(municipality):
    with working_for(municipality):
        seal(municipality)


def _sweep():
    """The night's housework: sessions and tokens that ran out leave nothing behind. Returns whether it was done."""
    try:
        clear_expired()
        forget_expired()
        count_rows()
    except DatabaseError:
        log.exception("worker")
        close_old_connections()
        return False
    return True


def _alone(act, municipality):
    """One office's broken mail or setting, or a database that restarts, must not stop the sixty others."""
    try:
        return act(municipality)
    except Exception:
        log.exception("worker", office=municipality.slug)
        close_old_connections()
        return None
