"""What the pages share: the tabs of this part of the office, and what waits."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.core.lookups import where_any
from ura.rights.breaches import open_breaches
from ura.rights.clock import breach_clock, notify_until
from ura.rights.rules import KEEPERS, SETTERS, WORKERS, may_keep, visible_requests


def tabs(request, here):
    """The pages of data protection that this officer may open."""
    offered = (
        ("rights", _("Requests about data"), WORKERS),
        ("breaches", _("Breaches"), KEEPERS),
        ("retention", _("Retention"), KEEPERS),
        ("holds", _("Legal holds"), KEEPERS),
        ("processing", _("Record of processing"), ()),
        ("privacy", _("Settings"), SETTERS),
    )
    slug = request.municipality.slug
    return [
        {"url": reverse(name, args=[slug]), "label": label, "active": name == here}
        for name, label, roles in offered
        if not roles or request.officer.has(*roles)
    ]


def waiting(officer, *, whole=False):
    """What presses today: requests about data due within a week, and breaches whose hours run; [] for most people."""
    office, found = officer.municipality, []
    if not officer.has(*WORKERS):
        return found
    mine = {} if may_keep(officer) or whole else {"officer": officer}
    rows = where_any(
        office.rights_requests.pressing().filter(**mine),
        lambda: (
            visible_requests(officer).pressing().filter(**mine).select_related("entry").order_by("due_on", "pk")[:10]
        ),
    )
    for row in rows:
        row.municipality = office
        found.append({"url": row.get_absolute_url(), "label": row.entry.label, "what": row.get_right_display(),
                      "due_on": row.due_on})  # fmt: skip
    if may_keep(officer):
        for breach in open_breaches(office).filter(authority_told_at=None).order_by("noticed_at")[:10]:
            breach.municipality = office
            tone, text = breach_clock(breach)
            found.insert(0, {
                "url": reverse("breach", args=[office.slug, breach.pk]), "what": text, "tone": tone,
                "label": _("Breach no. %(n)s") % {"n": breach.number},
                "due_on": timezone.localdate(notify_until(breach)),
            })  # fmt: skip
    return found
