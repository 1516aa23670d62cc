"""The demo country: five offices at work for five months, up to this moment."""

import random
import zlib
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone, translation

from ura.demo import consents, facts, post, work
from ura.demo.clock import set_back
from ura.demo.desk import Desk
from ura.demo.people import READER, staff_office
from ura.demo.plan import beginnings
from ura.demo.timeline import run
from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import working_for
from ura.staff.models import User
from ura.statistics.actions import write_counts
from ura.trail.sealer import seal

MONTHS = 6  # this one and the five before it


def is_there():
    return User.objects.filter(email=READER).exists()


def build(password, *, scale=1.0, say=lambda words: None):
    """Make the country; returns how many requests it has. `scale` shrinks the number of ordinary requests."""
    today = timezone.now()
    _hurry()
    hashed = make_password(password)
    with translation.override("sq"):
        User.objects.create(email=READER, name="Lexuesi Kombëtar", password=hashed, national_reader=True)
        with set_back() as clock:
            desks = [_open(row, hashed, clock, today) for row in facts.offices()]
            histories = []
            for desk, requests in desks:
                with working_for(desk.municipality):
                    histories += [(desk.municipality, h) for h in beginnings(desk, max(1, round(requests * scale)))]
            run(histories, clock, until=today)
            clock.moment = max(clock.moment, today)
        return sum(_finish(desk) for desk, _requests in desks)


def _hurry():
    """A country that is interrupted is made anew: no need to wait for the disk at each act."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


def _open(row, hashed, clock, today):
    """An office as it was on the day it began to work with Ura."""
    municipality = Municipality.objects.select_related("office", "county").get(slug=row["slug"])
    # The same office is the same on each day it is made.
    rnd = random.Random(zlib.crc32(row["slug"].encode()))
    clock.moment = today - timedelta(days=31 * (MONTHS - 1))
    with working_for(municipality):
        officers = staff_office(municipality, row, hashed)
        desk = Desk(municipality, officers, rnd, timezone.localdate(today))
        desk.know_partners()
        desk.feast, desk.helps = row.get("feast", ""), row.get("casework", False)
        work.settle_in(desk)
    return desk, row["requests"]


def _finish(desk):
    """What runs by night: mail sent, counts written, the trail sealed."""
    municipality, today = desk.municipality, timezone.localdate()
    with working_for(municipality), translation.override("sq"):
        consents.agree(desk)
        post.leave(desk)
        post.lose_one(desk)
        year, month = today.year, today.month
        for _turn in range(MONTHS):
            write_counts(municipality, year, month)
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        while seal(municipality):
            pass
        return municipality.enquiries.count()
