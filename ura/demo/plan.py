"""Which histories an office has: the ordinary flow of five months, and what must be on the desk today."""

from ura.core.workdays import is_workday
from ura.demo import casework, facts, family, histories, homes, kept, livelihoods, post, restricted, work
from ura.desk.states import Channel
from ura.staff.models import Role

WORKDAYS = 104  # some five months
WAYS = {  # of a hundred matters that need a letter
    "answered": 48, "late": 17, "extended": 7, "withdrawn": 6, "refused": 4, "reopened": 5, "voided": 5, "complained": 4, "handed_on": 4,
}  # fmt: skip


def beginnings(desk, requests):
    """The histories of one office as generators."""
    for _turn in range(requests):
        yield _ordinary(desk)
    yield from _on_the_desk_today(desk, large=requests > 100 or len(desk.officers) > 4)
    yield from post.doubtful_mail(desk)
    yield from work.round_the_desk(desk)
    if desk.supervisor != desk.first(Role.OFFICER):
        yield restricted.protected(desk)
    yield family.come_home(desk)
    yield family.lose_a_mail(desk)
    if desk.helps:
        yield from casework.families(desk)
        yield from kept.beside_cases(desk)
        yield livelihoods.work(desk)
        yield from homes.calls(desk)


def _ordinary(desk):
    rnd = desk.rnd
    # A little more each month: the office becomes known.
    back = min(int(WORKDAYS * rnd.random() ** 1.25), WORKDAYS - 1)
    moment = desk.days.at(desk.days.back(back))
    if rnd.random() < 0.62:
        matter = rnd.choice(ORAL)
        return (histories.served if rnd.random() < 0.75 else histories.called)(desk, moment, matter)
    matter = rnd.choice(WRITTEN)
    if "forward" in matter:
        return histories.forwarded(desk, moment, matter)
    if matter.get("slow"):
        return histories.extended(desk, moment, matter)
    way = rnd.choices([*WAYS], [*WAYS.values()])[0]
    if way == "complained" and len(desk.officers) == 1:
        way = "answered"  # with a single focal point there is nobody else to lead it to
    if way == "complained":
        return histories.complained(desk, moment)
    if way == "late":
        return histories.answered(desk, moment, matter, late=True)
    return getattr(histories, way)(desk, moment, matter)


def _on_the_desk_today(desk, *, large):
    """Due today, overdue, due this week, and a letter in every state: whatever day it is."""
    days, rnd = desk.days, desk.rnd
    alone = len(desk.officers) == 1

    def due(workdays, hours=(8, 11)):
        return days.at(days.received_for(days.due_in(workdays)), *hours)

    def written():
        return rnd.choice(PLAIN)

    yield histories.left_lying(desk, due(0), written(), task=not alone)
    yield histories.left_lying(desk, due(-2), written(), note=True)
    yield histories.left_lying(desk, due(2), written(), unread=not alone, channel=Channel.PORTAL)
    yield histories.answered(desk, due(3), written(), stop="draft", returned=False)
    if alone:
        return
    yield histories.answered(desk, due(0), written(), stop="submitted", returned=False)
    yield histories.answered(desk, due(4), written(), stop="returned")
    yield histories.waiting(desk, due(5), ASKING)
    yield histories.forwarded(desk, due(4), rnd.choice(FORWARDED), answering=False)
    yield histories.left_lying(desk, days.at(days.back(0), 8, 9), written(), channel=Channel.PORTAL)
    yield histories.left_lying(desk, days.at(days.back(3)), written(), channel=Channel.EMAIL, unread=True)
    if not large:
        return
    for workdays in (-1, -3, -6, -9, 0, 1, 1, 2, 4, 5):
        yield histories.left_lying(desk, due(workdays), written(), note=workdays < 0)
    for stop in ("submitted", "approved", "numbered", "signed", "sent"):
        yield histories.answered(desk, due(rnd.choice((1, 2, 3))), written(), stop=stop, returned=False)
    yield histories.complained(desk, due(3), closing=False)
    for hour in (8, 9.5, 11, 13):
        if is_workday(days.today, days.calendar):
            yield histories.left_lying(desk, days.at(days.today, hour, hour + 1), written())


ORAL = [matter for matter in facts.matters() if "oral" in matter]
WRITTEN = [matter for matter in facts.matters() if "oral" not in matter]
PLAIN = [m for m in WRITTEN if not {"forward", "question", "slow", "channels"} & m.keys()]
FORWARDED = [m for m in WRITTEN if "forward" in m]
ASKING = next(m for m in WRITTEN if "question" in m)
