"""The page of one letter, which every act on it returns to."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import pgettext

from ura.desk.states import EventKind
from ura.letters.models import LetterKind
from ura.post.models import Outbox
from ura.replies.actions.approval import needs_approval
from ura.replies.actions.numbering import ARCHIVED
from ura.replies.actions.signing import may_seal
from ura.replies.forms import PaperForm, ReturnForm, VoidForm
from ura.replies.rules import is_own, may_approve, may_write
from ura.replies.signatories import chosen
from ura.replies.states import ReplyState
from ura.replies.words import law_of, next_step, proof_of, state_words, story
from ura.staff.models import Role


def letter_page(request, reply, *, refused="", status=200, **forms):
    """Where the letter stands, its text, what is possible now; `refused` is why an act was not possible."""
    badge, label = state_words(reply)
    reason = {"version": reply.version}
    shown = {
        "reply": reply, "enquiry": reply.enquiry, "badge": badge, "label": label, "next": next_step(reply),
        "proof": proof_of(reply), "law": law_of(reply.kind), "signing": chosen(reply) if reply.rule.signed else None,
        "track": track(reply), "may": possible(request.officer, reply), "history": history(reply), "refused": refused,
        "return_form": ReturnForm(initial=reason, prefix="return"), "void_form": VoidForm(initial=reason, prefix="void"),
        "paper_form": PaperForm(initial=reason | _archived(reply), prefix="paper"),
        "to_institution": reply.kind == LetterKind.FORWARDING,
    } | forms  # fmt: skip
    return render(request, "replies/reply.html", shown, status=status)


def _archived(reply):
    return {name: getattr(reply.entry, name) for name in ARCHIVED} if reply.entry else {}


def track(reply):
    """The stations of this letter; none once it is void."""
    if reply.state == ReplyState.VOID:
        return []
    approved, signed = needs_approval(reply) or reply.approved_by_id, reply.rule.signed
    stations = [
        (pgettext("station of a letter", "Draft"), {ReplyState.DRAFT, ReplyState.RETURNED}),
        approved and (pgettext("station of a letter", "Approval"), {ReplyState.SUBMITTED}),
        (pgettext("station of a letter", "Number"), {ReplyState.APPROVED}),
        signed and (pgettext("station of a letter", "Signature"), {ReplyState.NUMBERED}),
        (
            pgettext("station of a letter", "Dispatch"),
            {ReplyState.SIGNED, ReplyState.NUMBERED} - ({ReplyState.NUMBERED} if signed else set()),
        ),
    ]
    stations = [station for station in stations if station]
    now = next((at for at, (_label, states) in enumerate(stations) if reply.state in states), len(stations))
    return [{"label": label, "done": at < now, "now": at == now} for at, (label, _states) in enumerate(stations)]


def possible(officer, reply):
    """What this officer may do with the letter as it stands: the names of the acts."""
    state, acts = reply.state, set()
    supervises = officer.has(Role.SUPERVISOR)
    if may_write(officer, reply):
        acts |= _writing(reply)
    if not is_own(officer, reply):
        acts.discard("take-back")
    if state == ReplyState.SUBMITTED:
        if may_approve(officer, reply) and (not is_own(officer, reply) or reply.municipality.office.approves_alone):
            acts.add("approve")
        if supervises and not is_own(officer, reply):
            acts.add("return")
    if "sign" in acts and state == ReplyState.NUMBERED and settings.SEAL_CERTIFICATE and may_seal(officer):
        acts.add("seal")
    return acts


def _writing(reply):
    state, approval = reply.state, needs_approval(reply)
    acts = set() if state in (ReplyState.SENT, ReplyState.VOID) else {"void"}
    if reply.entry and state != ReplyState.VOID:
        acts.add("paper")
    if not reply.is_frozen:
        acts.add("edit")
    if state in (ReplyState.DRAFT, ReplyState.RETURNED):
        acts.add("submit" if approval else "number")
    if state == ReplyState.SUBMITTED:
        acts.add("take-back" if approval else "number")
    if state == ReplyState.APPROVED:
        acts.add("number")
    if state == ReplyState.NUMBERED and reply.rule.signed:
        acts.add("sign")
    if state == ReplyState.SIGNED and not reply.sealed:
        acts.add("sign-again")
    if reply.is_ready:
        acts.add("send")
    if reply.has_failed:
        acts |= {"send-again", "send"}
        if reply.outbox.state == Outbox.State.UNCERTAIN:
            acts.add("arrived")
    return acts


def history(reply):
    """What happened to this letter, newest first, for ui/timeline.html: the reasons of returns stay readable."""
    events = reply.enquiry.events.filter(kind__in=LOOKS).select_related("officer__user").order_by("-at", "-pk")
    told = []
    for event in events:
        if event.data.get("reply") == reply.pk:
            kind, icon = LOOKS[event.kind]
            told.append({"kind": kind, "icon": icon, "what": story(event), "at": event.at,
                         "by": str(event.officer or ""), "body": event.text})  # fmt: skip
    return told


LOOKS = {  # kind of event: how its dot looks, its icon
    EventKind.REPLY_DRAFTED: ("", "file-text"), EventKind.REPLY_SUBMITTED: ("", "eye"),
    EventKind.REPLY_RETURNED: ("warn", "undo-2"), EventKind.REPLY_APPROVED: ("ok", "circle-check"),
    EventKind.REPLY_NUMBERED: ("", "file-text"), EventKind.REPLY_SIGNED: ("ok", "stamp"),
    EventKind.REPLY_SENT: ("out", "send"), EventKind.VOIDED: ("bad", "ban"), EventKind.NOTE: ("bad", "ban"),
    EventKind.CODED: ("", "list"),
}  # fmt: skip
