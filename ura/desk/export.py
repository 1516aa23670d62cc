"""The register as a table that leaves: Annex 2 (requests) and Annex 3 (stakeholders) of the procedure."""

from django.db.models import F
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ura.codelists.lists import word
from ura.core.refusals import Refused
from ura.core.spreadsheets import Column
from ura.desk.looking import looked
from ura.desk.models import Event, Involvement
from ura.desk.paging import find_keys
from ura.desk.states import Channel, EventKind, State
from ura.municipalities.tenancy import reading_for
from ura.trail.models import Trail

CHUNK = 1000
_FIELDS = (
    "pk", "entry__number", "entry__label", "entry__voided_at", "service", "requester_type", "state", "received_on",
    "due_on", "closed_on", "outcome", "days_taken", "channel", "owner__user__name", "unit__name_sq", "audience", "need",
    "origin", "complaint", "entry__archive_number", "text__subject", "requester__name", "requester__organisation",
    "requester__use_limited_on",
)  # fmt: skip


def register(filters, most=None):
    """Annex 2: (columns, rows) of the requests that fit, with the days and names the reports need.

    Raises Refused when more than `most` fit. The rows are read as they are taken, chunk by chunk.
    """
    keys = _keys(filters, "register", most)
    columns = [Column(title) for title in (
        _("Case"), _("Protocol number"), _("Service type"), _("Requester"), _("Status"), _("Notes"),
        _("Received"), _("Due"), _("Closed"), _("Outcome"), _("Working days taken"), _("Channel"), _("Focal point"),
        _("Administrative unit"), _("Audience"), _("Kind of need"), _("Country or municipality of origin"),
        _("Complaint"), _("Town hall's archive number"), _("Subject"), _("Name and surname"), _("Organisation"))]  # fmt: skip
    return columns, in_chunks(filters.municipality, keys, lambda chunk: _register_rows(filters, chunk))


def stakeholders(filters, most=None):
    """Annex 3: (columns, rows) of the stakeholders in the requests that fit, with their status in each.

    Without a filter it is the whole register: those that no request has involved yet stand at the end.
    """
    keys = _keys(filters, "stakeholders", most)
    columns = [Column(title) for title in (
        _("Stakeholder"), _("Type of institution"), _("Type of service offered"), _("Request involved"),
        _("Status"), _("Notes"), _("Contacted on"))]  # fmt: skip
    return columns, _stakeholder_rows(filters, keys)


SHEETS = {"register": register, "stakeholders": stakeholders}


def title(sheet):
    return _("Register of stakeholders") if sheet is stakeholders else _("Register of requests")


def in_chunks(municipality, keys, read):
    """The rows that `read` makes of each chunk of keys, each chunk in a transaction of its own: nobody's slow
    connection holds one open, and the database, which lets nobody read outside an office, is told for whom."""
    for start in range(0, len(keys), CHUNK):
        with reading_for(municipality):
            rows = list(read(keys[start : start + CHUNK]))
        yield from rows


def _keys(filters, sheet, most):
    """The requests that fit, in their order; the trail keeps who took how many and by which filters."""
    keys = find_keys(filters, filters.matching(), most and most + 1)
    if most and len(keys) > most:
        raise Refused(
            _(
                "More than %(n)s requests fit, which is too much for one Excel file: take CSV, which holds them all, or narrow the filter."
            )
            % {"n": number_format(most, force_grouping=True)}
        )
    Trail.objects.create(
        municipality=filters.municipality, officer=filters.officer, act="desk.exported", about="desk.enquiry", row=0,
        fields={"sheet": sheet, "count": str(len(keys)), "filters": filters.address(), "searched": str(bool(filters.q))},
    )  # fmt: skip
    for enquiry in filters.matching().order_by().filter(restricted=True):
        looked(filters.officer, enquiry)
    return keys


def _register_rows(filters, keys):
    office = filters.municipality
    states, channels = dict(State.choices), dict(Channel.choices)
    notes, place = _notes(office, keys), {pk: at for at, pk in enumerate(keys)}
    found = office.enquiries.visible_to(filters.officer).filter(pk__in=keys).order_by().values_list(*_FIELDS)
    for (pk, number, label, voided, service, kind, state, received, due, closed, outcome, days, channel, owner,
         unit, audience, need, origin, complaint, archive, subject, name, organisation, limited) in sorted(
             found, key=lambda row: place[row[0]]):  # fmt: skip
        # The person restricted the use of their data (law 124/2024): the line stays, its words do not leave.
        if limited:
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
    yield from in_chunks(office, keys, lambda chunk: _involved(filters, chunk, involved))
    if not filters.narrowed and not filters.q:
        with reading_for(office):
            others = list(office.stakeholders.filter(active=True).exclude(pk__in=involved))
            rows = [(*_actor(office, actor), "", "", actor.notes, None) for actor in others]
        yield from rows


def _involved(filters, keys, involved):
    office = filters.municipality
    shown = office.enquiries.visible_to(filters.officer).filter(pk__in=keys).order_by().values("pk")
    rows = Involvement.objects.filter(municipality=office, enquiry__in=shown)
    rows = rows.annotate(limited=F("enquiry__requester__use_limited_on"))
    for row in rows.select_related("stakeholder", "enquiry__entry").order_by("stakeholder__pk", "enquiry__pk"):
        involved.add(row.stakeholder_id)
        notes = "" if row.limited else row.notes
        what = row.enquiry.entry.label, row.get_status_display(), notes, row.contacted_on
        yield (*_actor(office, row.stakeholder), *what)


def _actor(office, actor):
    return (
        actor.name,
        word(office, "stakeholder_type", actor.type),
        word(office, "stakeholder_service", actor.service),
    )
