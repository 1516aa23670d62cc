"""What the register is narrowed by, read from the address: forgiving, so that a shared link always opens."""

from dataclasses import dataclass, field
from datetime import timedelta
from html import escape

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ura.codelists.lists import terms
from ura.core.searches import clean
from ura.desk.search import search, wanted
from ura.desk.states import OPEN, Channel, State

WEEK = 7  # «the next 7 days»
MINE_OR_NOBODYS = "me-or-none"
SORTS = {
    "number": ("pk",),  # numbers are drawn in the order of the rows
    "received": ("received_on", "pk"),
    "due": ("due_on", "pk"),
    "status": ("state", "due_on", "pk"),
}
FIRST_SORT = "-number"
_LISTS = {
    "service": (gettext_lazy("Service type"), "service_type"),
    "requester_type": (gettext_lazy("Requester"), "requester_type"),
    "audience": (gettext_lazy("Audience"), "audience"),
    "need": (gettext_lazy("Kind of need"), "request_kind"),
}


@dataclass
class Choice:
    """One filter that chooses among words; `chosen` are the values of the address that it knows."""

    name: str
    label: str
    options: list  # (value, word)
    several: bool = False
    chosen: list = field(default_factory=list)

    @property
    def yes(self):
        """Is it a box to tick rather than a list?"""
        return [value for value, _word in self.options] == ["yes"]

    @property
    def marks(self):
        """The <option>s; made here, because a list page has a hundred of them."""
        chosen = set(self.chosen)
        return mark_safe("".join(
            f'<option value="{escape(str(value))}"{" selected" if value in chosen else ""}>{escape(str(word))}</option>'
            for value, word in self.options
        ))  # fmt: skip


@dataclass
class Day:
    """One filter by day; what was typed wrong is shown again."""

    name: str
    label: str
    typed: str = ""
    day: object = None


class Filters:
    """The filters of one address. Values nobody knows are left out, and `problems` says so.

    `staff` and `units`: (id, name) of those to choose among.
    """

    sorts, first_sort = SORTS, FIRST_SORT

    def __init__(self, officer, data, *, staff=(), units=()):
        self.officer, self.municipality = officer, officer.municipality
        self.today = timezone.localdate()
        self.problems = []
        self.q = clean(data.get("q", ""))
        if self.q and not wanted(self.municipality.pk, self.q):
            self.problems.append(_("Search with a word of at least three letters, or a number."))
        self.choices = {each.name: each for each in self._offered(staff, units)}
        for choice in self.choices.values():
            self._choose(choice, data.getlist(choice.name))
        self.days = {name: self._day(name, label, data.get(name, "")) for name, label in self._offered_days()}
        self._days_in_order()
        self.sort = self._sort(data.get("sort", ""))

    def _offered(self, staff, units):
        yield Choice("state", _("Status"), [("open", pgettext("requests", "Open")), *State.choices], several=True)
        yield Choice("due", _("Due"), [
            ("overdue", _("Overdue")), ("today", _("Today")), ("week", _("In the next 7 days"))])  # fmt: skip
        yield Choice("owner", _("Focal point"), [
            ("me", _("Mine")), ("none", _("Nobody yet")), (MINE_OR_NOBODYS, _("Mine or nobody's yet")),
            *((str(pk), name) for pk, name in staff)])  # fmt: skip
        for name, (label, codes) in _LISTS.items():
            yield Choice(name, label, [(t.code, str(t)) for t in terms(self.municipality).get(codes, [])])
        yield Choice("channel", _("Channel"), Channel.choices)
        yield Choice("unit", _("Administrative unit"), [(str(pk), name) for pk, name in units])
        yield Choice("complaint", _("Complaint"), [("yes", _("Only complaints")), ("no", _("Without complaints"))])
        yield Choice("waiting", _("Waiting for others"), [("yes", "")])
        yield Choice("unread", _("With an unread message"), [("yes", "")])
        yield Choice("new", _("New: nobody has worked on them yet"), [("yes", "")])

    def _offered_days(self):
        return ("from", _("Received from")), ("until", _("Received until"))

    def _choose(self, choice, given):
        known = dict(choice.options)
        for value in given if choice.several else given[:1]:
            if value in known:
                choice.chosen.append(value)
            elif value:
                self.problems.append(
                    _("«%(filter)s» does not know «%(value)s»: it was left out.")
                    % {"filter": choice.label, "value": value[:40]}
                )

    def _day(self, name, label, typed):
        typed = typed.strip()
        try:
            return Day(name, label, typed, forms.DateField(required=False).clean(typed))
        except ValidationError:
            self.problems.append(
                _("«%(value)s» is not a day: write it as 31.12.2026. «%(filter)s» was left out.")
                % {"filter": label, "value": typed[:40]}
            )
            return Day(name, label, typed[:40])

    def _days_in_order(self):
        first, last = self.days["from"], self.days["until"]
        if first.day and last.day and first.day > last.day:
            self.problems.append(
                _("%(first)s is after %(last)s: both days were left out.")
                % {"first": date_format(first.day, "SHORT_DATE_FORMAT"),
                   "last": date_format(last.day, "SHORT_DATE_FORMAT")}
            )  # fmt: skip
            first.day = last.day = None

    def _sort(self, given):
        if given.removeprefix("-") in self.sorts:
            return given
        if given:
            self.problems.append(_("The register cannot be sorted by «%(value)s».") % {"value": given[:40]})
        return self.first_sort

    def chosen(self, name):
        return self.choices[name].chosen

    @property
    def order(self):
        """The fields to order by; the last one is the row itself, so that no two pages share a line."""
        sign = "-" if self.sort.startswith("-") else ""
        return [sign + name for name in self.sorts[self.sort.removeprefix("-")]]

    @property
    def narrowed(self):
        """By how many filters, the search aside."""
        return sum(bool(c.chosen) for c in self.choices.values()) + sum(bool(d.day) for d in self.days.values())

    def rows(self):
        """All of the office, whoever asks."""
        return self.municipality.enquiries.order_by()

    def matching(self):
        """Those this officer may know of that fit, in no order."""
        rows = self.rows().visible_to(self.officer).filter(*self._conditions())
        if "new" in self.choices and self.chosen("new"):
            rows = rows.new()
        return self._searched(rows) if self.q else rows

    def more(self, found):
        """Keys of a few more for the end of a list that found little."""
        return []

    def _searched(self, rows):
        return search(rows, self.municipality, self.q)

    def _conditions(self):
        for name in (*_LISTS, "channel", "unit"):
            if chosen := self.chosen(name):
                yield Q(**{f"{name}__in": chosen} if len(chosen) > 1 else {name: chosen[0]})
        if states := {s for value in self.chosen("state") for s in (OPEN if value == "open" else [value])}:
            yield Q(state__among=sorted(states))
        for value in self.chosen("due"):
            yield self._due(value)
        for value in self.chosen("owner"):
            yield self._owner(value)
        if self.days["from"].day:
            yield Q(received_on__since=self.days["from"].day)
        if self.days["until"].day:
            yield Q(received_on__up_to=self.days["until"].day)
        for value in self.chosen("complaint"):
            yield Q(complaint=value == "yes")
        if self.chosen("waiting"):
            yield Q(state__among=OPEN) & (Q(waiting=True) | Q(state=State.OUTSIDE))
        if self.chosen("unread"):
            yield Q(unread=True)

    def _owner(self, value):
        if value == MINE_OR_NOBODYS:
            return Q(owner=self.officer.pk) | Q(owner=None)
        return Q(owner=None) if value == "none" else Q(owner=self.officer.pk if value == "me" else int(value))

    def _due(self, value):
        days = {
            "overdue": {"due_on__lt": self.today},
            "today": {"due_on": self.today},
            "week": {"due_on__gte": self.today, "due_on__lte": self.today + timedelta(days=WEEK)},
        }
        return Q(state__among=OPEN, **days[value])

    def address(self):
        """The filters as an address, without the words searched for: they may be a person's name."""
        kept = QueryDict(mutable=True)
        for choice in self.choices.values():
            kept.setlist(choice.name, choice.chosen)
        for each in self.days.values():
            if each.day:
                kept[each.name] = each.day.isoformat()
        if self.sort != self.first_sort:
            kept["sort"] = self.sort
        return kept.urlencode()
