"""Setting up the office's mailboxes. A password goes in and never comes out again."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.post.imap import LOOPBACK
from ura.post.models import Mailbox
from ura.trail.actions import record

FIELDS = ("address", "host", "port", "tls", "user", "folder", "active", "audience", "service", "focal_point")
SERVER = ("host", "port", "tls", "user")


def keep_mailbox(municipality, *, by, box=None, password="", version=None, **values):
    """Add or change a mailbox; an empty password keeps the one that is there.

    Another server, user or way of encryption asks for the password again: a kept password is never shown to a
    server that somebody else chose.
    """
    if box:
        lock_version(box, version)
    values["address"] = values.get("address", "").strip().lower()
    others = municipality.mailboxes.exclude(pk=box.pk) if box else municipality.mailboxes.all()
    if others.filter(address__iexact=values["address"]).exists():
        raise Refused(_("This address is set up already."), field="address")
    if values.get("tls") == Mailbox.Tls.NONE and values.get("host") and values["host"] not in LOOPBACK:
        raise Refused(_("Without encryption only a mail server on this same machine can be used."), field="tls")
    if not 1 <= values.get("port", 993) <= 65535:
        raise Refused(_("A port is a number from 1 to 65535; usually 993."), field="port")
    new = box is None
    box = box or Mailbox(municipality=municipality)
    changed = [name for name in FIELDS if name in values and getattr(box, name) != values[name]]
    moved = not new and any(name in changed for name in SERVER)
    if moved and box.password and not password:
        raise Refused(
            _("The server or the user has changed: type the password of the mailbox again."), field="password"
        )
    if not new and (moved or "folder" in changed):
        # Other numbers of other mails: all is read anew, and what is known already makes nothing twice.
        box.uid_validity, box.last_uid = None, 0
    for name in changed:
        setattr(box, name, values[name])
    if password:
        box.password = password
        changed.append("password")
    if changed or new:
        box.last_error = "" if moved or password else box.last_error
        box.version += not new
        # The worker writes its own place and its last success beside us.
        written = {*changed, "version"} | ({"last_error"} if moved or password else set())
        written |= {"uid_validity", "last_uid"} if moved or "folder" in changed else set()
        box.save(update_fields=None if new else written)
        record(box, "post.mailbox_added" if new else "post.mailbox_changed", by=by, changed=",".join(changed))
    return box
