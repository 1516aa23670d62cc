"""What becomes of the requests of the demo: each history acts, yields when it goes on, and ends at today if not before."""

from datetime import timedelta

from django.utils import timezone

from ura.demo import facts
from ura.demo.desk import Case
from ura.demo.letters import write_letter
from ura.demo.people import invent_person
from ura.demo.post import answer_by_mail
from ura.desk.actions.coding import code
from ura.desk.actions.company import (
    add_note,
    discuss,
    finish_task,
    give_task,
    involve,
    mark_read,
    requester_writes,
    write_to_requester,
)
from ura.desk.actions.deadlines import EXTENSION_REASONS, ask_clarification, extend, forward
from ura.desk.actions.moves import close_orally, move, reopen, void, withdraw
from ura.desk.actions.owners import change_owner
from ura.desk.actions.registering import serve_and_close
from ura.desk.states import Channel, State
from ura.letters.models import LetterKind
from ura.staff.models import Role


def served(desk, moment, matter):
    """Five minutes at the counter: asked, answered, closed."""
    case = Case(desk, matter)
    yield moment
    desk.count += 1
    channel = desk.rnd.choice([Channel.COUNTER, Channel.COUNTER, Channel.PHONE])
    person = invent_person(desk.rnd, matter, desk.count) if desk.rnd.random() < 0.7 else None
    request = case.request(channel, person)
    serve_and_close(desk.municipality, oral_answer=matter["oral"], **request)


def called(desk, moment, matter):
    """It came in writing and was answered by phone."""
    case = Case(desk, matter)
    yield moment
    case.arrive()
    moment = yield from _taken_up(case, moment)
    moment = desk.days.after(moment, desk.rnd.choice((0, 1, 2)))
    yield moment
    close_orally(case.now(), by=case.owner, oral_answer=matter["oral"])


def answered(desk, moment, matter, *, late=False, stop="", returned=None, slow=0, **arrival):
    """Analysis, partners, a talk with the supervisor, the official letter."""
    case = Case(desk, matter)
    yield moment
    enquiry = case.arrive(**arrival)
    moment = yield from _taken_up(case, moment)
    if "question" in matter:
        moment = yield from _clarified(case, moment)
    moment = yield from _worked_on(case, moment)
    if late:
        moment = desk.days.at(desk.days.after(desk.days.at(enquiry.due_on), desk.rnd.randrange(1, 7)).date())
        yield moment
        add_note(case.enquiry, by=case.owner, text=desk.draw("late_notes"))
    moment = desk.days.after(moment, slow or desk.rnd.choice((0, 1, 1, 2)))
    returned = desk.rnd.random() < 0.1 if returned is None else returned
    yield from write_letter(case, moment, stop=stop, returned=returned)


def refused(desk, moment, matter):
    """Answered with a reasoned refusal and the right to complain."""
    case = Case(desk, matter)
    yield moment
    case.arrive()
    moment = yield from _taken_up(case, moment)
    moment = desk.days.after(moment, 2)
    yield from write_letter(case, moment, LetterKind.REFUSAL, reason=desk.draw("refusals"))


def extended(desk, moment, matter):
    """It needs others' opinion: the deadline is extended once, and the requester is told by letter."""
    case = Case(desk, matter)
    yield moment
    case.arrive()
    moment = yield from _taken_up(case, moment)
    moment = desk.days.after(moment, desk.rnd.choice((4, 5, 6)))
    yield moment
    extend(case.enquiry, by=case.owner, reason=str(EXTENSION_REASONS[desk.draw("extension_reasons")]))
    if desk.rnd.random() < 0.4:  # the others are told on the page and by phone
        moment = yield from write_letter(case, desk.days.after(moment, 0), LetterKind.EXTENSION, closing=False)
    moment = yield from _worked_on(case, moment)
    yield from write_letter(case, desk.days.after(moment, desk.rnd.choice((1, 2))))


def forwarded(desk, moment, matter, *, answering=True):
    """It belongs to another authority: forwarded, waited for, answered."""
    case = Case(desk, matter)
    partner = desk.stakeholders[matter["forward"]]
    yield moment
    case.arrive()
    moment = yield from _taken_up(case, moment)
    moment = desk.days.after(moment, 1)
    yield moment
    involve(case.enquiry, partner, by=case.owner, status="2", contacted_on=timezone.localdate())
    forward(
        case.enquiry,
        by=case.owner,
        institution=partner.name,
        reason="Kërkesa është në kompetencën e këtij institucioni.",
    )
    if desk.rnd.random() < 0.5 or not answering:
        moment = yield from write_letter(case, desk.days.after(moment, 0), LetterKind.FORWARDING, closing=False)
    if answering:
        moment = desk.days.after(moment, desk.rnd.randrange(3, 7))
        yield moment
        involve(case.enquiry, partner, by=case.owner, status="3", contacted_on=timezone.localdate())
        yield from write_letter(case, desk.days.after(moment, 0), outcome="answered")


def withdrawn(desk, moment, matter):
    case = Case(desk, matter)
    yield moment
    case.arrive()
    moment = yield from _taken_up(case, moment)
    yield desk.days.after(moment, desk.rnd.choice((1, 2, 3)))
    mark_read(withdraw(case.enquiry, reason=desk.draw("withdrawals")))


def voided(desk, moment, matter):
    """Written down twice by mistake: the number stays in the book, void."""
    case = Case(desk, matter)
    yield moment
    case.arrive(channel=Channel.PHONE)
    yield moment + timedelta(minutes=20)
    void(case.enquiry, by=desk.supervisor, reason=desk.draw("void_reasons"))


def reopened(desk, moment, matter):
    """Answered, then opened again because new facts came, and answered once more."""
    case = Case(desk, matter)
    yield moment
    case.arrive()
    moment = yield from _taken_up(case, moment)
    moment = yield from write_letter(case, desk.days.after(moment, 1))
    moment = desk.days.after(moment, desk.rnd.randrange(3, 8))
    yield moment
    reopen(case.enquiry, by=desk.supervisor, reason=desk.draw("reopen_reasons"))
    moment = desk.days.after(moment, 2)
    yield from write_letter(case, moment)


def complained(desk, moment, *, closing=True):
    """A complaint about an officer: led to the supervisor, unseen by the officer it is about."""
    words = facts.words()["complaints"]
    matter = {"audience": "", "need": "", "service": "1", "requester": "1", "origin": [], "asks": []} | desk.rnd.choice(
        words
    )
    case = Case(desk, matter)
    yield moment
    about = desk.first(Role.OFFICER, but=desk.supervisor)
    case.arrive(channel=Channel.LETTER, complaint=True, complaint_about=about)
    moment = desk.days.after(moment, 1)
    yield moment
    add_note(case.enquiry, by=desk.supervisor, text="U lexua dosja dhe u fol me palët veçmas.")
    if closing:
        yield desk.days.after(moment, 3)
        answer = "U takua ankuesi; u kërkua ndjesë për vonesën dhe u la afati i ri. Masat u shënuan në procesverbal."
        close_orally(case.now(), by=desk.supervisor, oral_answer=answer)


def handed_on(desk, moment, matter):
    """The supervisor changes the focal point, with a reason."""
    case = Case(desk, matter)
    yield moment
    case.arrive(channel=Channel.PORTAL)
    moment = desk.days.after(moment, 1)
    yield moment
    new = next((o for o in desk.officers.values() if o.has(Role.OFFICER) and o != case.owner), None)
    if new:
        case.enquiry = change_owner(case.enquiry, new, by=desk.supervisor, reason=desk.draw("owner_reasons"))
    moment = yield from _worked_on(case, moment)
    yield from write_letter(case, desk.days.after(moment, 1))


def left_lying(desk, moment, matter, *, note=False, unread=False, task=False, **arrival):
    """Begun and not finished: it is due, or overdue."""
    case = Case(desk, matter)
    yield moment
    case.arrive(**arrival)
    moment = yield from _taken_up(case, moment)
    if task and (colleagues := desk.others(case.owner)):
        due = desk.days.due_in(1)
        give_task(case.enquiry, by=case.owner, officer=colleagues[0], what=desk.draw("tasks"), due_on=due)
    if note:
        moment = desk.days.after(moment, 2)
        yield moment
        add_note(case.enquiry, by=case.owner, text=desk.draw("late_notes"))
    if unread:
        yield desk.days.after(moment, 1)
        write = answer_by_mail if case.enquiry.channel == Channel.EMAIL else requester_adds
        write(desk, case.enquiry, desk.draw("requester_messages"))


def requester_adds(desk, enquiry, text):
    """The requester writes on the page where the request is followed."""
    requester_writes(enquiry, text=text)


def waiting(desk, moment, matter):
    """A question was put to the requester, who has not answered yet."""
    case = Case(desk, matter)
    yield moment
    case.arrive(channel=Channel.EMAIL)
    moment = yield from _taken_up(case, moment)
    yield desk.days.after(moment, 0)
    ask_clarification(case.enquiry, by=case.owner, question=matter["question"])


def _taken_up(case, moment):
    """The officer looks at it, sets the codes, and sees who is needed."""
    desk, matter = case.desk, case.matter
    moment = desk.days.after(moment, desk.rnd.choice((0, 0, 0, 1)))
    yield moment
    enquiry, by = case.enquiry, case.owner
    code(enquiry, by=by, **case.codes)
    for key in matter["asks"]:
        status = desk.rnd.choice(("1", "2", "2", "3"))
        on = None if status == "1" else timezone.localdate()
        involve(enquiry, desk.stakeholders[key], by=by, status=status, contacted_on=on)
    if matter["asks"]:
        inside = desk.stakeholders[matter["asks"][0]].inside
        move(enquiry, State.INSIDE if inside else State.OUTSIDE, by=by)
    return moment


def _clarified(case, moment):
    desk, matter = case.desk, case.matter
    moment = desk.days.after(moment, 0)
    yield moment
    ask_clarification(case.enquiry, by=case.owner, question=matter["question"])
    moment = desk.days.after(moment, desk.rnd.choice((1, 2)))
    yield moment
    requester_writes(case.enquiry, text=matter["clarified"])
    moment = desk.days.after(moment, 0)
    yield moment
    mark_read(case.enquiry)
    return moment


def _worked_on(case, moment):
    """Notes, a talk with the supervisor, a task for a colleague, a word to the requester: now and then."""
    desk, rnd = case.desk, case.desk.rnd
    by = case.owner
    if rnd.random() < 0.35:
        add_note(case.enquiry, by=by, text=desk.draw("notes"))
    if rnd.random() < 0.25 and desk.supervisor != by:
        moment = desk.days.after(moment, 0)
        yield moment
        discuss(case.enquiry, by=by, text=desk.draw("discussions"))
    if rnd.random() < 0.12 and (colleagues := desk.others(by)):
        task = give_task(
            case.enquiry, by=by, officer=rnd.choice(colleagues), what=desk.draw("tasks"),
            due_on=desk.days.after(moment, 3).date(),
        )  # fmt: skip
        moment = desk.days.after(moment, 1)
        yield moment
        finish_task(task, by=task.officer, answer=desk.draw("task_answers"))
    if rnd.random() < 0.12:
        write_to_requester(case.enquiry, by=by, text=desk.draw("messages"))
    return moment
