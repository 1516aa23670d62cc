"""Others at work on a request: notes, tasks for colleagues, talks with the supervisor, stakeholders, complaints."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ura.core.encrypted import keyed_hash
from ura.core.refusals import Refused
from ura.desk.actions.basics import happened, lock, save
from ura.desk.actions.notices import notify
from ura.desk.actions.team import join, leave
from ura.desk.models import Involvement, Task, new_follow_code
from ura.desk.states import EventKind
from ura.letters.models import LetterKind
from ura.people.consent import require
from ura.people.consent_acts import hear
from ura.people.models import Consent, Purpose, Through
from ura.staff.focal_points import led_to


def add_note(enquiry, *, by, text):
    """A note for the office; the requester never sees it."""
    if not text.strip():
        raise Refused(_("The note is empty."), field="text")
    return happened(enquiry, EventKind.NOTE, by=by, text=text.strip())


def write_to_requester(enquiry, *, by, text, reason="", part_of_request=False, **data):
    """A short message the requester reads when following the request, and by e-mail where there is an address.

    Once the request is closed and the requester has not written again, this is follow-up contact: it needs their
    consent, or a supervisor's `reason` (law 124/2024). A step of the request itself is `part_of_request`.
    """
    from ura.post.outbox import queue

    if not text.strip():
        raise Refused(_("The message is empty."), field="text")
    if not (enquiry.is_open or part_of_request or enquiry.requester is None or _wrote_again(enquiry)):
        allowing = require(enquiry.requester, Purpose.FOLLOW_UP_CONTACT, by=by, reason=reason)
        if allowing is not None:
            data |= {"consent" if isinstance(allowing, Consent) else "override": allowing.pk}
    event = happened(enquiry, EventKind.MESSAGE_OUT, by=by, text=text.strip(), public=True, **data)
    if enquiry.requester and enquiry.requester.email:
        queue(
            enquiry.municipality, key=f"message-{event.pk}", kind="message", about=enquiry, to=enquiry.requester.email,
            subject=f"{enquiry.entry.label}: {enquiry.text.subject}"[:200], text=text.strip(), automatic=False,
            language=enquiry.requester.language,
        )  # fmt: skip
    return event


def follow_up(enquiry, *, by, text, reason=""):
    """Ask, when all is done, how things went: only who agreed to it is asked (SOP, Annex 1; law 124/2024)."""
    return write_to_requester(enquiry, by=by, text=text, reason=reason)


def _wrote_again(enquiry):
    """Did the requester write after the closing? Then a message answers them."""
    ends = [EventKind.CLOSED, EventKind.WITHDRAWN, EventKind.ANSWERED_ORALLY]
    last = enquiry.events.filter(kind__in=[EventKind.MESSAGE_IN, *ends]).order_by("-at", "-pk").first()
    return last is not None and last.kind == EventKind.MESSAGE_IN


def requester_writes(enquiry, *, text, mail=None):
    """The requester adds something; whoever owns the request sees it as unread."""
    from ura.desk.actions.deadlines import awaits_clarification, clarified

    enquiry = lock(enquiry)
    if awaits_clarification(enquiry):
        event = clarified(enquiry, text=text, mail=mail)
        enquiry = lock(enquiry)
    else:
        event = happened(enquiry, EventKind.MESSAGE_IN, text=text, public=True, mail=mail)
    enquiry.unread = True
    save(enquiry, "unread")
    # Words that ask for the end of a consent wait for the officer beside the message; nothing ends by machine.
    hear(enquiry.requester, text, through=Through.EMAIL if mail else Through.PORTAL, mail=mail, about=enquiry)
    return event


def mark_read(enquiry, *, version=None):
    """Somebody of the office read the requester's message; with `version`, only what they saw counts as read."""
    enquiry = lock(enquiry, version=version)
    enquiry.unread = False
    save(enquiry, "unread")


def tick(enquiry, *, by, step, done=True):
    """Mark a step of the procedure as done, or not done after all; the last mark counts."""
    return happened(enquiry, EventKind.NOTE, by=by, step=step, done=done)


def name_focal_point(enquiry, *, by, step, name):
    """Tell the requester who leads the approved activity or investment (SOP 5.9b step 9, 5.10b step 8)."""
    if not name.strip():
        raise Refused(_("Write the name and contact of the focal point."), field="name")
    with translation.override(enquiry.requester.language if enquiry.requester else "sq"):
        text = _("The focal point of your activity or investment: %(name)s") % {"name": name.strip()}
    return write_to_requester(enquiry, by=by, text=text, part_of_request=True, step=step)


def discuss(enquiry, *, by, text):
    """What was discussed with the supervisor and decided (SOP 5.1b, step 7)."""
    if not text.strip():
        raise Refused(_("Write what was discussed and decided."), field="text")
    return happened(enquiry, EventKind.DISCUSSED, by=by, text=text.strip())


def give_task(enquiry, *, by, officer, what, due_on=None):
    """Ask a colleague to do something; the request stays with its focal point."""
    if enquiry.complaint_about_id == officer.pk:
        raise Refused(_("A complaint cannot go to the officer it is about."), field="officer")
    if enquiry.restricted and not enquiry.team.standing().filter(officer=officer).exists():
        raise Refused(
            _("Only who is in the team may know of this request: take %(name)s into it first.") % {"name": officer},
            field="officer",
        )
    if not what.strip():
        raise Refused(_("Write what the colleague should do."), field="what")
    task = Task.objects.create(
        municipality=enquiry.municipality,
        enquiry=enquiry,
        officer=officer,
        given_by=by,
        what=what.strip(),
        due_on=due_on,
    )
    happened(enquiry, EventKind.TASK, by=by, text=what.strip(), officer=officer.pk)
    return task


def finish_task(task, *, by, answer=""):
    """The colleague did it, with a word on how."""
    task = Task.objects.select_for_update().select_related("enquiry").get(pk=task.pk)
    if task.done_at:
        raise Refused(_("This task is done already."))
    task.done_at, task.answer = timezone.now(), answer.strip()
    task.save(update_fields=["done_at", "answer"])
    happened(task.enquiry, EventKind.TASK_DONE, by=by, text=answer.strip(), task=task.pk)
    return task


def involve(enquiry, stakeholder, *, by, status="1", notes="", contacted_on=None, version=None):
    """Involve a stakeholder, or change its status in this request (SOP Annex 3)."""
    if version is not None:
        enquiry = lock(enquiry, version=version)
        save(enquiry)
    row, _new = Involvement.objects.update_or_create(
        municipality=enquiry.municipality, enquiry=enquiry, stakeholder=stakeholder,
        defaults={"status": status, "notes": notes, "contacted_on": contacted_on},
    )  # fmt: skip
    happened(
        enquiry,
        EventKind.STAKEHOLDER,
        by=by,
        text=stakeholder.name,
        stakeholder=stakeholder.pk,
        status=status,
    )
    return row


def mark_complaint(enquiry, *, by, about=None, version=None):
    """Make it a complaint: led to the supervisor, hidden from the officer it is about.

    Whom it is about may know the follow-up code, which opens the request to anybody: it gets a new one.
    """
    enquiry = lock(enquiry, version=version)
    if about is not None and about.municipality_id != enquiry.municipality_id:
        raise Refused(_("Choose a colleague who works in this office."), field="about")
    recoded = about is not None and about != enquiry.complaint_about
    enquiry.complaint, enquiry.complaint_about = True, about
    enquiry.owner = led_to(enquiry.municipality, about=about, otherwise=enquiry.owner)
    save(enquiry, "complaint", "complaint_about", "owner")
    join(enquiry, enquiry.owner, by=by)
    # The officer it is about is out of it altogether: an open task would still lead there.
    if about is not None:
        leave(enquiry, about)
        enquiry.tasks.filter(officer=about, done_at=None).update(done_at=timezone.now())
    told = recoded and _give_new_code(enquiry)
    happened(enquiry, EventKind.COMPLAINT, by=by, **({"new_code": True, "told": told} if recoded else {}))
    return enquiry


def _give_new_code(enquiry):
    """The old code opens nothing any more; returns whether the new one could be sent."""
    code = new_follow_code(enquiry.municipality)
    enquiry.follow_hash = keyed_hash("follow", enquiry.municipality_id, code)
    enquiry.text.follow_code = code
    enquiry.text.save(update_fields=["follow_code"])
    save(enquiry, "follow_hash")
    return notify(enquiry, LetterKind.ACKNOWLEDGEMENT, key=f"ack-{enquiry.pk}-{enquiry.version}")
