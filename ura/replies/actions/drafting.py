"""Writing a letter: the first draft from the office's wording, and every change until it has a number."""

import hashlib
import json

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import happened
from ura.desk.actions.basics import lock as lock_enquiry
from ura.desk.actions.moves import move
from ura.desk.states import EventKind, State
from ura.letters.models import LetterKind
from ura.letters.texts import tidy
from ura.replies.actions.basics import about, go, lock, must_accept_letters, save
from ura.replies.models import Reply
from ura.replies.papers import addressee_of
from ura.replies.signatories import choices
from ura.replies.states import ANSWERING, CLOSING, OUTCOMES, WRITTEN, ReplyState
from ura.replies.texts import TRANSLATED, TYPED, UNWRITTEN, asked, known_values, must_have_happened, written
from ura.trail.actions import record

LONGEST_SUBJECT = 300
LONGEST_BODY = 50_000  # some twenty pages; what is longer is an enclosure
TEXT = ("subject", "body", "with_english", "subject_en", "body_en", "addressee", "annexes", "signatory")


def draft_reply(
    enquiry, *, kind, by, with_english=False, english=None, addressee="", annexes="", signatory=None, version=None,
    gaps=False, **typed,
):  # fmt: skip
    """Write the first draft in the office's wording; `typed` is what only the officer knows (answer, reason …).

    `english`: the same words in English, when the letter has English beside it. The draft of an answer or a
    refusal takes the request to status 4. `gaps`: what is missing in English is marked in the draft and asked for
    before it goes on. Raises Refused for what is missing, and for a second draft of a kind
    that leaves a request only once.
    """
    enquiry = lock_enquiry(enquiry, version=version)
    kind = LetterKind(kind)
    if kind not in WRITTEN:
        raise Refused(_("This kind of letter goes out by itself; it is not written by hand."))
    must_accept_letters(enquiry, kind)
    must_have_happened(enquiry, kind)
    _must_be_only_one(enquiry, kind)
    names = asked(enquiry.municipality, kind)
    typed = known_values(enquiry, kind) | {name: value for name, value in typed.items() if value}
    english = english or {}
    if gaps:
        english = {name: UNWRITTEN for name in TRANSLATED if typed.get(name)} | english
    _must_be_typed(names, typed, english if with_english else None)

    albanian = written(enquiry, kind, "sq", **typed)
    translation = written(enquiry, kind, "en", **(typed | english)) if with_english else None
    reply = Reply(
        municipality=enquiry.municipality, enquiry=enquiry, kind=kind, drafted_by=by, with_english=with_english,
        subject=albanian.subject, body=albanian.body, subject_en=translation.subject if translation else "",
        body_en=translation.body if translation else "", annexes=tidy(annexes), outcome=_outcome(kind, typed),
        addressee=tidy(addressee) or _addressee(enquiry, kind, typed), signatory=signatory or _first_to_sign(enquiry),
    )  # fmt: skip
    _check(reply, gaps=gaps)
    reply.save(force_insert=True)
    happened(enquiry, EventKind.REPLY_DRAFTED, by=by, **about(reply))
    if kind in ANSWERING and enquiry.state != State.REPLY:
        move(enquiry, State.REPLY, by=by)
    return reply


def edit_reply(reply, *, by, version=None, **text):
    """Change a letter that has no number yet. A change of the text lapses its approval: it is a draft again.

    `text`: any of TEXT. The words of a returned letter may change while the supervisor's reason stays in sight.
    """
    reply = lock(reply, version=version)
    if reply.is_frozen:
        raise Refused(_("This letter has a number: its text is frozen. Void it with a reason and write a new one."))
    before = digest(reply)
    for name in TEXT:
        if name in text:
            value = text[name]
            setattr(reply, name, tidy(value) if isinstance(value, str) else value)
    reply.subject, reply.subject_en = " ".join(reply.subject.split()), " ".join(reply.subject_en.split())
    _check(reply)
    if digest(reply) == before:
        return reply
    lapsed = reply.state == ReplyState.APPROVED
    if reply.state in (ReplyState.SUBMITTED, ReplyState.APPROVED):
        go(reply, ReplyState.DRAFT)
        lapse(reply)
    save(reply, *TEXT, "state", *APPROVAL)
    if lapsed:
        happened(reply.enquiry, EventKind.REPLY_DRAFTED, by=by, lapsed=True, **about(reply))
    record(reply, "replies.edited", by=by, lapsed=lapsed)
    return reply


APPROVAL = (
    "submitted_by",
    "submitted_at",
    "approved_by",
    "approved_at",
    "self_approved",
    "approved_digest",
)


def lapse(reply):
    """Nobody stands behind this text any more; the caller saves."""
    reply.submitted_by = reply.submitted_at = reply.approved_by = reply.approved_at = None
    reply.self_approved, reply.approved_digest = False, ""


def digest(reply):
    """The fingerprint of everything that is approved: each word, the addressee, who signs."""
    words = [reply.kind, *(getattr(reply, name) for name in TEXT if name != "signatory"), reply.signatory_id]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def unfinished_of_kind(enquiry, kind):
    """The letter of this kind that is still on its way, if any."""
    return Reply.objects.filter(municipality=enquiry.municipality, enquiry=enquiry, kind=kind).unfinished().first()


def _must_be_only_one(enquiry, kind):
    if unfinished_of_kind(enquiry, kind):
        raise Refused(
            _("A letter of this kind is already being prepared for this request. Go on with it, or void it first.")
        )


def _must_be_typed(names, typed, english):
    for name, needed in names.items():
        if needed and not str(typed.get(name) or "").strip():
            raise Refused(_("Please fill in: %(what)s.") % {"what": TYPED[name]}, field=name)
        if english is not None and name in TRANSLATED and typed.get(name) and not english.get(name, "").strip():
            raise Refused(
                _("The letter goes out in English too: write this in English as well, or leave English out."),
                field=f"{name}_en",
            )


def _addressee(enquiry, kind, typed):
    """Who the letter is addressed to, one line under the other."""
    if kind == LetterKind.FORWARDING:
        return "\n".join(part for part in (typed.get("institution"), typed.get("institution_contact")) if part)
    return "\n".join(addressee_of(enquiry))


def _outcome(kind, typed):
    return typed.get("outcome") or OUTCOMES.get(kind, "") if kind in CLOSING else ""


def _first_to_sign(enquiry):
    first = next(iter(choices(enquiry.municipality)), None)
    return first.officer if first else None


def must_be_whole(reply):
    """No words are missing where a draft marked a gap."""
    if any(UNWRITTEN in text for text in (reply.body, reply.subject_en, reply.body_en)):
        raise Refused(_("Write your own words where %(gap)s stands.") % {"gap": UNWRITTEN})


def _check(reply, *, gaps=False):
    wanted = [("subject", reply.subject, LONGEST_SUBJECT), ("body", reply.body, LONGEST_BODY)]
    if reply.with_english:
        wanted += [("subject_en", reply.subject_en, LONGEST_SUBJECT), ("body_en", reply.body_en, LONGEST_BODY)]
    for field, text, longest in wanted:
        if not text.strip():
            raise Refused(_("The letter needs a subject and a text in each of its languages."), field=field)
        if UNWRITTEN in text and not (gaps and field.endswith("_en")):
            raise Refused(_("Write your own words where %(gap)s stands.") % {"gap": UNWRITTEN}, field=field)
        if len(text) > longest:
            raise Refused(
                _("The text is longer than %(n)s signs. Send the rest as an enclosure.") % {"n": longest}, field=field
            )
    if reply.signatory is not None and (
        reply.signatory.municipality_id != reply.municipality_id or not reply.signatory.may_sign
    ):
        raise Refused(_("Choose somebody who signs letters in this office."), field="signatory")
