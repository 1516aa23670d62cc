"""What happened in a case, as sentences in the reader's language.

A package above says how its events read: `add_sentence(EventKind.REFERRED, tell)` with `tell(case, data, staff) -> str`.
"""

from datetime import date, datetime, time
from html import escape

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.cases.states import Category, EventKind, Kind, Outcome, State
from ura.core.templatetags.ui import icon

K = EventKind
LOOKS = {  # kind: how the dot looks, its icon
    K.OPENED: ("in", "inbox"), K.OWNER_CHANGED: ("", "user-check"), K.MOVED: ("", "arrow-right"),
    K.CATEGORY: ("warn", "triangle-alert"), K.CATEGORY_ENDED: ("", "check"), K.EMERGENCY: ("bad", "triangle-alert"),
    K.EMERGENCY_MET: ("ok", "circle-check"), K.MEMBER: ("", "users"), K.COUNSELLED: ("in", "message-square"),
    K.GUIDE: ("out", "file-text"), K.ASSESSED: ("", "list"), K.PLAN_WRITTEN: ("", "pencil"),
    K.PLAN_SUBMITTED: ("", "eye"), K.PLAN_RETURNED: ("warn", "undo-2"), K.PLAN_APPROVED: ("ok", "circle-check"),
    K.PLAN_LAPSED: ("warn", "history"), K.PLAN_SIGNED: ("ok", "stamp"), K.ACTION_DONE: ("ok", "check"),
    K.ASSISTANCE: ("ok", "plus"), K.ASSISTANCE_STRUCK: ("warn", "undo-2"),
    K.REVIEWED: ("", "calendar"), K.CONFERENCE: ("", "users"), K.SCENARIO: ("", "star"),
    K.APPLICATION: ("out", "file-text"), K.APPLICATION_MOVED: ("", "arrow-right"), K.HOUSING: ("out", "building-2"),
    K.HOUSING_MOVED: ("", "building-2"), K.REFERRED: ("out", "send"), K.REFERRAL_MOVED: ("in", "reply"),
    K.JOBSEEKER: ("", "user"), K.PLACED: ("ok", "circle-check"), K.TRAINING: ("", "star"), K.GRANT: ("", "star"),
    K.WORKED: ("ok", "clock"), K.FARM_VISIT: ("", "map-pin"), K.NOTE: ("", "pencil"), K.FILE: ("", "paperclip"),
    K.CLOSED: ("ok", "check"), K.REOPENED: ("warn", "history"),
}  # fmt: skip
_told = {}


def add_sentence(kind, tell):
    """How an event of this kind reads; `tell(case, data, staff)`, `staff` being {id: Officer}."""
    _told[kind] = tell


def lines(case, events, staff, *, people=None, words=True):
    """For `ui/timeline.html`, in the order given. `people`: {id: name} of the household; without `words` codes only."""
    return [line(case, event, staff, people or {}, words=words) for event in events]


def line(case, event, staff, people, *, words=True):
    look, sign = LOOKS.get(event.kind, ("", "history"))
    what = sentence(case, event, staff)
    if event.person_id in people and event.person_id != case.person_id:
        what = _("%(what)s (%(name)s)") % {"what": what, "name": people[event.person_id]}
    return {
        "kind": look, "icon": sign, "what": what, "at": event.at, "body": event.text if words else "",
        "by": str(staff[event.officer_id]) if event.officer_id in staff else "", "pk": event.pk,
        "law": _on(event), "file": event.file if words else None,
    }  # fmt: skip


_EVENT = """
<li><span class="dot{look}" aria-hidden="true">{icon}</span>
<div class="row-between"><span><span class="what">{what}</span>{by}</span><time class="when" datetime="{iso}">{at}</time></div>
{law}{body}{file}</li>"""


def written(told):
    """The lines as the timeline's list, escaped; here and not in a template, because a page has fifty of them."""
    return SafeString(f'<ol class="timeline">{"".join([_written(each) for each in told])}</ol>')


def _written(one):
    url = one.get("url")
    return _EVENT.format(
        look=f" dot-{one['kind']}" if one["kind"] else "", icon=icon(one["icon"]), what=escape(one["what"]),
        by=f' <span class="muted">· {escape(one["by"])}</span>' if one["by"] else "", iso=one["at"].isoformat(),
        at=date_format(timezone.localtime(one["at"]), "SHORT_DATETIME_FORMAT"),
        law=f'<div class="law">{escape(one["law"])}</div>' if one["law"] else "",
        body=f'<div class="body" dir="auto">{escape(one["body"])}</div>' if one["body"] else "",
        file=f'<div class="body"><a href="{escape(url)}">{icon("paperclip")}{escape(one["file"].name)}</a></div>'
        if url else "",
    )  # fmt: skip


def sentence(case, event, staff):
    """What happened, in one sentence."""
    tell = _told.get(event.kind)
    return (tell and tell(case, event.data, staff)) or str(EventKind(event.kind).label)


def day(text):
    """A day of an event's data as one writes it."""
    try:
        return date_format(date.fromisoformat(str(text)[:10]), "SHORT_DATE_FORMAT")
    except ValueError:
        return "—"


def lek(amount):
    """An amount of an event's data: «25 000 lekë»."""
    return _("%(amount)s lek") % {"amount": number_format(amount or 0, force_grouping=True)}


def label(choices, code):
    """The word for a code of these choices."""
    return str(choices(code).label) if code in choices.values else str(code or "—")


def _on(event):
    """The day it happened, when it was written down on another."""
    if event.on == timezone.localdate(event.at):
        return ""
    return _("on %(day)s") % {"day": date_format(datetime.combine(event.on, time()), "SHORT_DATE_FORMAT")}


def _name(staff, pk):
    return str(staff[pk]) if pk in staff else "—"


def _opened(case, data, staff):
    return _("Case opened: %(kind)s") % {"kind": label(Kind, data.get("of_kind"))}


def _moved(case, data, staff):
    return _("Status: from «%(from)s» to «%(to)s»") % {
        "from": label(State, data.get("from")), "to": label(State, data.get("to"))}  # fmt: skip


def _owner(case, data, staff):
    return _("New case manager: %(name)s") % {"name": _name(staff, data.get("owner"))}


def _emergency(case, data, staff):
    if not data.get("due"):
        return _("Emergency")
    due = timezone.localtime(datetime.fromisoformat(data["due"]))
    return _("Emergency: to be met by %(when)s") % {"when": date_format(due, "SHORT_DATETIME_FORMAT")}


def _emergency_met(case, data, staff):
    return _("Emergency met, too late") if data.get("late") else _("Emergency met in time")


def _closed(case, data, staff):
    outcome = {"outcome": label(Outcome, data.get("outcome"))}
    if data.get("unassessed"):
        return _("Closed: %(outcome)s, without a closing assessment") % outcome
    return _("Closed: %(outcome)s") % outcome


def _files(case, data, staff):
    n = data.get("files", 1)
    return ngettext("%(n)s file added", "%(n)s files added", n) % {"n": n}


def _category(text):
    return lambda case, data, staff: text() % {"what": label(Category, data.get("category"))}


for _kind, _tell in {
    K.OPENED: _opened, K.MOVED: _moved, K.OWNER_CHANGED: _owner, K.EMERGENCY: _emergency,
    K.EMERGENCY_MET: _emergency_met, K.CLOSED: _closed, K.FILE: _files,
    K.CATEGORY: _category(lambda: _("Vulnerability noted: %(what)s")),
    K.CATEGORY_ENDED: _category(lambda: _("No longer holds: %(what)s")),
}.items():  # fmt: skip
    add_sentence(_kind, _tell)
