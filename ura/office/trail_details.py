"""What an act of the trail says besides its sentence, in the reader's language: no code, key or name of a column.

What has no word here stays out of the page; the export holds every field as it was written.
"""

import re
from datetime import date, datetime

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ura.codelists.countries import place
from ura.codelists.lists import LISTS, word
from ura.desk.checklist import step_words
from ura.desk.deadline_words import short_day
from ura.desk.states import Channel, RestrictedFor
from ura.housing import national
from ura.housing.actions.applying import OTHER
from ura.letters.models import LetterKind
from ura.people.models import Guardianship, HouseholdMember, PersonContact
from ura.people.models.consent import How, Purpose, Through
from ura.replies.states import Dispatch
from ura.rights.states import AnswerWay, Decision, Identity, Kept, Right
from ura.staff.models import Role
from ura.trail.words import FIELDS, OF_STAFF

CHOICES = {
    "channel": (Channel,),
    "ground": (RestrictedFor,),
    "letter": (LetterKind,),
    "kind": (LetterKind, Kept, PersonContact.Kind),
    "dispatch": (Dispatch,),
    "purpose": (Purpose,),
    "purposes": (Purpose,),
    "how": (How, Identity),
    "through": (Through,),
    "right": (Right,),
    "decision": (Decision,),
    "way": (AnswerWay,),
    "cause": (Kept,),
    "roles": (Role,),
    "relation": (HouseholdMember.Relation, Guardianship.Relation),
}
CODES = {
    "service": "service_type", "requester_type": "requester_type", "audience": "audience", "need": "request_kind",
    "outcome": "outcome", "status": "stakeholder_status", "topic": "gap_topic",
}  # fmt: skip
WORDS = {
    "language": dict(settings.LANGUAGES),
    "list": LISTS,
    "sheet": {"register": _("Register of requests"), "stakeholders": _("Register of stakeholders")},
    "cause": {"request": _("at the person's request")},
    "changed": {
        "requester": pgettext_lazy("corrected", "the requester's details"),
        "standing": _("Standing focal point"),
    },
}
FIELD_OF_STATE = {"was", "from", "to"}
AS_WRITTEN = {  # numbers of the book, counts, and codes that an office gives itself
    "number", "protocol", "count", "rows", "left_out", "version", "days", "files", "year", "handed", "years", "proofs",
    "answer_days", "breach_hours", "code", "topics",
}  # fmt: skip
BESIDE = {  # where else the changed fields of a thing lie
    "desk.enquiry": ("desk.enquirytext", "register.entry"),
    "staff.officer": ("staff.user",),
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d$")


def details(office, act, staff):
    """«number: 12/2026; channel: At the counter». `staff`: {key: name} of the office's officers."""
    told = []
    for name, value in act.fields.items():
        if name not in FIELDS or value in (None, "", "None", "False"):
            continue
        if value == "True":
            told.append(str(FIELDS[name]))
        elif said := _said(office, act, name, str(value), staff):
            told.append(f"{FIELDS[name]}: {said}")
    return "; ".join(told)


def _said(office, act, name, value, staff):
    if name in OF_STAFF or (act.act, name) == ("staff.ended", "to"):
        return ", ".join(staff.get(int(key), key) if key.isdecimal() else key for key in value.split(","))
    if name == "changed":
        return ", ".join(dict.fromkeys(filter(None, (_field(act.about, each) for each in value.split(",")))))
    if name in ("purposes", "roles"):
        return ", ".join(filter(None, (_word(office, act, name, code) for code in value.split(","))))
    return _word(office, act, name, value)


def _word(office, act, name, value):
    if value in (words := WORDS.get(name, {})):
        return str(words[value])
    for choices in CHOICES.get(name, ()):
        if value in choices.values:
            return str(choices(value).label)
    if name in CODES and (known := word(office, CODES[name], value)) != value:
        return known
    if label := _choice_of(act.about, "state" if name in FIELD_OF_STATE else name, value):
        return label
    if MOMENT.match(value):
        return _moment(value)
    if DAY.match(value):
        return short_day(date.fromisoformat(value))
    if name == "unit":
        units = office.__dict__.setdefault("_unit_names", {str(unit.pk): str(unit) for unit in office.units.all()})
        return units.get(value, "")
    if name == "code" and act.act.startswith("housing."):
        return str(_("Another document")) if value == OTHER else national.word(national.papers(), value)
    if name in ("step", "origin", "page"):
        return {"step": _step, "origin": place, "page": lambda page: _address(office, act, page)}[name](value)
    return value if name in AS_WRITTEN else ""


def _choice_of(about, name, value):
    """The label of a value among the choices of the field that the act is about."""
    field = _model_field(about, name)
    labels = {str(code): str(label) for code, label in (field.flatchoices if field is not None else ())}
    return labels.get(value, "")


def _field(about, name):
    """The words for a changed field: those that its form shows."""
    if name in WORDS["changed"]:
        return str(WORDS["changed"][name])
    for label in (about, *BESIDE.get(about, ())):
        field = _model_field(label, name)
        if field is not None and not isinstance(field.verbose_name, str):  # a plain one is the name of the column
            return str(field.verbose_name)
    return ""


def _model_field(about, name):
    try:
        field = apps.get_model(about)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if hasattr(field, "flatchoices") else None


def _moment(value):
    at = datetime.fromisoformat(value)
    at = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{short_day(at.date())}, {at:%H:%M}"


def _step(value):
    return "" if value.isdecimal() or step_words(value) == value else step_words(value)


def _address(office, act, page):
    """The page that was opened, by its address: pages have no names of their own."""
    parts = {name: value for name, value in act.fields.items() if name not in ("page", "elevation")}
    try:
        return reverse(page, kwargs={"office": office.slug, **parts})
    except NoReverseMatch:
        return ""
