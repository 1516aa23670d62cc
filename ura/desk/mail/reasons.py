"""Why a mail made a request, joined one, waits or made nothing: a code in the data, a sentence on the screen."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "new_sender": _("A new request"),
    "joined": _("It answers our message, and the sender is known"),
    "joined_by_code": _("It answers our message and gives the follow-up code"),
    "same_mail": _("The same mail came before"),
    "same_id_other_body": _("It carries the identifier of an earlier mail, but other words"),
    "stranger_in_thread": _("It answers our message, but comes from an address we do not know"),
    "void_number": _("It answers our message about a number that is void"),
    "names_a_request": _("It names the number or code of a request, but does not answer our message"),
    "from_staff": _("A colleague sent or forwarded it: say who the requester is"),
    "flood": _("Many mails came from this address within the hour"),
    "no_sender": _("It has no sender whom we could answer"),
    "several_senders": _("It names several senders"),
    "marked_spam": _("The mail server takes it for spam"),
    "empty": _("It has neither words nor files"),
    "not_a_mail": _("It could not be read as a mail; the raw text is kept"),
    "unreadable": _("It could not be read whole; the raw text is kept"),
    "doubtful_auto_reply": _("It may be an automatic reply"),
    "oversized": _("It is larger than the limit; only its head was fetched"),
    "auto_reply": _("An automatic reply"),
    "bounce": _("A message of ours came back"),
    "loop": _("Our own mail came back"),
    "empty_file": _("The file is empty"),
    "failed": _("It could not be taken in; it is tried again"),
}


def sentence(code):
    return REASONS.get(code, code)
