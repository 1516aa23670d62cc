"""What is written down in a case day by day: notes, files, words, who carries it, who has which role."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.basics import happened, lock, must_be_open, save
from ura.cases.actions.opening import check_day
from ura.cases.models import CaseWorker
from ura.cases.states import EventKind
from ura.core.refusals import Refused
from ura.desk.actions.team import CARRIERS, join
from ura.people.actions import add_person
from ura.people.households import add_member, found_household
from ura.post.files import store
from ura.trail.actions import record

WORDS = ("summary", "story", "wishes")
FACTS = ("kind", "origin", "arrived_on", "unit")


def add_note(case, *, by, text, on=None):
    """For the office only; the person never reads it here."""
    if not text.strip():
        raise Refused(_("Write the note."), field="text")
    check_day(on, case.person, field="on")
    return happened(case, EventKind.NOTE, by=by, on=on, text=text.strip())


def add_files(case, uploads, *, by, text="", person=None):
    """Keep uploaded files with the case. `uploads`: (name, bytes) pairs; raises Refused for a file not allowed."""
    files = [store(case.municipality, data, name=name) for name, data in uploads]
    for file in files:
        happened(case, EventKind.FILE, by=by, person=person, file=file, text=text.strip(), files=1)
    return files


def write_down(case, *, by, version, **values):
    """What is known in codes, days and words; only what is given changes."""
    case_now = lock(case, version=version)
    check_day(values.get("arrived_on"), case.person, field="arrived_on")
    changed = [name for name in FACTS if name in values and values[name] != getattr(case_now, name)]
    for name in changed:
        setattr(case_now, name, values[name])
    text = case.text
    words = [name for name in WORDS if name in values and values[name].strip() != getattr(text, name)]
    for name in words:
        setattr(text, name, values[name].strip())
    if words:
        text.save(update_fields=words)
    if changed or words:
        save(case_now, *changed)
        record(case_now, "cases.written_down", by=by, changed=",".join([*changed, *words]))
    return case_now


def change_owner(case, owner, *, by, reason="", version=None):
    """Another case manager. In a restricted case they come into its team with it."""
    case = lock(case, version=version)
    must_be_open(case)
    if not (owner.active and owner.municipality_id == case.municipality_id and owner.has(*CARRIERS)):
        raise Refused(_("Choose a colleague who carries cases in this office."), field="owner")
    if case.owner_id == owner.pk:
        raise Refused(_("%(name)s is the case manager already.") % {"name": owner}, field="owner")
    if case.enquiry.complaint_about_id == owner.pk:
        raise Refused(_("A complaint cannot go to the officer it is about."), field="owner")
    case.owner = owner
    save(case, "owner")
    join(case.enquiry, owner, by=by)
    happened(case, EventKind.OWNER_CHANGED, by=by, text=reason.strip(), owner=owner.pk)
    return case


def end_category(case, row, *, by, on=None):
    """A vulnerability no longer holds. A restricted case stays restricted until its team says otherwise."""
    on = on or timezone.localdate()
    if row.until_on:
        return row
    if on < row.from_on:
        raise Refused(_("It cannot end before the day it began."), field="on")
    check_day(on, row.person, field="on")
    row.until_on = on
    row.save(update_fields=["until_on"])
    happened(case, EventKind.CATEGORY_ENDED, by=by, on=on, person=row.person, category=row.category)
    return row


def give_role(case, officer, *, by, role):
    """A colleague works on the case too; in a restricted one they come into its team."""
    must_be_open(case)
    if not (officer.active and officer.municipality_id == case.municipality_id and officer.has(*CARRIERS)):
        raise Refused(_("Choose a colleague who carries cases in this office."), field="officer")
    if case.enquiry.complaint_about_id == officer.pk:
        raise Refused(_("A complaint cannot go to the officer it is about."), field="officer")
    if case.workers.filter(municipality=case.municipality, officer=officer, role=role, until_on=None).exists():
        raise Refused(_("%(name)s has this role already.") % {"name": officer}, field="officer")
    row = CaseWorker.objects.create(
        municipality=case.municipality, case=case, officer=officer, role=role, from_on=timezone.localdate()
    )
    join(case.enquiry, officer, by=by)
    record(case, "cases.role_given", by=by, officer=officer.pk, role=str(role))
    return row


def end_role(case, row, *, by):
    """They work on it no more; out of a restricted case's team they are taken on the page of the request."""
    if row.until_on is None:
        row.until_on = timezone.localdate()
        row.save(update_fields=["until_on"])
        record(case, "cases.role_ended", by=by, officer=row.officer_id, role=row.role)
    return row


def join_household(case, *, by, name, relation, born="", sex="", phone=""):
    """One more of the family, a new person on the record; the first one makes the household."""
    must_be_open(case)
    if not name.strip():
        raise Refused(_("Write the name."), field="name")
    household = case.household
    if household is None:
        household = household_of(case.person) or found_household(case.person, by=by)
        _bind(case, household)
    household.municipality = case.municipality
    person = add_person(case.municipality, name=name, born=born, sex=sex, phone=phone)
    member = add_member(household, person, by=by, relation=relation)
    happened(case, EventKind.MEMBER, by=by, person=person, relation=str(relation))
    return member


def household_of(person):
    """Where the person lives now, if that is written down."""
    row = person.memberships.filter(municipality=person.municipality_id).present().select_related("household").first()
    return row.household if row else None


def _bind(case, household):
    case.household = household
    save(case, "household")
