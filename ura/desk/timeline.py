"""What happened to a request, as sentences in the reader's language."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ura.codelists.countries import place
from ura.codelists.lists import word
from ura.desk.deadline_words import short_day
from ura.desk.models import Involvement
from ura.desk.states import Channel, EventKind, RestrictedFor, State
from ura.letters.dispatch import Dispatch
from ura.letters.models import LetterKind

K = EventKind
LOOKS = {  # kind: how the dot looks, its icon
    K.RECEIVED: ("in", "inbox"), K.ACKNOWLEDGED: ("out", "mail"), K.CODED: ("", "list"), K.MOVED: ("", "arrow-right"),
    K.CLARIFICATION_ASKED: ("warn", "circle-help"), K.CLARIFIED: ("in", "message-square"), K.EXTENDED: ("warn", "clock"),
    K.FORWARDED: ("out", "external-link"), K.CALENDAR_CHANGED: ("warn", "calendar"), K.OWNER_CHANGED: ("", "user-check"),
    K.RECEIPT_CORRECTED: ("warn", "calendar"),
    K.COVERED: ("", "users"), K.DISCUSSED: ("", "message-square"), K.MESSAGE_IN: ("in", "mail"),
    K.MESSAGE_OUT: ("out", "send"), K.NOTE: ("", "pencil"), K.FILE: ("", "paperclip"), K.REPLY_DRAFTED: ("", "file-text"),
    K.REPLY_SUBMITTED: ("", "eye"), K.REPLY_RETURNED: ("warn", "undo-2"), K.REPLY_APPROVED: ("ok", "circle-check"),
    K.REPLY_NUMBERED: ("", "file-text"), K.REPLY_SIGNED: ("ok", "stamp"), K.REPLY_SENT: ("out", "send"),
    K.ANSWERED_ORALLY: ("ok", "message-square"), K.COMPLAINT: ("bad", "triangle-alert"), K.WITHDRAWN: ("", "undo-2"),
    K.CLOSED: ("ok", "check"), K.REOPENED: ("warn", "history"), K.TASK: ("", "user"), K.TASK_DONE: ("ok", "check"),
    K.STAKEHOLDER: ("", "building-2"), K.VOIDED: ("bad", "ban"),
    K.REFERRED: ("out", "external-link"), K.REFERRAL_MOVED: ("", "arrow-right"),
    K.RESTRICTED: ("warn", "lock"), K.UNRESTRICTED: ("", "key-round"), K.TEAM_JOINED: ("", "users"),
    K.TEAM_LEFT: ("", "users"), K.GLASS_BROKEN: ("bad", "key-round"),
}  # fmt: skip


def lines(enquiry, events, staff, *, newest_first=True):
    """The timeline for `ui/timeline.html`. `staff`: {id: Officer} of the office."""
    told = [line(enquiry, event, staff) for event in events]
    return told[::-1] if newest_first else told


def line(enquiry, event, staff):
    """One event: what happened, by whom, when, by which law, and the words that belong to it."""
    kind, icon = LOOKS[event.kind]
    office = enquiry.municipality
    return {
        "kind": kind, "icon": icon, "what": sentence(enquiry, event, staff), "at": event.at,
        "by": str(staff[event.officer_id]) if event.officer_id in staff else "",
        "law": law_words(event.law), "body": _body(office, event), "pk": event.pk,
    }  # fmt: skip


def law_words(law):
    """«119/2014 15(3)» as one writes it."""
    number, _space, article = law.partition(" ")
    if not number:
        return ""
    text = _("law no. %(law)s, article %(article)s") if article else _("law no. %(law)s")
    return text % {"law": number, "article": article}


def sentence(enquiry, event, staff):
    """What happened, in one sentence."""
    tell = SENTENCES.get(event.kind)
    if event.kind == K.STAKEHOLDER:
        return _stakeholder(event)
    return tell(enquiry, event.data, staff) if tell else EventKind(event.kind).label


def _body(office, event):
    text = event.text
    if event.kind == K.STAKEHOLDER:
        return ""
    if event.kind == K.RECEIVED and (entered := event.data.get("entered_on")):
        return _("Entered in the book later, on %(day)s.") % {"day": _day(entered)}
    return text


def _day(iso):
    return short_day(date.fromisoformat(iso))


def _name(staff, pk):
    return str(staff[pk]) if pk in staff else "—"


def _received(enquiry, data, staff):
    how = Channel(enquiry.channel).label
    return _("The request came in: %(how)s") % {"how": how[:1].lower() + how[1:]}


def _acknowledged(enquiry, data, staff):
    text = {
        Dispatch.HAND: lambda: _("The acknowledgement was handed over on %(day)s"),
        Dispatch.POST: lambda: _("The acknowledgement was posted on %(day)s"),
    }.get(data.get("way"))
    return text() % {"day": _day(data["day"])} if text else _("The acknowledgement was put into the outbox")


def _coded(enquiry, data, staff):
    changed = [name for name in data.get("changed", "").split(",") if name]
    if data.get("corrected"):
        what = ", ".join(str(CORRECTED[name]()) for name in changed) or "—"
        if number := data.get("number"):
            return _("Letter %(number)s, written or corrected: %(what)s") % {"number": number, "what": what}
        return _("Corrected: %(what)s") % {"what": what}
    if not changed:
        return _("The codes were looked at and confirmed")
    return _("Codes set: %(what)s") % {"what": "; ".join(_code(enquiry, name, data.get(name)) for name in changed)}


def _code(enquiry, name, value):
    label = str(enquiry._meta.get_field(name).verbose_name)
    if name == "unit":
        units = enquiry.municipality.units.filter(pk=value or 0)
        return f"{label}: {units[0] if units else '—'}"
    if name == "origin":
        return f"{label}: {place(value) if value else '—'}"
    lists = {"service": "service_type", "need": "request_kind"}
    return f"{label}: {word(enquiry.municipality, lists.get(name, name), value) if value else '—'}"


CORRECTED = {
    "subject": lambda: pgettext("corrected", "the subject"), "body": lambda: pgettext("corrected", "the text"),
    "requester": lambda: pgettext("corrected", "the requester's details"),
    "archive_number": lambda: pgettext("corrected", "the archive number"),
    "archive_on": lambda: pgettext("corrected", "the archive date"),
    "sender_reference": lambda: pgettext("corrected", "the sender's reference"),
    "pages": lambda: pgettext("corrected", "the pages"), "annexes": lambda: pgettext("corrected", "the annexes"),
}  # fmt: skip


def _moved(enquiry, data, staff):
    return _("Status: from «%(from)s» to «%(to)s»") % {"from": State(data["was"]).label, "to": State(data["to"]).label}


def _extended(enquiry, data, staff):
    days = data.get("days", 0)
    text = ngettext(
        "The deadline was extended by %(n)s working day", "The deadline was extended by %(n)s working days", days
    )
    return text % {"n": days}


def _calendar_changed(enquiry, data, staff):
    text = _("The calendar changed (%(reason)s): due on %(to)s instead of %(from)s")
    return text % {"reason": data.get("reason", ""), "to": _day(data["to"]), "from": _day(data["from"])}


def _receipt_corrected(enquiry, data, staff):
    text = _("The day of receipt was corrected: %(to)s instead of %(from)s")
    return text % {"to": _day(data["to"]), "from": _day(data["from"])}


def _covered(enquiry, data, staff):
    text = _("%(name)s acts for the focal point until %(day)s")
    return text % {"name": _name(staff, data.get("cover")), "day": _day(data["until"])}


def _note(enquiry, data, staff):
    if not (step := data.get("step")):
        return _("Note")
    from ura.desk.checklist import step_words

    text = _("Step done: %(step)s") if data.get("done", True) else _("Step not done after all: %(step)s")
    return text % {"step": step_words(step)}


def _complaint(enquiry, data, staff):
    if not data.get("new_code"):
        return _("Marked as a complaint: the supervisor carries it")
    if data.get("told"):
        return _(
            "Marked as a complaint: the supervisor carries it. The follow-up code is new; it was sent to the requester"
        )
    return _(
        "Marked as a complaint: the supervisor carries it. The follow-up code is new and the old one opens nothing: "
        "give it to the requester"
    )


def _files(enquiry, data, staff):
    n = data.get("files", 1)
    return ngettext("%(n)s file added", "%(n)s files added", n) % {"n": n}


def _letter(template):
    """A sentence about a letter, with its kind and number where the event says them."""

    def tell(enquiry, data, staff):
        kind = data.get("letter") or data.get("kind")
        name = LetterKind(kind).label if kind in LetterKind.values else _("Letter")
        number = data.get("number") or data.get("label")
        text = _("Voided: %(letter)s") if data.get("voided") else template()
        return text % {"letter": f"{name} {number}" if number else name}

    return tell


def _closed(enquiry, data, staff):
    outcome = data.get("outcome")
    return (
        _("Closed: %(outcome)s") % {"outcome": word(enquiry.municipality, "outcome", outcome)}
        if outcome
        else _("Closed")
    )


def _stakeholder(event):
    status = event.data.get("status", "")
    label = Involvement.Status(status).label if status in Involvement.Status.values else "—"
    return _("Stakeholder %(name)s: %(status)s") % {"name": event.text, "status": label}


def _restricted(enquiry, data, staff):
    ground = data.get("ground")
    names = ", ".join(_name(staff, int(pk)) for pk in data.get("team", "").split(",") if pk)
    label = RestrictedFor(ground).label if ground in RestrictedFor.values else "—"
    return _("Restricted (%(ground)s); the team: %(names)s") % {"ground": label, "names": names}


def _glass_broken(enquiry, data, staff):
    until = timezone.localtime(datetime.fromisoformat(data["until"]))
    return _("Opened by way of exception, until %(until)s") % {"until": date_format(until, "SHORT_DATETIME_FORMAT")}


SENTENCES = {
    K.RECEIVED: _received,
    K.ACKNOWLEDGED: _acknowledged,
    K.CODED: _coded,
    K.MOVED: _moved,
    K.CLARIFICATION_ASKED: lambda *a: _("The requester was asked to clarify"),
    K.CLARIFIED: lambda *a: _("The requester clarified"),
    K.EXTENDED: _extended,
    K.FORWARDED: lambda *a: _("Forwarded to another institution; the office stays the focal point"),
    K.CALENDAR_CHANGED: _calendar_changed,
    K.OWNER_CHANGED: lambda e, data, staff: _("New focal point: %(name)s") % {"name": _name(staff, data.get("owner"))},
    K.RECEIPT_CORRECTED: _receipt_corrected,
    K.COVERED: _covered,
    K.DISCUSSED: lambda *a: _("Discussed with the supervisor"),
    K.MESSAGE_IN: lambda *a: _("The requester wrote"),
    K.MESSAGE_OUT: lambda *a: _("Message to the requester"),
    K.NOTE: _note,
    K.FILE: _files,
    K.REPLY_DRAFTED: _letter(lambda: _("Drafted: %(letter)s")),
    K.REPLY_SUBMITTED: _letter(lambda: _("Put to the supervisor: %(letter)s")),
    K.REPLY_RETURNED: _letter(lambda: _("Returned by the supervisor: %(letter)s")),
    K.REPLY_APPROVED: _letter(lambda: _("Approved: %(letter)s")),
    K.REPLY_NUMBERED: _letter(lambda: _("Numbered: %(letter)s")),
    K.REPLY_SIGNED: _letter(lambda: _("Signed: %(letter)s")),
    K.REPLY_SENT: _letter(lambda: _("Sent: %(letter)s")),
    K.ANSWERED_ORALLY: lambda *a: _("Answered by word of mouth and closed"),
    K.COMPLAINT: _complaint,
    K.WITHDRAWN: lambda *a: _("The requester withdrew the request"),
    K.CLOSED: _closed,
    K.REOPENED: lambda *a: _("Opened again: a new deadline runs"),
    K.TASK: lambda e, data, staff: _("Task for %(name)s") % {"name": _name(staff, data.get("officer"))},
    K.TASK_DONE: lambda *a: _("Task done"),
    K.RESTRICTED: _restricted,
    K.UNRESTRICTED: lambda *a: _("No longer restricted: the whole office may know of it"),
    K.TEAM_JOINED: lambda e, data, staff: (
        _("%(name)s came into the team") % {"name": _name(staff, data.get("officer"))}
    ),
    K.TEAM_LEFT: lambda e, data, staff: _("%(name)s left the team") % {"name": _name(staff, data.get("officer"))},
    K.GLASS_BROKEN: _glass_broken,
    K.VOIDED: lambda *a: _("The number was voided: it stays in the book"),
}
