"""The acts on one case: each a small form on a page of its own, for those who may do it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ura.cases import rules
from ura.cases.actions import emergencies, work
from ura.cases.actions.opening import note_category
from ura.cases.forms import work as forms
from ura.staff.models import Role

WORK = (Role.OFFICER, Role.SUPERVISOR)


def is_open(case):
    return case.is_open


def always(case):
    return True


@dataclass(frozen=True)
class Act:
    """One act: `do(case, by=, **values of the form)`; a versioned one takes `version` too."""

    code: str
    title: str
    do: Callable
    form: type
    may: Callable = rules.may_work
    fits: Callable = is_open
    icon: str = "pencil"
    submit: str = ""
    help: str = ""
    versioned: bool = False

    @property
    def name(self):
        return f"case_{self.code}"

    def url(self, case):
        entry = case.enquiry.entry
        return reverse(self.name, args=[case.municipality.slug, entry.year, entry.number])


def _note_category(case, *, by, person, category):
    return note_category(case, person, category, by=by)


ACTS = [
    Act("note", _("Add a note"), work.add_note, forms.NoteForm, fits=always,
        help=_("For those who may know of this case; the person does not read it here.")),
    Act("attach", _("Add files"), work.add_files, forms.FilesForm, fits=always, icon="paperclip"),
    Act("write", _("Correct what is known"), work.write_down, forms.WrittenForm, versioned=True),
    Act("member", _("One more of the family"), work.join_household, forms.MemberForm, icon="users",
        help=_("A person who is on the record already is taken in on the page of the household.")),
    Act("category", _("Note a vulnerability"), _note_category, forms.CategoryForm, icon="triangle-alert",
        help=_("Trafficking, an unaccompanied minor, serious illness and a former prisoner close the case at once to "
               "all but a team.")),
    Act("category_end", _("A vulnerability no longer holds"), work.end_category, forms.CategoryEndForm, icon="check"),
    Act("emergency", _("Mark as an emergency"), emergencies.raise_emergency, forms.EmergencyForm,
        fits=lambda case: case.is_open and not case.is_emergency, icon="triangle-alert", versioned=True,
        help=_("A clock of hours starts; until the emergency is met it stands on “My day”.")),
    Act("emergency_met", _("The emergency is met"), emergencies.meet_emergency, forms.MetForm,
        fits=lambda case: case.is_emergency, icon="circle-check", versioned=True),
    Act("role", _("Give a colleague a role"), work.give_role, forms.RoleForm, may=rules.may_manage, icon="users",
        help=_("Child protection worker, gender expert, needs assessment unit and others. In a restricted case they come "
               "into its team.")),
    Act("role_end", _("A colleague leaves the case"), work.end_role, forms.RoleEndForm, may=rules.may_manage,
        icon="users"),
    Act("owner", _("Change the case manager"), work.change_owner, forms.OwnerForm, may=rules.may_manage,
        icon="user-check", versioned=True),
]  # fmt: skip
FIRST = ("note", "emergency_met")  # beside the menu


def offered(officer, case):
    """The acts this officer may do now."""
    return [act for act in ACTS if act.fits(case) and act.may(officer, case)]
