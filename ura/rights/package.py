"""The right of access and of portability: one ZIP with a readable page and the same as JSON, and the files.

Built from the declarations on the classes. What is about others is not in it: names of colleagues, family members'
rows, requests this officer may not know of (the data protection officer's package is the whole one).
"""

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.models import Involvement
from ura.desk.states import EventKind
from ura.letters.letterhead import letterhead_of
from ura.letters.pdf import listing_pdf
from ura.municipalities.tenancy import reading_for, working_for
from ura.post.files import read, store
from ura.post.models import File, Outbox
from ura.rights.actions import carried_out, granted
from ura.rights.holdings import holdings, person_scope
from ura.rights.rules import sees_all
from ura.rights.states import Right
from ura.trail.models import Trail
from ura.trail.words import sentence

NAMES = {"pdf": "permbledhje.pdf", "json": "te-dhenat.json"}


@dataclass
class Gathered:
    """Plain values, read inside the office; the slow work comes after."""

    language: str
    number: str
    name: str
    tables: list = field(default_factory=list)
    acts: list = field(default_factory=list)
    recipients: list = field(default_factory=list)
    files: list = field(default_factory=list)  # rows of File


def make_package(request, *, by):
    """Build the package of a granted request and keep it as a file; slow work happens outside of any transaction."""
    office = request.municipality
    with reading_for(office):
        _check(request)
        found = gather(request, by=by)
        head = letterhead_of(office, found.language)
    data = zipped(found, head)
    with working_for(office):
        row = granted(request, Right.ACCESS, Right.PORTABILITY)
        row.package = store(office, data, name=f"te-dhenat-{row.entry.number}-{row.entry.year}.zip",
                            trusted_type="application/zip")  # fmt: skip
        row.package_complete = sees_all(by)
        row.save(update_fields=["package", "package_complete"])
        return carried_out(row, by=by, complete=row.package_complete)


def _check(request):
    if request.right not in (Right.ACCESS, Right.PORTABILITY):
        raise Refused(_("This request asks for another right."))
    if not request.is_granted:
        raise Refused(_("Only what was granted is carried out: decide first."))
    if request.carried_out_at:
        raise Refused(_("It was carried out already."))


def gather(request, *, by):
    """Everything held about the person that this officer may hand over."""
    person = request.person
    scope = person_scope(person, officer=by)
    found = Gathered(person.language, request.entry.label, person.shown_name)
    held = holdings(scope)
    with translation.override(found.language):
        for holding in held:
            if holding.personal.rows_go:
                continue
            rows = [_row(holding, row) for row in holding.rows]
            if rows:
                found.tables.append(_table(holding, rows))
        found.acts = _acts(scope, held)
        found.recipients = _recipients(scope, held)
    own = File.objects.none()
    for holding in held:
        if holding.model is File:
            own = holding.rows.filter(removed_at=None).exclude(scan=File.Scan.INFECTED)
    found.files = [file for file in own if file.pk != request.package_id]
    return found


def _table(holding, rows):
    activity = holding.personal.activity
    return {
        "table": holding.label, "what": str(holding.personal.what), "purpose": str(activity.purpose),
        "basis": str(activity.basis), "rows": rows,
    }  # fmt: skip


def _row(holding, row):
    """{field: (its name for people, value for machines, value for people)} of what is declared, empty ones left out."""
    values = {}
    personal = holding.personal
    for name in (*personal.also, *personal.fields, *personal.remain):
        model_field = row._meta.get_field(name)
        value = getattr(row, name)
        if value in ("", None):
            continue
        said = getattr(row, f"get_{name}_display", None)  # of its choices, or what the class says instead of codes
        shown = said() if said else value
        values[name] = (str(capfirst(model_field.verbose_name)), _plain(value), _words(shown))
    return values


def _plain(value):
    """As JSON keeps it."""
    if isinstance(value, bool | int | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _words(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return date_format(value) if isinstance(value, date) else str(value)


def _acts(scope, held):
    """What was done with the person's rows and when; who works here is named by the office, not in person."""
    about = Q(pk__in=[])
    for holding in held:
        if not holding.personal.rows_go:
            about |= Q(about=holding.label, row__in=holding.rows.order_by().values("pk"))
    rows = Trail.objects.filter(about, municipality=scope.municipality).order_by("pk")
    return [
        {"at": act.at.isoformat(), "act": act.act, "table": act.about,
         "what": sentence(act, {act.officer_id: _("An officer")} if act.officer_id else {})}
        for act in rows
    ]  # fmt: skip


def _recipients(scope, held):
    """To whom data went: mail that left, institutions a request was forwarded to or that were involved."""
    found = []
    for holding in held:
        if holding.model is Outbox:
            sent = holding.rows.filter(state__in=[Outbox.State.SENT, Outbox.State.UNCERTAIN])
            found += [
                {"on": row.sent_at and row.sent_at.date().isoformat(), "to": row.to, "how": _("By e-mail")}
                for row in sent
            ]
        elif holding.model is Involvement:
            found += [
                {
                    "on": row.contacted_on and row.contacted_on.isoformat(),
                    "to": row.stakeholder.name,
                    "how": _("Involved in the request"),
                }
                for row in holding.rows.select_related("stakeholder")
            ]
        elif holding.label == "desk.event":
            found += [
                {"on": row.on.isoformat(), "to": row.text.partition("\n")[0], "how": _("Request forwarded")}
                for row in holding.rows.filter(kind=EventKind.FORWARDED)
            ]
        elif holding.label == "people.agreed":
            found += [
                {"on": None, "to": row.recipient, "how": _("Sharing agreed to")}
                for row in holding.rows
                if row.recipient
            ]
    return found


def zipped(found, head):
    """The bytes of the package."""
    with translation.override(found.language):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            names = _write_files(archive, found.files)
            archive.writestr(NAMES["json"], json.dumps(_machine(found, names), ensure_ascii=False, indent=2))
            archive.writestr(NAMES["pdf"], _readable(found, names, head))
        return target.getvalue()


def _write_files(archive, files):
    """Each file under a name of its own; {key: name}. One the disk no longer has is named as missing."""
    names = {}
    for file in files:
        name = f"dosje/{file.pk}-{file.name.replace('/', '-')}"
        try:
            archive.writestr(name, read(file))
            names[file.pk] = name
        except Refused:
            names[file.pk] = _("missing on the server: %(name)s") % {"name": file.name}
    return names


def _machine(found, names):
    return {
        "request": found.number,
        "made_at": timezone.now().isoformat(),
        "person": found.name,
        "held": [
            {**table, "rows": [{name: value[1] for name, value in row.items()} for row in table["rows"]]}
            for table in found.tables
        ],
        "recipients": found.recipients,
        "acts": found.acts,
        "files": list(names.values()),
    }


def _readable(found, names, head):
    sections = []
    for table in found.tables:
        parts = [
            (
                f"{table['what']} {n}" if len(table["rows"]) > 1 else "",
                [(label, shown) for label, _v, shown in row.values()],
            )
            for n, row in enumerate(table["rows"], 1)
        ]
        sections.append((table["what"], f"{table['purpose']}. {table['basis']}.", parts))
    went = [("", [(row["how"], " · ".join(filter(None, [row["to"], row["on"]]))) for row in found.recipients])]
    sections.append((_("To whom data went"), "" if found.recipients else _("To nobody outside the office."), went))
    acts = [("", [(_day(act["at"]), act["what"]) for act in found.acts])]
    sections.append((_("What was done with the data"), "", acts))
    if names:
        sections.append(
            (_("Files in this package"), "", [("", [(str(n), name) for n, name in enumerate(names.values(), 1)])])
        )
    intro = [
        _("Answer to request no. %(number)s under law no. 124/2024 “On personal data protection”.") % {"number": found.number},
        _("This is all that the office holds about %(name)s. The file %(file)s holds the same for machines.")
        % {"name": found.name, "file": NAMES["json"]},
        _("You may ask to correct, restrict or erase it, object to its use, and complain to the Commissioner for the "
          "Right to Information and Protection of Personal Data."),
    ]  # fmt: skip
    return listing_pdf(
        office=head, title=_("What we hold about you"), intro=intro, sections=sections, language=found.language
    )


def _day(moment):
    return date_format(timezone.localtime(datetime.fromisoformat(moment)), "SHORT_DATETIME_FORMAT")
