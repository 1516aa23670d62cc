"""Plain mails taken in, beside the bare reading of the same bytes."""

import random

from django.utils import timezone

from ura.demo import facts
from ura.demo.bench.measure import cpu, p50, tell, timed
from ura.demo.bench.offices import staffed
from ura.demo.mails import letter_text, write_mail
from ura.demo.people import address_of, invent_name
from ura.desk.mail.intake import take_in
from ura.post.parse import read_mail

RATE = 120


def mail(size):
    """Each mail is kept, becomes a request with a number, and gets its acknowledgement queued."""
    municipality, _officer = staffed("lezhe")
    taken, read, more = [], [], size.of(60, 10, 2)
    written = list(_written(size.of(400, 50, 4) + more))
    for raw in written[more:]:
        read.append(timed(lambda raw=raw: read_mail(raw)))
        taken.append(timed(lambda raw=raw: _must_be_new(take_in(municipality, raw))))
    rest = iter(written[:more])
    tell("mail", 1 / p50(taken[2:]), "a second", n=len(taken), target=RATE, at_least=True, floor=1 / p50(read[2:]),
         cpu=cpu(lambda: take_in(municipality, next(rest)), more))  # fmt: skip


def _written(n):
    rnd, at = random.Random(7), timezone.localtime()
    for place in range(n):
        matter, name = rnd.choice(facts.matters()), invent_name(rnd)
        yield write_mail(
            rnd, name=name, address=address_of(name, place), to="zyra.lezhe@example.org", subject=matter["subject"],
            text=letter_text(rnd, matter["body"], name), at=at,
        )  # fmt: skip


def _must_be_new(taken):
    if taken.outcome != "new":
        raise SystemExit(f"ura: a plain mail was {taken.outcome}: {taken.reason}")
