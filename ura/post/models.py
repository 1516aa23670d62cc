"""What comes and goes: mailboxes, the outbox and files, kept until it is done."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ura.core.encrypted import EncryptedTextField
from ura.core.moments import now
from ura.core.personal import NotPersonal, Personal
from ura.municipalities.models import Municipality
from ura.municipalities.processing import POST
from ura.municipalities.tenancy import TenantModel, TenantQuerySet, office_manager
from ura.staff.models import Officer


def new_name():
    """A random name for a file on disk: nothing of the person's own file name."""
    return secrets.token_hex(16)


class File(TenantModel):
    """A stored file: encrypted on disk under a random name; its own name is ciphertext here."""

    personal = Personal(activity=POST, what=_("File"), fields=("name",), also=("content_type", "size", "made_at"))

    class Scan(models.TextChoices):
        CLEAN = "clean", _("Checked: no virus found")
        WAITING = "waiting", _("Not scanned")
        INFECTED = "infected", _("Virus found")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="files")
    disk_name = models.CharField(max_length=32, default=new_name, unique=True)
    name = EncryptedTextField(_("File name"))
    content_type = models.CharField(_("File type"), max_length=120)
    size = models.PositiveBigIntegerField(_("File size"))  # bytes, before encryption
    scan = models.CharField(max_length=8, choices=Scan, default=Scan.WAITING)
    checked = models.BooleanField(default=False)  # its type was read from its content
    made_at = models.DateTimeField(_("Stored on"), default=now)
    removed_at = models.DateTimeField(null=True)  # erased: the row says that it was, the disk has it no more
    objects = office_manager()

    class Meta(TenantModel.Meta):
        pass


class Mailbox(TenantModel):
    """Kutia postare: an address of the office, read over IMAP."""

    personal = NotPersonal("the password of the office's own mailbox")

    class Tls(models.TextChoices):
        SSL = "ssl", "TLS"
        STARTTLS = "starttls", "STARTTLS"
        NONE = "none", _("none (only on this machine)")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="mailboxes")
    address = models.EmailField(_("Address"))
    host = models.CharField(_("IMAP server"), max_length=200, blank=True)
    port = models.PositiveIntegerField(_("Port"), default=993)
    tls = models.CharField(_("Encryption"), max_length=8, choices=Tls, default=Tls.SSL)
    user = models.CharField(_("User"), max_length=200, blank=True)
    password = EncryptedTextField(_("Password"), blank=True, default="")
    folder = models.CharField(_("Folder"), max_length=100, default="INBOX")
    active = models.BooleanField(_("Is read"), default=True)
    audience = models.CharField(_("Audience"), max_length=40, blank=True)
    service = models.CharField(_("Service type"), max_length=40, blank=True)
    focal_point = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Standing focal point"),
    )
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    last_tried_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["address"]
        constraints = [models.UniqueConstraint(fields=["municipality", "address"], name="mailbox_once")]

    def __str__(self):
        return self.address

    @property
    def trouble(self):
        """Why it cannot be read, as a sentence; empty when it can."""
        from ura.post.troubles import reading_trouble  # with it comes the IMAP library, which pages need not load

        return reading_trouble(self.last_error)


class InboundMail(TenantModel):
    """One message as it came; the raw bytes are a file. Held mail is numbered when released."""

    personal = Personal(
        activity=POST, what=_("Mail that came"), fields=("sender", "sender_name", "subject", "reason"), files=("raw",),
        scrambled=("sender_hash",), also=("arrived_at", "state"),
    )  # fmt: skip

    class State(models.TextChoices):
        NEW = "new", _("Became a request")
        REPLY = "reply", _("Joined its request")
        HELD = "held", _("Waits for an officer")
        IGNORED = "ignored", _("Made nothing")
        REJECTED = "rejected", _("Set aside by an officer")

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="inbound_mails", db_index=False
    )
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, related_name="mails")
    raw = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    message_hash = models.BigIntegerField()  # keyed hash of the Message-ID, or of the body when there is none
    body_hash = models.BigIntegerField()
    sender_hash = models.BigIntegerField(default=0)  # keyed hash of the address: floods are seen without reading names
    arrived_at = models.DateTimeField(_("Arrived on"))
    state = models.CharField(_("State"), max_length=10, choices=State)
    # A code, its sentence is in desk.mail; or an officer's words.
    reason = EncryptedTextField(_("Reason"), blank=True, default="")
    sender = EncryptedTextField(_("Sender"), blank=True, default="")
    sender_name = EncryptedTextField(_("Sender's name"), blank=True, default="")
    subject = EncryptedTextField(_("Subject"), blank=True, default="")
    suggested = models.JSONField(default=list)  # ids of requests it may belong to
    handled_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    objects = office_manager()

    class Meta(TenantModel.Meta):
        ordering = ["-arrived_at", "-pk"]
        indexes = [
            models.Index(fields=["municipality", "message_hash"], name="mail_by_message"),
            models.Index(fields=["municipality", "state", "-arrived_at"], name="mail_by_state"),
            models.Index(fields=["municipality", "sender_hash", "-arrived_at"], name="mail_by_sender"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "message_hash", "body_hash"], name="mail_once"),
        ]


class OutboxQuerySet(TenantQuerySet):
    def due(self, now=None):
        now = now or timezone.now()
        return self.filter(state=Outbox.State.QUEUED, next_try_at__lte=now)


class Outbox(TenantModel):
    """Posta në dalje: a message to send, written in the transaction that decided to send it."""

    personal = Personal(
        activity=POST, what=_("Mail that went"), fields=("to", "subject", "text"),
        also=("kind", "language", "state", "made_at", "sent_at"),
    )  # fmt: skip

    class State(models.TextChoices):
        QUEUED = "queued", _("Waits to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        UNCERTAIN = "uncertain", _("Uncertain whether sent")

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="outbox", db_index=False)
    key = models.CharField(max_length=80)  # the same act queued twice is one message
    about = models.CharField(max_length=40, blank=True)  # what it belongs to, e.g. desk.enquiry
    row = models.BigIntegerField(null=True)
    kind = models.CharField(_("Kind"), max_length=30)  # acknowledgement, reply, notice …
    to = EncryptedTextField(_("Addressee"))
    subject = EncryptedTextField(_("Subject"))
    text = EncryptedTextField(_("Text"))
    language = models.CharField(_("Language"), max_length=2, default="sq")
    attachments = models.JSONField(default=list)  # ids of File
    message_id = models.CharField(max_length=200)
    message_hash = models.BigIntegerField()  # keyed hash of message_id, as in InboundMail
    in_reply_to = models.CharField(max_length=300, blank=True)
    automatic = models.BooleanField(default=True)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=now)
    last_error = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(_("Written on"), default=now)
    sent_at = models.DateTimeField(_("Sent on"), null=True)
    objects = office_manager(OutboxQuerySet)

    class Meta(TenantModel.Meta):
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="outbox_key_once")]
        indexes = [
            models.Index(fields=["municipality", "state", "next_try_at"], name="outbox_due"),
            models.Index(fields=["municipality", "about", "row"], name="outbox_of_a_row"),
            models.Index(fields=["municipality", "message_hash"], name="outbox_by_message"),
        ]

    @property
    def trouble(self):
        """Why it was not sent, as a sentence; empty while all is well."""
        from ura.post.troubles import sending_trouble

        return sending_trouble(self.last_error)


class Heartbeat(models.Model):
    """The last sign of life of a background worker. A national table: no office, no persons."""

    name = models.CharField(max_length=60, unique=True)
    seen_at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)
