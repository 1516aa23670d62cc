"""What happened to a referral, as lines in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.referrals.states import EventKind, Outcome, Side, Way

K = EventKind
LOOKS = {
    K.SENT: ("out", "send"), K.RESENT: ("out", "send"), K.CROSSED: ("", "external-link"), K.OPENED: ("in", "eye"),
    K.WRONG_CODE: ("warn", "key-round"), K.LOCKED: ("bad", "lock"), K.LINK_REVOKED: ("warn", "ban"),
    K.PRINTED: ("out", "printer"), K.ACCEPTED: ("ok", "circle-check"), K.DECLINED: ("bad", "undo-2"),
    K.PROGRESS: ("in", "arrow-right"), K.DONE: ("ok", "check"), K.QUESTION: ("in", "circle-help"),
    K.ANSWER: ("out", "message-square"), K.FILE: ("", "paperclip"), K.DUE_CHANGED: ("warn", "calendar"),
    K.REMINDED: ("out", "mail"), K.ESCALATED: ("warn", "triangle-alert"), K.REVOKED: ("bad", "undo-2"),
    K.EXPIRED: ("bad", "clock"),
}  # fmt: skip
RESENT = {
    Way.LETTER: gettext_lazy("Sent once more, by letter with a new due date"),
    Way.OFFICE: gettext_lazy("Waits anew for the answer of the other office"),
}


def lines(row, events, base, *, newest_first=True):
    """For `referrals/_timeline.html`. `base`: the address under which the documents of the events lie."""
    told = [line(row, event, base) for event in events]
    return told[::-1] if newest_first else told


def line(row, event, base=""):
    kind, icon = LOOKS[event.kind]
    words = str(EventKind(event.kind).label)
    if event.kind == K.RESENT:
        words = RESENT.get(event.data.get("way"), words)
    if event.kind == K.DONE and event.data.get("outcome"):
        words = f"{words}: {Outcome(event.data['outcome']).label}"
    return {
        "kind": kind, "icon": icon, "what": words, "at": event.at, "on": event.on, "by": who(row, event),
        "body": event.text, "file": event.file, "url": f"{base}files/{event.pk}/" if event.file_id and base else "",
    }  # fmt: skip


def who(row, event):
    """Who did it: a colleague, the other side, or both when a colleague wrote down what the other side said."""
    other = row.sender if hasattr(row, "sender") else row.recipient
    if event.side == Side.URA:
        return "Ura"
    if event.side == Side.OTHER:
        return (
            _("%(other)s, written down by %(officer)s") % {"other": other, "officer": event.officer}
            if event.officer
            else other
        )
    return str(event.officer) if event.officer else ""
