"""What the list of cases is narrowed by, read from the address as the register's filters are."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ura.cases.models import CaseCategory
from ura.cases.states import OPEN, Category, Kind, Outcome, State
from ura.codelists.countries import origin_choices
from ura.core.lookups import planned_with_values
from ura.core.moments import now
from ura.desk.filters import WEEK, Choice, Filters
from ura.desk.models import EnquiryToken
from ura.desk.search import bearing, numbered, wanted
from ura.people.models import HouseholdMember, PersonToken
from ura.people.queries import reached_keys

SORTS = {
    "number": ("enquiry_id",),  # numbers are drawn in the order of the requests
    "opened": ("opened_on", "pk"),
    "review": ("next_review_on", "pk"),
    "status": ("state", "pk"),
}
FIRST_SORT = "-number"
FEW, MOST_NAMESAKES = 25, 500


class CaseFilters(Filters):
    """The filters of one address of the case list."""

    sorts, first_sort = SORTS, FIRST_SORT

    def _offered(self, staff, units):
        yield Choice("state", _("Status"), [("open", pgettext("cases", "Open")), *State.choices], several=True)
        yield Choice("kind", _("Kind of case"), Kind.choices)
        yield Choice("category", _("Vulnerability"), Category.choices)
        yield Choice("emergency", _("Emergency"), [("yes", _("Not yet met")), ("late", _("Late"))])
        yield Choice("review", _("Review"), [("overdue", _("Overdue")), ("week", _("In the next 7 days"))])
        yield Choice("owner", _("Case manager"), [
            ("me", _("Mine")), ("none", _("Nobody yet")), *((str(pk), name) for pk, name in staff)])  # fmt: skip
        yield Choice("unit", _("Administrative unit"), [(str(pk), name) for pk, name in units])
        yield Choice("outcome", _("Outcome"), Outcome.choices)
        yield Choice("origin", _("Origin"), [each for _group, some in origin_choices() for each in some])

    def _offered_days(self):
        return ("from", _("Opened from")), ("until", _("Opened until"))

    def rows(self):
        return self.municipality.cases.order_by()

    @planned_with_values()
    def more(self, found):
        """Cases in which somebody of the family, not the person of the case, bears the names searched for."""
        groups = wanted(self.municipality.pk, self.q) if self.q and len(found) < FEW else ()
        if not groups or numbered(self.municipality, self.q):
            return []
        people = HouseholdMember.objects.filter(municipality=self.municipality, left_on=None).order_by()
        for tokens in groups:
            rows = PersonToken.objects.filter(municipality=self.municipality, token__in=sorted(tokens))
            people = people.filter(person__in=rows.values("person"))
        people = dict(people.values_list("person", "household")[:MOST_NAMESAKES])
        seen = reached_keys(self.officer, list(people))
        rows = self.rows().visible_to(self.officer).filter(*self._conditions())
        rows = rows.filter(household__in=[people[key] for key in seen])
        return [pk for pk in rows.order_by("-enquiry_id").values_list("pk", flat=True)[:FEW] if pk not in found]

    def _searched(self, rows):
        """By the words of the request that opened it: names, phone, e-mail, subject, number."""
        if number := numbered(self.municipality, self.q):
            return rows.filter(enquiry__in=bearing(self.municipality, *number))
        groups = wanted(self.municipality.pk, self.q)
        if not groups:
            return rows.none()
        for tokens in groups:
            if len(tokens) == 1:
                # Joined, not IN: the index gives them newest first, and PostgreSQL stops when the pages are full.
                rows = rows.filter(
                    enquiry__tokens__municipality=self.municipality, enquiry__tokens__token=next(iter(tokens))
                )
            else:
                found = EnquiryToken.objects.filter(municipality=self.municipality, token__in=sorted(tokens))
                rows = rows.filter(enquiry__in=found.values("enquiry"))
        return rows

    def _conditions(self):
        for name in ("kind", "unit", "outcome", "origin"):
            for value in self.chosen(name):
                yield Q(**{name: value})
        if states := {s for value in self.chosen("state") for s in (OPEN if value == "open" else [value])}:
            yield Q(state__among=sorted(states))
        for value in self.chosen("category"):
            holding = CaseCategory.objects.filter(municipality=self.municipality, category=value, until_on=None)
            yield Q(Exists(holding.filter(case=OuterRef("pk"))))
        for value in self.chosen("emergency"):
            late = {"emergency_due_at__lt": now()} if value == "late" else {}
            yield Q(state__among=OPEN, emergency_at__isnull=False, emergency_met_at=None, **late)
        for value in self.chosen("review"):
            days = {"next_review_on__lt": self.today} if value == "overdue" else {
                "next_review_on__gte": self.today, "next_review_on__lte": self.today + timedelta(days=WEEK)}  # fmt: skip
            yield Q(state__among=OPEN, **days)
        for value in self.chosen("owner"):
            yield Q(owner=None) if value == "none" else Q(owner=self.officer.pk if value == "me" else int(value))
        if self.days["from"].day:
            yield Q(opened_on__since=self.days["from"].day)
        if self.days["until"].day:
            yield Q(opened_on__up_to=self.days["until"].day)
