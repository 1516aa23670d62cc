"""The questions asked of many letters."""

from django.db.models import Q

from ura.desk.models import Enquiry
from ura.letters.defaults import default_letters
from ura.municipalities.tenancy import TenantQuerySet
from ura.replies.states import DONE, UNDELIVERED, Dispatch, ReplyState


def _unsigned():
    return [kind for kind, letter in default_letters().items() if not letter.signed]


class ReplyQuerySet(TenantQuerySet):
    def visible_to(self, officer):
        """Letters of the requests this officer may know of: a complaint hides its letters too."""
        return self.filter(enquiry__in=Enquiry.objects.visible_to(officer))

    def drafts(self):
        return self.filter(state=ReplyState.DRAFT)

    def waiting_for_approval(self):
        return self.filter(state=ReplyState.SUBMITTED)

    def returned(self):
        return self.filter(state=ReplyState.RETURNED)

    def to_sign(self):
        """Approved but not yet numbered, or numbered and waiting for the signature."""
        return self.filter(Q(state=ReplyState.APPROVED) | Q(state=ReplyState.NUMBERED) & ~Q(kind__in=_unsigned()))

    def to_send(self):
        """Signed, or numbered where no signature is needed."""
        return self.filter(Q(state=ReplyState.SIGNED) | Q(state=ReplyState.NUMBERED, kind__in=_unsigned()))

    def sent(self):
        return self.filter(state=ReplyState.SENT)

    def failed(self):
        """Sent by e-mail, and the mail server refused it or may not have taken it."""
        return self.filter(state=ReplyState.SENT, dispatch=Dispatch.EMAIL, outbox__state__in=UNDELIVERED)

    def unfinished(self):
        return self.exclude(state__in=DONE)

    def for_list(self):
        """Everything a line about a letter shows, in one query."""
        return self.select_related(
            "enquiry__entry", "enquiry__text", "enquiry__requester", "entry", "outbox", "drafted_by__user",
            "approved_by__user", "signatory__user",
        )  # fmt: skip
