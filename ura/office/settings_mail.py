"""Mailboxes that are read, and the mail that leaves: each with its last success."""

import re

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ura.codelists.lists import choices, word
from ura.desk.forms.fields import ColleagueField, coded, colleagues
from ura.municipalities.tenancy import reading_for, working_for
from ura.office.settings_common import attempt, posted, saved_now, settings_page, status_of, to, version_field
from ura.post.heartbeat import worker_sign
from ura.post.imap import Inbox, MailLoginRefused, MailServerDown
from ura.post.mailboxes import keep_mailbox
from ura.post.models import Mailbox, Outbox
from ura.post.troubles import reading_trouble
from ura.staff.doors import staff_page
from ura.staff.models import Role
from ura.trail.actions import record

TEST_SECONDS = 10
_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")


class MailboxForm(forms.ModelForm):
    """The password is written, never shown: an empty field keeps the one that is there."""

    password = forms.CharField(
        label=gettext_lazy("Password"), required=False, strip=False, max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    focal_point = ColleagueField(label=gettext_lazy("Standing focal point"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("Audience"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Topic (service type)"), required=False)

    class Meta:
        model = Mailbox
        fields = ["address", "host", "port", "tls", "user", "password", "folder", "active", "audience", "service",
                  "focal_point"]  # fmt: skip
        help_texts = {
            "host": gettext_lazy("For example imap.example.org; without a server the mailbox only serves as sender."),
            "port": gettext_lazy("Usually 993."),
            "user": gettext_lazy("Empty: the address itself."),
        }

    def __init__(self, municipality, data=None, box=None):
        super().__init__(data, instance=box)
        people = colleagues(municipality, roles=(Role.OFFICER, Role.SUPERVISOR))
        self.fields["focal_point"].offer(people, _("as the standing focal points say"))
        self.fields["audience"].choices = coded(municipality, "audience", keep=box and box.audience)
        self.fields["service"].choices = [
            ("", "—"), *choices(municipality, "service_type", keep=box and box.service)
        ]  # fmt: skip
        for name, text in (
            ("audience", _("What its mail is registered as.")),
            ("service", _("What its mail is registered as.")),
        ):
            self.fields[name].help_text = text
        if box:
            version_field(self, box)
        if box and box.password:
            self.fields["password"].help_text = _("A password is kept. Leave this empty to keep it.")

    def _post_clean(self):
        """The action writes; a ModelForm would change the row before it is asked."""

    def clean_folder(self):
        return self.cleaned_data.get("folder") or "INBOX"


@settings_page
def mail(request):
    office = request.municipality
    boxes = list(office.mailboxes.select_related("focal_point__user"))
    for box in boxes:
        box.about = ", ".join(filter(None, (word(office, "audience", box.audience) if box.audience else "",
                                            word(office, "service_type", box.service) if box.service else "")))  # fmt: skip
    read = {box.address.lower() for box in boxes if box.active and box.host}
    own = office.office.email
    context = {"boxes": boxes, "outgoing": _outgoing(office), "worker": worker_sign(),
               "unread_address": own if own.lower() not in read else ""}  # fmt: skip
    return render(request, "office/settings/mail.html", context)


@settings_page
def mailbox(request, pk=None):
    box = get_object_or_404(Mailbox, municipality=request.municipality, pk=pk) if pk else None
    form = MailboxForm(request.municipality, posted(request), box)
    kept = attempt(form, keep_mailbox, municipality=request.municipality, by=request.officer, box=box)
    if kept:
        messages.success(request, _("Saved. Try the connection now."))
        return to(request, "settings_mailbox", kept.pk)
    theirs = saved_now(form, get_object_or_404(Mailbox, municipality=request.municipality, pk=pk)) if box else []
    context = {"form": form, "box": box, "theirs": theirs}
    return render(request, "office/settings/mailbox.html", context, status=status_of(form))


@staff_page(Role.ADMINISTRATOR, own_transaction=True)
@require_POST
def mailbox_test(request, pk):
    """Sign in and open the folder, as the worker would; nothing is fetched and nothing marked."""
    with reading_for(request.municipality):
        box = get_object_or_404(Mailbox, municipality=request.municipality, pk=pk)
    trouble = connection_trouble(box)
    with working_for(request.municipality):
        Mailbox.objects.filter(municipality=request.municipality, pk=pk).update(
            last_tried_at=timezone.now(), last_error=trouble
        )
        record(box, "post.mailbox_tried", by=request.officer, works=not trouble)
    if trouble:
        messages.error(request, reading_trouble(trouble))
    else:
        messages.success(
            request, _("The connection works: signed in, and the folder «%(name)s» opened.") % {"name": box.folder}
        )
    return to(request, "settings_mailbox", pk)


def connection_trouble(box):
    """Why the mailbox cannot be read, as its code; empty when it can."""
    if not box.host:
        return "no_server"
    try:
        with Inbox(
            box.host, box.port, box.user or box.address, box.password, tls=box.tls, folder=box.folder,
            timeout=TEST_SECONDS,
        ):  # fmt: skip
            return ""
    except MailServerDown as down:
        return down.reason
    except MailLoginRefused:
        return "login_refused"


def _outgoing(office):
    """The server mail leaves by, its last success and last trouble; no address of a person."""
    sent = office.outbox.filter(state=Outbox.State.SENT).order_by("-sent_at").values_list("sent_at", flat=True).first()
    trouble = office.outbox.exclude(last_error="").order_by("-pk").first()
    server = settings.SMTP
    return {
        "server": f"{server['host']}:{server['port']}", "tls": {"ssl": "TLS", "starttls": "STARTTLS"}.get(server["tls"], ""),
        "sent": sent, "waiting": office.outbox.filter(state__in=(Outbox.State.QUEUED, Outbox.State.SENDING)).count(),
        "error": _ADDRESS.sub("…", trouble.trouble) if trouble else "", "failed_at": trouble and trouble.made_at,
        "troubled": bool(trouble) and (sent is None or trouble.made_at > sent),
    }  # fmt: skip
