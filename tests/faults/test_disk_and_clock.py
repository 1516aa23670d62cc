"""The disk is full, or the clock goes back an hour: a sentence, nothing by halves, and the order of the book stays."""

import contextlib
import datetime as dt
import resource
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from ura.desk.models import Attachment, Enquiry
from ura.municipalities.tenancy import working_for
from ura.post.models import File, Outbox
from ura.post.sending import send_due
from ura.post.tests.servers import start_smtp
from ura.register.models import Entry
from ura.trail.sealer import seal, verify

LINE = b"Teksti i letr\xc3\xabs.\n"


@contextlib.contextmanager
def no_room(room):
    """The system itself refuses to let a file grow beyond this, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def room_of_the_database():
    """The database's own file may still grow by a megabyte: only the upload has no room."""
    if connection.vendor != "sqlite":
        return 1_000_000
    database = Path(connection.settings_dict["NAME"])
    return max(path.stat().st_size for path in database.parent.glob(f"{database.name}*")) + 1_000_000


@pytest.mark.parametrize(
    ("in_memory", "status", "says"),
    [(2**30, 409, "disku i serverit është plot"), (2**16, 503, "Disku i serverit është plot")],
    ids=["where files are kept", "already among the temporary files"],
)
def test_disk_full_on_upload_says_so_and_keeps_the_rest(in_memory, status, says, town, make_enquiry, client, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE, settings.UPLOAD_LIMIT = in_memory, 2**30
    client.raise_request_exception = False
    enquiry = make_enquiry(owner=town.besnik)
    client.force_login(town.besnik.user)
    room = room_of_the_database()
    upload = {"source": "requester", "files": SimpleUploadedFile("shënim.txt", LINE * (room // len(LINE) + 10_000))}
    with no_room(room):
        answer = client.post(f"{enquiry.get_absolute_url()}attach/", upload)
    assert (answer.status_code, says in answer.content.decode()) == (status, True)
    with working_for(town.lezha):
        rows = Attachment.objects.filter(municipality=town.lezha), File.objects.filter(municipality=town.lezha)
        assert [each.count() for each in rows] == [0, 0]
    assert [path for path in settings.FILES_DIR.rglob("*") if path.is_file()] == []
    # Room again: the same form is taken.
    small = {"source": "requester", "files": SimpleUploadedFile("shënim.txt", LINE)}
    answer = client.post(f"{enquiry.get_absolute_url()}attach/", small)
    assert answer.status_code == 302


@pytest.mark.parametrize("moment", ["11:30", "00:20"])  # the second: back over midnight, into yesterday
def test_clock_moved_back_an_hour_keeps_the_order_of_the_book(moment, town, make_enquiry, client, settings):
    day = timezone.localdate()
    hour, minute = map(int, moment.split(":"))
    late = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=timezone.get_current_timezone())
    with start_smtp() as smtp:
        settings.SMTP = settings.SMTP | {"host": "127.0.0.1", "port": smtp.port}
        with time_machine.travel(late):
            make_enquiry(subject="E para", person={"name": "Arta Prova", "email": "arta@example.org"})
            client.force_login(town.besnik.user)
        with time_machine.travel(late - dt.timedelta(hours=1)):
            make_enquiry(subject="E dyta", person={"name": "Drini Prova", "email": "drini@example.org"})
            for page in ("", "enquiries/", "book/", "outbox/", "new/"):
                assert client.get(f"/lezhe/office/{page}").status_code == 200
            send_due(town.lezha)
        with time_machine.travel(late + dt.timedelta(minutes=1)):
            make_enquiry(subject="E treta")
            send_due(town.lezha)
            send_due(town.lezha)
        assert len(smtp.received) == 2
    with working_for(town.lezha):
        book = Entry.objects.filter(municipality=town.lezha, year=day.year).order_by("pk")
        numbers = list(Entry.objects.filter(municipality=town.lezha).order_by("pk").values_list("number", flat=True))
        assert numbers == sorted(numbers)
        assert sorted(e.text.subject for e in Enquiry.objects.select_related("text")) == ["E dyta", "E para", "E treta"]
        assert set(Outbox.objects.filter(municipality=town.lezha).values_list("state", flat=True)) == {"sent"}
        assert book.exists()
        seal(town.lezha)
        assert verify(town.lezha).broken is None
