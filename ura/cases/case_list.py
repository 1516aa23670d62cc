"""The lines of the case list: few queries, no object for each line, no template for each word."""

from html import escape

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.cases.heading import BADGE
from ura.cases.models import CaseCategory
from ura.cases.states import Category, Kind, State
from ura.codelists.countries import place
from ura.core.templatetags.ui import due, status

COLUMNS = (
    "pk", "enquiry__entry__year", "enquiry__entry__number", "enquiry__entry__label", "person__name",
    "person__organisation", "kind", "state", "origin", "opened_on", "owner_id", "next_review_on", "emergency_at",
    "emergency_met_at", "enquiry__restricted", "unit__name_sq",
)  # fmt: skip
SHORT = {  # the official words are long and a list has seven columns
    Kind.RETURNEE: gettext_lazy("Returnee"), Kind.INTERNAL: gettext_lazy("Internal migrant"),
    Kind.DIASPORA: gettext_lazy("Diaspora"), Kind.FOREIGNER: gettext_lazy("Foreigner"),
}  # fmt: skip

_ROW = """
    <tr class="{look}">
      <td class="ref"><a href="{url}">{number}</a></td>
      <td class="main"><span class="clip" dir="auto"><bdi>{who}</bdi></span><span class="sub">{marks}{about}</span></td>
      <td data-label="{kind_label}">{kind}</td>
      <td data-label="{status_label}">{status}</td>
      <td data-label="{owner_label}">{owner}</td>
      <td class="nowrap" data-label="{opened_label}">{opened}</td>
      <td data-label="{review_label}">{review}</td>
    </tr>"""


def table_rows(municipality, rows, names):
    """The rows of the table in one string, escaped. `names` of officers by id."""
    today = timezone.localdate()
    badges = {value: status(BADGE[value], label) for value, label in State.choices}
    words = {"emergency": _("Emergency"), "restricted": _("Restricted")}
    labels = {"kind_label": _("Kind"), "status_label": _("Status"), "owner_label": _("Case manager"),
              "opened_label": _("Opened"), "review_label": _("Review")}  # fmt: skip
    labels = {name: escape(label) for name, label in labels.items()}
    kinds = {kind: escape(str(word)) for kind, word in SHORT.items()}
    base = reverse("cases", args=[municipality.slug])
    held = _categories(municipality, [row[0] for row in rows])
    out = []
    for row in rows:
        (pk, year, number, label, name, organisation, kind, state, origin, opened, owner, review, emergency, met,
         restricted, unit) = row  # fmt: skip
        open_now = state != State.CLOSED
        urgent = open_now and emergency and not met
        late = urgent or (open_now and review and review < today)
        tags = [(words["emergency"], "tag-accent")] if urgent else []
        tags += [(words["restricted"], "")] if restricted else []
        tags += [(label, "") for label in held.get(pk, ())]
        out.append(_ROW.format(
            look="late" if late else "", url=f"{base}{year}/{number}/", number=escape(label),
            who=escape(" · ".join([part for part in (name, organisation) if part]) or "—"),
            marks="".join([f'<span class="tag {look}">{escape(text)}</span> ' for text, look in tags]),
            about=escape(" · ".join([part for part in (place(origin) if origin else "", unit) if part])),
            kind=kinds[kind], status=badges[state], owner=escape(names.get(owner, "")), opened=date_format(opened, "SHORT_DATE_FORMAT"),
            review=due(review, False, today) if open_now and review else "", **labels,
        ))  # fmt: skip
    return SafeString("".join(out))


def _categories(municipality, keys):
    """{case: [vulnerability in words]} of those that hold now."""
    found, words = {}, dict(Category.choices)
    rows = CaseCategory.objects.filter(municipality=municipality, case__in=keys, until_on=None).order_by("pk")
    for case, category in rows.values_list("case_id", "category") if keys else ():
        if words[category] not in found.setdefault(case, []):
            found[case].append(words[category])
    return found
