"""The register as a table that leaves: Annex 2 (requests) and Annex 3 (stakeholders) of the procedure."""

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ura.codelists.lists import word
from ura.core.refusals import Refused
from ura.core.spreadsheets import Column
from ura.desk.looking import looked
from ura.desk.models import Event, Involvement
from ura.desk.paging import find_keys
from ura.desk.states import Channel, EventKind, State
from ura.trail.models import Trail

MOST_ROWS = 20_000
CHUNK = 1000
_FIELDS = (
    "pk", "entry__number", "entry__label", "entry__voided_at", "service", "requester_type", "state", "received_on",
    "due_on", "closed_on", "outcome", "days_taken", "channel", "owner__user__name", "unit__name_sq", "audience", "need",
    "origin", "complaint", "entry__archive_number", "text__subject", "requester__name", "requester__organisation",
    "requester__use_limited_on",
)  # fmt: skip


def register(filters):
    """Annex 2: (columns, rows) of the requests that fit, with the days and names the reports need."""
    keys = _keys(filters, "register")
    columns = [Column(title) for title in (
        _("Case"), _("Protocol number"), _("Service type"), _("Requester"), _("Status"), _("Notes"),
        _("Received"), _("Due"), _("Closed"), _("Outcome"), _("Working days taken"), _("Channel"), _("Focal point"),
        _("Administrative unit"), _("Audience"), _("Kind of need"), _("Country or municipality of origin"),
        _("Complaint"), _("Town hall's archive number"), _("Subject"), _("Name and surname"), _("Organisation"))]  # fmt: skip
    return columns, _register_rows(filters, keys)


def stakeholders(filters):
    """Annex 3: (columns, rows) of the stakeholders in the requests that fit, with their status in each.

    Without a filter it is the whole register: those that no request has involved yet stand at the end.
    """
    keys = _keys(filters, "stakeholders")
    columns = [Column(title) for title in (
        _("Stakeholder"), _("Type of institution"), _("Type of service offered"), _("Request involved"),
        _("Status"), _("Notes"), _("Contacted on"))]  # fmt: skip
    return columns, _stakeholder_rows(filters, keys)


SHEETS = {"register": register, "stakeholders": stakeholders}


def title(sheet):
    return _("Register of stakeholders") if sheet is stakeholders else _("Register of requests")


def _keys(filters, sheet):
    """The requests that fit, in their order; the trail keeps who took how many and by which filters."""
    keys = find_keys(filters, filters.matching(), MOST_ROWS + 1)
    if len(keys) > MOST_ROWS:
        raise Refused(
            _("More than %(n)s requests fit: narrow the filter, for instance to one year, and export again.")
            % {"n": MOST_ROWS}
        )
    Trail.objects.create(
        municipality=filters.municipality, officer=filters.officer, act="desk.exported", about="desk.enquiry", row=0,
        fields={"sheet": sheet, "count": str(len(keys)), "filters": filters.address(), "searched": str(bool(filters.q))},
    )  # fmt: skip
    for enquiry in filters.matching().order_by().filter(restricted=True):
        looked(filters.officer, enquiry)
    return keys


def _chunks(filters, keys):
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        place = {pk: at for at, pk in enumerate(chunk)}
        rows = filters.municipality.enquiries.filter(pk__in=chunk).order_by().values_list(*_FIELDS)
        yield chunk, sorted(rows, key=lambda row, place=place: place[row[0]])


def _register_rows(filters, keys):
    office = filters.municipality
    states, channels = dict(State.choices), dict(Channel.choices)
    for chunk, rows in _chunks(filters, keys):
        notes = _notes(office, chunk)
        for (pk, number, label, voided, service, kind, state, received, due, closed, outcome, days, channel, owner,
             unit, audience, need, origin, complaint, archive, subject, name, organisation, limited) in rows:  # fmt: skip
            if (
                limited
            ):  # the person restricted the use of their data (law 124/2024): the line stays, its words do not leave
                subject, name, organisation = "", _("use restricted"), ""
                notes.pop(pk, None)
            yield (
                number, label, word(office, "service_type", service), word(office, "requester_type", kind),
                pgettext("request", "Voided") if voided else str(states[state]), "\n".join(notes.get(pk, ())), received, due, closed,
                word(office, "outcome", outcome), days, str(channels.get(channel, channel)), owner, unit,
                word(office, "audience", audience), word(office, "request_kind", need), origin,
                complaint, archive, subject, name, organisation,
            )  # fmt: skip


def _notes(office, keys):
    """What the officers noted, by request, oldest first."""
    found = {}
    rows = Event.objects.filter(municipality=office, enquiry__in=keys, kind=EventKind.NOTE).order_by("at", "pk")
    for pk, text in rows.values_list("enquiry_id", "text"):
        found.setdefault(pk, []).append(text)
    return found


def _stakeholder_rows(filters, keys):
    office, involved = filters.municipality, set()
    for start in range(0, len(keys), CHUNK):
        rows = Involvement.objects.filter(municipality=office, enquiry__in=keys[start : start + CHUNK])
        rows = rows.annotate(limited=F("enquiry__requester__use_limited_on"))
        for row in rows.select_related("stakeholder", "enquiry__entry").order_by("stakeholder__pk", "enquiry__pk"):
            involved.add(row.stakeholder_id)
            notes = "" if row.limited else row.notes
            what = row.enquiry.entry.label, row.get_status_display(), notes, row.contacted_on
            yield (*_actor(office, row.stakeholder), *what)
    if not filters.narrowed and not filters.q:
        for actor in office.stakeholders.filter(active=True).exclude(pk__in=involved):
            yield (*_actor(office, actor), "", "", actor.notes, None)


def _actor(office, actor):
    return (
        actor.name,
        word(office, "stakeholder_type", actor.type),
        word(office, "stakeholder_service", actor.service),
    )
