"""The way of one official letter in the demo, from draft to dispatch."""

from ura.demo.papers import scan_of
from ura.letters.models import LetterKind
from ura.replies.actions.approval import approve, needs_approval, return_reply, submit
from ura.replies.actions.dispatch import send_reply
from ura.replies.actions.drafting import draft_reply, edit_reply
from ura.replies.actions.numbering import number_reply
from ura.replies.actions.signing import sign_reply
from ura.replies.states import OUTCOMES, Dispatch


def write_letter(case, moment, kind=LetterKind.ANSWER, *, stop="", returned=False, closing=True, outcome="", **typed):
    """Draft, approval, number, signature, dispatch. `stop` is the state in which it stays; returns the last moment."""
    desk, days = case.desk, case.desk.days
    yield moment
    drafter = desk.first("officer") if case.owner == desk.supervisor and len(desk.officers) > 1 else case.owner
    reply = draft_reply(case.enquiry, kind=kind, by=drafter, **_words(case, kind, typed))
    if stop == "draft":
        return None
    if needs_approval(reply):
        moment = yield from _approval(case, reply, drafter, moment, stop, returned)
        if moment is None:
            return None
    moment = days.after(moment, 0)
    yield moment
    reply = number_reply(reply, by=drafter)
    if stop == "numbered":
        return None
    if reply.rule.signed:
        moment = days.after(moment, desk.rnd.choice((0, 0, 1)))
        yield moment
        reply = sign_reply(reply, by=drafter, seen=scan_of(reply, today=days.today))
    if stop == "signed":
        return None
    moment = days.after(moment, 0)
    yield moment
    _send(case, reply, drafter, closing and stop != "sent", outcome or OUTCOMES.get(kind, ""))
    return moment


def _approval(case, reply, drafter, moment, stop, returned):
    desk, days = case.desk, case.desk.days
    moment = days.after(moment, 0)
    yield moment
    reply = submit(reply, by=drafter)
    if stop == "submitted":
        return None
    if returned or stop == "returned":
        moment = days.after(moment, 0)
        yield moment
        reply = return_reply(reply, by=desk.supervisor, reason=desk.draw("return_reasons"))
        if stop == "returned":
            return None
        moment = days.after(moment, 0)
        yield moment
        reply = edit_reply(
            reply, by=drafter, body=reply.body.replace("Me respekt", "Mbetemi në dispozicion.\n\nMe respekt", 1)
        )
        reply = submit(reply, by=drafter)
    moment = days.after(moment, desk.rnd.choice((0, 0, 1)))
    yield moment
    approve(reply, by=desk.supervisor)
    return None if stop == "approved" else moment


def _words(case, kind, typed):
    matter = case.matter
    if kind == LetterKind.ANSWER:
        words = {"answer": matter.get("answer") or matter["oral"]}
        if "answer_en" in matter:
            words |= {"with_english": True, "english": {"answer": matter["answer_en"]}}
        if case.desk.rnd.random() < 0.2:
            words["annexes"] = "Lista e dokumenteve\nFormulari i kërkesës"
        return words | typed
    return typed


def _send(case, reply, by, closing, outcome):
    rnd, requester = case.desk.rnd, case.enquiry.requester
    sending = {"closing": closing, "outcome": outcome if closing else ""}
    if reply.rule.to == "institution":
        partner = case.desk.stakeholders[case.matter["forward"]]
        send_reply(reply, by=by, dispatch=Dispatch.EMAIL, to=partner.email)
    elif requester and requester.email:
        send_reply(reply, by=by, dispatch=Dispatch.EMAIL, **sending)
    elif rnd.random() < 0.5:
        send_reply(reply, by=by, dispatch=Dispatch.POST, proof=f"RR {rnd.randrange(10**8, 10**9)} AL", **sending)
    else:
        name = (requester and requester.shown_name) or "kërkuesi"
        send_reply(reply, by=by, dispatch=Dispatch.HAND, proof=f"E mori {name}, me nënshkrim", **sending)
