"""The doubtful side of an office's post: mail that waits for a decision, an auto-reply, a bounce, a message nobody is sure of."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from ura.core.folding import words as folded
from ura.demo import mails
from ura.demo.people import DOMAIN, invent_name
from ura.desk.mail.intake import take_in
from ura.desk.mail.pen import release_as_request, set_aside
from ura.post.models import Outbox
from ura.replies.states import ReplyState


def doubtful_mail(desk):
    """Histories that end in the pen, or made nothing."""
    if not desk.boxes:
        return
    days = desk.days
    yield _one(desk, days.at(days.back(1), 9, 12), _names_a_request)
    yield _one(desk, days.at(days.back(2), 9, 12), _from_colleague)
    yield _one(desk, days.at(days.back(3), 9, 12), _away)
    yield _released(desk, days.at(days.back(24)))
    if len(desk.boxes) > 1:
        yield _one(desk, days.at(days.back(0), 8, 8.5), _stranger_in_thread)
        yield _one(desk, days.at(days.back(1), 13, 15), _spam)
        yield _one(desk, days.at(days.back(2), 13, 15), _came_back)
        yield _set_aside(desk, days.at(days.back(12)))


def _one(desk, moment, write):
    yield moment
    _take_in(desk, write)


def _take_in(desk, write):
    box = next(iter(desk.boxes.values()))
    at = timezone.localtime()
    raw = write(desk, box.address, at)
    return raw and take_in(desk.municipality, raw, mailbox=box, arrived_at=at).mail


def _released(desk, moment):
    """A doubtful mail that an officer took for a request."""
    yield moment
    mail = _take_in(desk, _spam)
    yield desk.days.after(moment, 0)
    mail.municipality = desk.municipality
    release_as_request(mail, by=desk.first("officer"), service="1", audience="diaspora")


def _set_aside(desk, moment):
    yield moment
    mail = _take_in(desk, _advertising)
    yield desk.days.after(moment, 0)
    mail.municipality = desk.municipality
    set_aside(mail, by=desk.first("officer"), reason="Reklamë, nuk është kërkesë.")


def leave(desk):
    """The mail server took everything that waited: the demo itself has none."""
    waiting = Outbox.objects.filter(municipality=desk.municipality, state=Outbox.State.QUEUED)
    waiting.update(state=Outbox.State.SENT, attempt=1, sent_at=F("made_at") + timedelta(seconds=40))


def lose_one(desk):
    """One letter of which nobody knows whether the mail server took it: the sender was stopped half way."""
    letter = desk.municipality.replies.filter(state=ReplyState.SENT).exclude(outbox=None).order_by("-pk").first()
    if letter and len(desk.boxes) > 1:
        Outbox.objects.filter(municipality=desk.municipality, pk=letter.outbox_id).update(
            state=Outbox.State.UNCERTAIN, sent_at=None, last_error="stopped"
        )


def _write(desk, to, at, subject, text, **more):
    name = more.pop("name", None) or invent_name(desk.rnd)
    address = more.pop("address", None) or f"{'.'.join(folded(name))}@{DOMAIN}"
    text = mails.letter_text(desk.rnd, text, name)
    return mails.write_mail(desk.rnd, name=name, address=address, to=to, subject=subject, text=text, at=at, **more)


def _names_a_request(desk, to, at):
    label = desk.municipality.enquiries.select_related("entry").first().entry.label
    return _write(desk, to, at, f"Lidhur me kërkesën nr. {label}",
                  f"Po ju shkruaj për kërkesën nr. {label} të vëllait tim. A mund të më thoni në ç’fazë është?")  # fmt: skip


def _from_colleague(desk, to, at):
    colleague = desk.supervisor.user
    return _write(desk, to, at, "Fwd: Kërkesë për informacion",
                  "Po ju përcjell këtë kërkesë që më erdhi në adresën time: një familje kërkon informacion për kopshtin.",
                  name=colleague.name, address=colleague.email)  # fmt: skip


def _spam(desk, to, at):
    return _write(desk, to, at, "Informacion për shërbimet e zyrës",
                  "Jam kthyer së fundi nga Norvegjia dhe dua të di orarin e zyrës dhe dokumentet që duhet të kem me vete.",
                  headers={"X-Spam-Flag": "YES"})  # fmt: skip


def _advertising(desk, to, at):
    return _write(desk, to, at, "Ofertë e veçantë për pajisje zyre!!!", "Ulje 70 % vetëm sot. Porosisni tani.",
                  headers={"X-Spam-Flag": "YES"})  # fmt: skip


def _away(desk, to, at):
    return _write(desk, to, at, "Përgjigje automatike: jashtë zyre", "Jam me leje deri të hënën.",
                  headers={"Auto-Submitted": "auto-replied"})  # fmt: skip


def _stranger_in_thread(desk, to, at):
    sent = Outbox.objects.filter(municipality=desk.municipality, about="desk.enquiry").order_by("-pk").first()
    return sent and _write(desk, to, at, f"Re: {sent.subject}",
                           "Jam e motra e kërkueses dhe po ju dërgoj dokumentin që kërkuat.",
                           references=sent.message_id)  # fmt: skip


def _came_back(desk, to, at):
    sent = Outbox.objects.filter(municipality=desk.municipality, kind="acknowledgement").order_by("-pk").first()
    leave(desk)
    return sent and mails.bounce(desk.rnd, of=sent.message_id, to=to, address=sent.to, at=at)


def answer_by_mail(desk, enquiry, text):
    """The requester answers our last message from the address we know."""
    sent = Outbox.objects.filter(municipality=desk.municipality, about="desk.enquiry", row=enquiry.pk).last()
    at = timezone.localtime() + timedelta(seconds=1)
    raw = _write(desk, next(iter(desk.boxes.values())).address, at, f"Re: {sent.subject}", text,
                 name=enquiry.requester.name, address=enquiry.requester.email, references=sent.message_id)  # fmt: skip
    return take_in(desk.municipality, raw, arrived_at=at)
