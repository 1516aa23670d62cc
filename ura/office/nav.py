"""The way through the office: what the left rail offers this officer."""

from functools import lru_cache

from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_scopes import get_scope

from ura.core.context import NavItem
from ura.municipalities.tenancy import reading_for
from ura.office.visible import visible_outbox
from ura.post.models import Outbox
from ura.staff.doors import CASEWORK
from ura.staff.models import Role

MOST = 100  # a count of 100 says "there are many"
WORK = (Role.OFFICER, Role.SUPERVISOR)
KEEPERS = (*WORK, Role.ADMINISTRATOR)
TROUBLE = (Outbox.State.FAILED, Outbox.State.UNCERTAIN)


def navigation(request):
    """Nothing is asked of the database before a page draws the rail."""
    officer = getattr(request, "officer", None)
    if officer is None:
        return {}
    casework = officer.has(*CASEWORK)
    slug = officer.municipality.slug
    return {
        "nav_items": SimpleLazyObject(lambda: _items(request, officer)),
        "search_url": address_of("enquiries", slug) if casework else "",
        "new_url": address_of("enquiry_new", slug) if casework else "",
    }


def _items(request, officer):
    slug, counts = officer.municipality.slug, waiting(officer)
    items = []
    for name, label, icon, count, roles in _offer(counts):
        if name is None:
            items.append(None)
        elif (not roles or officer.has(*roles)) and (url := address_of(name, slug)):
            items.append((url, label, icon, in_words(count), False))
    while items and items[-1] is None:
        items.pop()
    here = _section(request, [item[0] for item in items if item], address_of("day", slug))
    return [item and NavItem(*item[:4], item[0] == here) for item in items]


def in_words(count):
    return f"{MOST - 1}+" if count >= MOST else count


def _offer(counts):
    """(address name, label, icon, count, roles); no name: a gap. A page that does not exist is left out."""
    return (
        ("day", _("My day"), "sun", counts["late"], ()),
        ("enquiries", _("Requests"), "list", 0, CASEWORK),
        ("enquiry_new", _("New request"), "plus", 0, CASEWORK),
        ("replies", _("Letters"), "file-text", counts["letters"], WORK),
        ("mail_held", _("Mail"), "mail", counts["held"], WORK),
        ("outbox", _("Outbox"), "send", counts["outbox"], WORK),
        (None, "", "", 0, ()),
        ("sessions", _("Counselling"), "message-square", 0, CASEWORK),
        ("cases", _("Cases"), "users", 0, CASEWORK),
        ("referrals", _("Referrals"), "external-link", 0, WORK),
        ("schemes", _("Schemes"), "stamp", 0, (*CASEWORK, Role.ADMINISTRATOR)),
        ("housing", _("Social housing"), "building-2", 0, WORK),
        ("livelihood", _("Economic opportunities"), "star", 0, WORK),
        (None, "", "", 0, ()),
        ("people", _("People"), "user", 0, CASEWORK),
        ("consents", _("Consents"), "user-check", 0, CASEWORK),
        ("institutions", _("Institutions and services"), "map-pin", 0, (*CASEWORK, Role.ADMINISTRATOR)),
        ("stakeholders", _("Stakeholders"), "users", 0, CASEWORK),
        ("guides", _("Guides"), "circle-help", 0, (*CASEWORK, Role.ADMINISTRATOR)),
        (None, "", "", 0, ()),
        ("book", _("Protocol book"), "stamp", 0, CASEWORK),
        ("rights", _("Data protection"), "lock", 0, (*WORK, Role.DATA_PROTECTION)),
        ("month", _("Statistics"), "chart-column", 0, WORK),
        ("needs_analyses", _("Needs analysis"), "building-2", 0, KEEPERS),
        ("import", _("Import from Excel"), "upload", 0, (Role.SUPERVISOR, Role.ADMINISTRATOR)),
        (None, "", "", 0, ()),
        ("trail", _("Trail"), "history", 0, (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION)),
        ("settings_absences", _("Absences and cover"), "user-check", 0, (Role.SUPERVISOR,)),
        ("settings", _("Settings"), "settings", 0, (Role.ADMINISTRATOR,)),
    )


def _section(request, urls, day):
    """The part of the office this page lies in: the longest address it begins with; «My day» only itself."""
    path = request.path
    if request.resolver_match and request.resolver_match.url_name == "enquiry_serve":
        path = address_of("enquiry_new", request.municipality.slug)
    return max((url for url in urls if path == url or (url != day and path.startswith(url))), key=len, default="")


def waiting(officer):
    """What waits, in one question: overdue of mine, held mail, mail that did not leave, letters that wait for me."""
    office = officer.municipality
    if hasattr(officer, "_waiting"):  # asked once for each page
        return officer._waiting
    if not officer.has(*WORK):
        return dict.fromkeys(("late", "held", "outbox", "letters"), 0)
    if get_scope().get("municipality") != office:  # a page that opens its own transaction, or an error page
        with reading_for(office):
            return waiting(officer)
    values = {
        "office": office.pk, "officer": officer.pk, "supervisor": officer.has(Role.SUPERVISOR), "most": MOST,
        "today": timezone.localdate(), "now": connection.ops.adapt_datetimefield_value(timezone.now()),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.replace("{suggested}", _SUGGESTED[connection.vendor]), values)
        officer._waiting = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    return officer._waiting


# By hand, because the rail stands on every page and the ORM takes ten times as long to say it as SQL to answer it.
# `known` is EnquiryQuerySet.visible_to for those who see the rail's counts; a test compares the two.
_COUNTS = """
SELECT
  (SELECT count(*) FROM (SELECT 1 FROM desk_enquiry e
    WHERE e.municipality_id = %(office)s AND e.owner_id = %(officer)s AND e.state IN ('1', '2', '3', '4')
      AND e.due_on < %(today)s AND {known} LIMIT %(most)s) AS found) AS late,
  (SELECT count(*) FROM (SELECT 1 FROM post_inboundmail m
    WHERE m.municipality_id = %(office)s AND m.state = 'held' AND NOT EXISTS (
      SELECT 1 FROM desk_enquiry e WHERE e.municipality_id = %(office)s AND ({known}) IS NOT TRUE
        AND e.id IN (SELECT {suggested}))
    LIMIT %(most)s) AS found) AS held,
  (SELECT count(*) FROM (SELECT 1 FROM post_outbox o
    WHERE o.municipality_id = %(office)s AND o.state IN ('failed', 'uncertain') AND o.about <> 'staff.officer'
      AND (o.about <> 'desk.enquiry' OR EXISTS (
        SELECT 1 FROM desk_enquiry e WHERE e.municipality_id = %(office)s AND e.id = o.row AND {known}))
      AND (o.about <> 'replies.reply' OR EXISTS (
        SELECT 1 FROM replies_reply r JOIN desk_enquiry e ON e.id = r.enquiry_id
        WHERE r.municipality_id = %(office)s AND r.id = o.row AND {known}))
    LIMIT %(most)s) AS found) AS outbox,
  (SELECT count(*) FROM (SELECT 1 FROM replies_reply r JOIN desk_enquiry e ON e.id = r.enquiry_id
    WHERE r.municipality_id = %(office)s AND {known}
      AND (r.state = 'returned' AND r.drafted_by_id = %(officer)s OR r.state = 'submitted' AND %(supervisor)s)
    LIMIT %(most)s) AS found) AS letters
""".replace(
    "{known}",
    "(e.complaint_about_id IS NULL OR e.complaint_about_id <> %(officer)s)"
    " AND (NOT e.restricted OR e.id IN (SELECT t.enquiry_id FROM desk_teammember t WHERE"
    " t.municipality_id = %(office)s AND t.officer_id = %(officer)s AND (t.until IS NULL OR t.until > %(now)s)))"
    " AND (%(supervisor)s OR NOT e.complaint OR e.owner_id = %(officer)s)",
)


_SUGGESTED = {  # the requests a mail may belong to, one a row
    "sqlite": "value FROM json_each(m.suggested)",
    "postgresql": "value::bigint FROM jsonb_array_elements_text(m.suggested)",
}


def undelivered(officer):
    """Messages that did not leave, or perhaps not; none about a request the officer may not know of."""
    return visible_outbox(officer).filter(state__in=TROUBLE)


@lru_cache(maxsize=4096)  # nineteen on every page, and they never change
def address_of(name, slug):
    """The address of a page, or nothing while it does not exist."""
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""
