"""The record of processing activities, made from what the tables declare (law 124/2024)."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.core.encrypted import EncryptedTextField
from ura.core.personal import STAFF
from ura.municipalities.processing import ACTIVITIES
from ura.rights.holdings import declarations
from ura.rights.retention import rules_of
from ura.rights.states import FROM, Kept


@dataclass
class Line:
    """One activity, every word in the reader's language."""

    name: str
    purpose: str
    basis: str
    whose: str
    data: list  # (table, its fields)
    recipients: str
    kept: str
    security: str


def record_of_processing(municipality):
    """One line an activity, in the order of the activities."""
    rules, tables = rules_of(municipality), declarations()
    found = []
    for activity in ACTIVITIES:
        mine = [(model, personal) for model, personal in tables if personal.activity is activity]
        data = {}
        for model, personal in mine:
            if not personal.rows_go:
                data.setdefault(str(personal.what), []).extend(_fields(model, personal))
        found.append(
            Line(
                str(activity.name), str(activity.purpose), str(activity.basis), str(activity.whose),
                [(what, ", ".join(dict.fromkeys(fields))) for what, fields in data.items()],
                str(activity.recipients), _kept(activity.kept, rules), _security(mine),
            )
        )  # fmt: skip
    return found


def _fields(model, personal):
    names = [capfirst(str(model._meta.get_field(name).verbose_name)) for name in (*personal.fields, *personal.also)]
    return [*names, *([_("Files")] if personal.files else [])]


def _kept(kind, rules):
    if kind not in Kept.values:
        return _("For the time of employment, then by the rules of the municipality")
    rule = rules.get(kind)
    if rule is None or not rule.years:
        return _("Not set by the office yet")
    words = ngettext("%(n)s year from %(day)s", "%(n)s years from %(day)s", rule.years)
    return words % {"n": rule.years, "day": FROM[Kept(kind)]}


def _security(tables):
    sealed = any(
        isinstance(model._meta.get_field(name), EncryptedTextField) for model, p in tables for name in p.fields
    )
    words = [_("Access by role; every act in a trail that cannot be changed")]
    if sealed:
        words.insert(0, _("Identifiers and free text encrypted; files encrypted"))
    if any(STAFF in p.ways for _model, p in tables):
        words.append(_("second factor at sign-in"))
    return "; ".join(words)


def as_table(municipality):
    """(columns, rows) for a spreadsheet or a document."""
    columns = [
        _("Activity"), _("Purpose"), _("Legal basis"), _("Whose data"), _("Which data"), _("Recipients"), _("Kept for"),
        _("Security"),
    ]  # fmt: skip
    rows = [
        (line.name, line.purpose, line.basis, line.whose, "\n".join(f"{what}: {fields}" for what, fields in line.data),
         line.recipients, line.kept, line.security)
        for line in record_of_processing(municipality)
    ]  # fmt: skip
    return columns, rows
