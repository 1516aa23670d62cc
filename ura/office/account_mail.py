"""What staff are written about their own account: links to choose a password, and what somebody changed."""

import secrets

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ura.municipalities.tenancy import working_for
from ura.post.outbox import queue
from ura.staff.adapters import StaffAccountAdapter
from ura.staff.links import password_link
from ura.staff.models import Officer, Role
from ura.trail.actions import record

log = structlog.get_logger("ura.staff")
ABOUT = Officer._meta.label_lower  # these messages stand in no colleague's outbox: with the link goes the account
# What allauth says happened → what the owner of the account reads.
NOTICES = {
    "account/email/password_changed": gettext_lazy("The password of your account was changed."),
    "account/email/password_reset": gettext_lazy(
        "A new password of your account was chosen through the link in a mail."
    ),
    "mfa/email/totp_activated": gettext_lazy("An app that shows codes now belongs to your account."),
    "mfa/email/totp_deactivated": gettext_lazy("The app that shows codes no longer belongs to your account."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey of your account was removed."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes of your account were made."),
}


class AccountAdapter(StaffAccountAdapter):
    """allauth's mail leaves through the outbox of the office where its reader works."""

    def send_password_reset_mail(self, user, email, context):
        post = post_of(user)
        if post is None:
            log.warning("no office writes to this account", user=user.pk)  # `./run manage account link` does
            return
        with working_for(post.municipality):
            send_link(post)
            record(post, "staff.password_link")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        post, sentence = post_of(user), NOTICES.get(template_prefix)
        if post is None or sentence is None:
            return
        with working_for(post.municipality):
            tell(post, lambda: [sentence])

    def send_mail(self, template_prefix, email, context):
        """Nothing else is mailed: nobody signs up, and an address is an office's to settle."""


_NOT_YOU = gettext_lazy("If it was not you, tell your office administrator at once and choose another password.")


def post_of(user):
    """The first office where somebody works; it writes to them."""
    posts = Officer.objects.select_related("municipality__office", "user").filter(user=user, active=True)
    return posts.order_by("pk").first()


def invite(officer):
    """Ask a new colleague by mail to choose a password; the link ends by itself."""

    def lines():
        return [
            _("You now work in Ura for %(office)s.") % {"office": officer.municipality.office},
            _("Choose your password here:"),
            password_link(officer.user),
            _("The link holds for %(days)s days and only once.") % {"days": settings.INVITATION_DAYS},
        ]

    return write(officer, "invitation", subject=gettext_lazy("Invitation to Ura"), lines=lines)


def welcome(officer):
    """Tell somebody who has an account already that another office took them in."""

    def lines():
        return [
            _("You now also work in Ura for %(office)s.") % {"office": officer.municipality.office},
            _("Sign in with the account you have:"),
            settings.BASE_URL.rstrip("/") + reverse("login"),
        ]

    return write(officer, "invitation", subject=gettext_lazy("Invitation to Ura"), lines=lines)


def send_link(officer):
    """Mail the link for a new password to the person's own address, and to no other."""

    def lines():
        return [
            _("Somebody asked for a new password of your account in Ura. Choose it here:"),
            password_link(officer.user),
            _("The link holds for one hour and only once. If it was not you, leave it: your password stays as it is."),
        ]

    return write(officer, "password_link", subject=gettext_lazy("A new password for Ura"), lines=lines)


def tell(officer, lines):
    """Tell the owner of an account what happened to it."""
    subject = gettext_lazy("Your account in Ura")
    return write(officer, "account_notice", subject=subject, lines=lambda: [*lines(), _NOT_YOU])


def write(officer, kind, *, subject, lines):
    """Queue one message to an officer; `lines()` gives its paragraphs in their own language."""
    with override(officer.user.language):
        text = "\n\n".join([_("Dear %(name)s,") % {"name": officer.user.name}, *(str(line) for line in lines())])
        return queue(
            officer.municipality, key=f"{kind}-{secrets.token_hex(12)}", kind=kind, to=officer.user.email,
            subject=str(subject), text=text, about=officer, language=officer.user.language,
        )  # fmt: skip


def tell_supervisors(municipality, *, subject, lines, but=()):
    """Write to every supervisor of the office; returns how many."""
    staff = Officer.objects.filter(municipality=municipality, active=True).select_related("user")
    readers = [one for one in staff if Role.SUPERVISOR in one.roles and one not in but]
    for reader in readers:
        reader.municipality = municipality
        write(reader, "supervisor_notice", subject=subject, lines=lines)
    return len(readers)
