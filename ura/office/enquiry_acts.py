"""The acts on one request: each a small form on a page of its own, with its law, for those who may do it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ura.cases.actions.counselling import follow_case
from ura.cases.models import Case
from ura.desk import rules
from ura.desk.actions import coding, company, deadlines, files, moves, notices, owners, team
from ura.desk.checklist import focal_point_step
from ura.desk.forms import acts as forms
from ura.desk.forms import team as team_forms
from ura.desk.states import Channel
from ura.directory.actions import add_stakeholder
from ura.office import letters_of_acts as letters
from ura.staff.doors import CASEWORK
from ura.staff.models import Role

WORK = (Role.OFFICER, Role.SUPERVISOR)
ROLES = {
    rules.may_add: CASEWORK,
    rules.may_work: WORK,
    rules.may_own_work: WORK,
    rules.may_supervise: (Role.SUPERVISOR,),
    team.may_lead_team: WORK,
}


def is_open(enquiry):
    return enquiry.is_open


def is_closed(enquiry):
    return not enquiry.is_open and enquiry.entry.voided_at is None


def not_void(enquiry):
    return enquiry.entry.voided_at is None


def receipt_was_typed(enquiry):
    """What came through the portal has its day from the system itself."""
    return not_void(enquiry) and enquiry.channel != Channel.PORTAL


@dataclass(frozen=True)
class Act:
    """One act: `do(enquiry, by=, version=, **values of the form)`; `after` may answer with where to go next."""

    code: str
    title: str
    do: Callable
    form: type = forms.ActForm
    may: Callable = rules.may_own_work
    fits: Callable = is_open
    law: str = ""
    icon: str = "pencil"
    submit: str = ""
    help: str = ""
    danger: bool = False
    versioned: bool = True  # changes what another may have changed; what is only added never conflicts
    after: Callable | None = None

    @property
    def name(self):
        return f"enquiry_{self.code}"

    @property
    def roles(self):
        return ROLES[self.may]

    def url(self, enquiry):
        return reverse(self.name, args=[enquiry.municipality.slug, enquiry.entry.year, enquiry.entry.number])


def _close(enquiry, *, by, version, outcome, oral_answer, note):
    if outcome == "oral_answer":
        return moves.close_orally(enquiry, by=by, oral_answer=oral_answer, outcome=outcome, version=version)
    return moves.close(enquiry, by=by, outcome=outcome, note=note, version=version)


def _involve(enquiry, *, by, version, stakeholder, new, **status):
    if new:
        stakeholder = add_stakeholder(enquiry.municipality, by=by, **new)
    return company.involve(enquiry, stakeholder, by=by, version=version, **status)


def _finish(enquiry, *, by, task, answer):
    task.enquiry = enquiry
    return company.finish_task(task, by=by, answer=answer)


def _restrict(enquiry, *, by, **values):
    """The request of a case is restricted with the sessions of that case: they bear the same name."""
    enquiry = team.restrict(enquiry, by=by, **values)
    case = Case.objects.filter(municipality=enquiry.municipality, enquiry=enquiry).first()
    if case is not None:
        case.municipality, case.enquiry = enquiry.municipality, enquiry
        for session in case.sessions.select_related("enquiry"):
            follow_case(session, case, by=by)
    return enquiry


def _read(enquiry, *, by, version):
    return company.mark_read(enquiry, version=version)


def _name_focal_point(enquiry, *, by, name):
    return company.name_focal_point(enquiry, by=by, step=focal_point_step(enquiry), name=name)


ACTS = [
    Act("message", _("Write to the requester"), company.write_to_requester, forms.MessageForm, icon="send",
        submit=_("Send the message"), versioned=False,
        help=_("The requester reads it when following the request, and by e-mail when there is an address.")),
    Act("follow_up", _("Follow-up contact"), company.follow_up, forms.FollowUpForm, fits=is_closed, icon="send",
        submit=_("Send the message"), versioned=False, law="124/2024",
        help=_("To learn, when all is done, how things went: only with the requester's consent to follow-up contact.")),
    Act("discuss", _("Talk with the supervisor"), company.discuss, forms.DiscussForm, rules.may_work,
        icon="message-square", versioned=False, help=_("What was discussed and decided (SOP 5.1b, step 7).")),
    Act("move", _("Change the status"), moves.move, forms.MoveForm, icon="arrow-right"),
    Act("clarify", _("Ask for clarification"), deadlines.ask_clarification, forms.QuestionForm, law="119/2014 14",
        icon="circle-help", submit=_("Ask the requester"), help=_("Within 48 hours of receipt.")),
    Act("clarified", _("Record the clarification"), deadlines.clarified, forms.ClarifiedForm, rules.may_work,
        lambda e: e.is_open and e.waiting, law="119/2014 14", icon="message-square", versioned=False),
    Act("extend", _("Extend the deadline"), deadlines.extend, forms.ExtendForm, law="119/2014 15(3)", icon="clock",
        help=_("Once, before the deadline ends; the requester is told at once, with the reason."),
        after=letters.extension),
    Act("forward", _("Forward to another institution"), deadlines.forward, forms.ForwardForm, law="119/2014 12",
        icon="external-link", help=_("The office stays the focal point; the requester is told."),
        after=letters.forwarding),
    Act("code", _("Set the codes"), coding.code, forms.CodeForm, fits=not_void, icon="list"),
    Act("correct", _("Correct what was written down"), coding.correct, forms.CorrectForm, fits=not_void),
    Act("received", _("Correct the day of receipt"), deadlines.correct_received, forms.ReceivedForm,
        fits=receipt_was_typed, law="119/2014 15(1)", icon="calendar",
        help=_("The deadline is counted anew from this day. The number, its order and the day of registration in the "
               "protocol book stay as they are; a requester who was promised another day is told the new one.")),
    Act("involve", _("Involve a stakeholder"), _involve, forms.InvolveForm, rules.may_work, icon="building-2"),
    Act("involved", _("Status of the stakeholder"), _involve, forms.InvolvedForm, rules.may_work, icon="building-2"),
    Act("task", _("Give a task to a colleague"), company.give_task, forms.TaskForm, rules.may_work, icon="user",
        versioned=False, help=_("The request stays with its focal point.")),
    Act("finish", _("Task done"), _finish, forms.FinishForm, rules.may_add, icon="check", versioned=False),
    Act("note", _("Add a note"), company.add_note, forms.NoteForm, rules.may_add, not_void, versioned=False,
        help=_("For the office only; the requester never sees it.")),
    Act("attach", _("Add files"), files.attach, forms.AttachForm, rules.may_add, not_void, icon="paperclip",
        versioned=False),
    Act("acknowledge", _("Acknowledgement handed over or posted"), notices.acknowledged_on_paper,
        forms.AcknowledgedForm, rules.may_add, law="119/2014 8", icon="mail", versioned=False,
        help=_("For the acknowledgement on paper: print it from the page of the request. By e-mail it leaves by itself.")),
    Act("step", _("Mark a step"), company.tick, forms.StepForm, rules.may_work, not_void, icon="check", versioned=False),
    Act("focal_point", _("Name the focal point of the activity"), _name_focal_point, forms.FocalPointForm,
        rules.may_own_work, lambda e: bool(focal_point_step(e)) and not_void(e), icon="star", versioned=False,
        help=_("When the activity or investment is approved (SOP 5.9 and 5.10); the requester is told.")),
    Act("close", pgettext_lazy("act", "Close"), _close, forms.CloseForm, icon="check",
        help=_("An outcome with an answer needs the official reply to be sent first.")),
    Act("withdraw", _("Withdrawn by the requester"), moves.withdraw, forms.ReasonForm, icon="undo-2"),
    Act("reopen", _("Open again"), moves.reopen, forms.ReasonForm, fits=is_closed, icon="history",
        help=_("A new deadline runs from today; the requester sees it."), law="119/2014 15(1)"),
    Act("owner", _("Change the focal point"), owners.change_owner, forms.OwnerForm, rules.may_supervise,
        icon="user-check"),
    Act("complaint", _("Mark as a complaint"), company.mark_complaint, forms.ComplaintForm, rules.may_add, not_void,
        icon="triangle-alert",
        help=_("It goes to the supervisor; the officer it is about does not see it.")),
    Act("restrict", _("Restrict to a team"), _restrict, team_forms.RestrictForm, team.may_lead_team,
        lambda e: not e.restricted and not_void(e), icon="lock", submit=_("Restrict the access"), law="124/2024",
        help=_("For matters of trafficking, unaccompanied minors, serious illness and the like. In the book its line "
               "says only «not opened»; searches, lists, exports and figures of colleagues do not know it.")),
    Act("unrestrict", _("No longer restricted"), team.unrestrict, forms.ReasonForm, team.may_lead_team,
        lambda e: e.restricted, icon="key-round"),
    Act("team", _("Take a colleague into the team"), team.add_member, team_forms.MemberForm, team.may_lead_team,
        lambda e: e.restricted, icon="users", versioned=False),
    Act("team_leave", _("Out of the team"), team.remove_member, team_forms.LeaveForm, team.may_lead_team,
        lambda e: e.restricted, icon="users", versioned=False),
    Act("void", _("Void the number"), moves.void, forms.VoidForm, rules.may_supervise, not_void, icon="ban",
        danger=True, help=_("For a mistaken registration. The number stays in the book with the reason.")),
    Act("read", _("Mark as read"), _read, may=rules.may_work, fits=lambda e: e.unread, icon="eye"),
]  # fmt: skip
BY_CODE = {act.code: act for act in ACTS}
IN_PLACE = {
    "note",
    "attach",
    "step",
    "finish",
    "involved",
    "read",
    "involve",
    "task",
    "code",
    "correct",
    "team",
    "team_leave",
}  # beside what they change


def offered(officer, enquiry, owning):
    """The acts this officer may do now, by code. `owning`: whether they may do the owner's work."""
    may = {rules.may_own_work: owning}
    return {
        act.code: act
        for act in ACTS
        if act.fits(enquiry) and may.get(act.may, act.may(officer, enquiry) if act.may not in may else False)
    }
