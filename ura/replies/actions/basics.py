"""What every verb of a letter shares: the locks in their order, the version, the move by the table."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.desk.actions.basics import lock as lock_enquiry
from ura.letters.models import LetterKind
from ura.replies.models import Reply
from ura.replies.states import MOVES, ReplyState


def lock(reply, *, version=None):
    """The letter under lock, its request locked before it; refuses when somebody saved in between."""
    enquiry = lock_enquiry(reply.enquiry)
    locked = Reply.objects.select_for_update().get(pk=reply.pk)
    locked.municipality = enquiry.municipality = reply.municipality
    locked.enquiry = enquiry
    if version is not None and int(version) != locked.version:
        raise Refused(
            _(
                "Somebody changed this letter while you were looking at it. What you typed is kept: "
                "look at what changed and do it again."
            )
        )
    return locked


def go(reply, to):
    """Set the next state by the table of moves; the caller saves."""
    was, to = ReplyState(reply.state), ReplyState(to)
    if to not in MOVES[was]:
        raise Refused(_("This letter is «%(state)s» now; this step is not possible any more.") % {"state": was.label})
    reply.state = to


def save(reply, *fields):
    """Save under the next version."""
    reply.version += 1
    reply.save(update_fields=[*fields, "version"])


def must_accept_letters(enquiry, kind):
    """A closed request gets no letters but the notice of its closure; a void one gets none."""
    if enquiry.entry.voided_at:
        raise Refused(_("The number of this request is void: no letter can leave for it."))
    if not enquiry.is_open and kind != LetterKind.CLOSURE:
        raise Refused(_("This request is closed. Open it again first, with a reason."))


def about(reply, **more):
    """What an event says of a letter: codes, never words."""
    return {"reply": reply.pk, "letter": reply.kind} | more
