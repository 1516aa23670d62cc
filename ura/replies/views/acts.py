"""Acts on one letter: submit, approve, return, number, seal, sign, send, void. Slow work stays outside the transaction."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused, refusal_into
from ura.letters.dispatch import look_at_scan
from ura.municipalities.tenancy import reading_for, working_for
from ura.post.files import inspect
from ura.replies.actions.approval import approve, return_reply, submit, take_back
from ura.replies.actions.dispatch import message_arrived, send_message_again, send_reply
from ura.replies.actions.numbering import correct_paper, number_reply, void_reply
from ura.replies.actions.signing import may_seal, seal_reply, sign_reply
from ura.replies.forms import PaperForm, ReturnForm, SendForm, SignForm, VoidForm
from ura.replies.printing import pdf_of, sealed_pdf_of
from ura.replies.rules import find_reply, may_approve, may_read_reply, may_write
from ura.replies.states import Dispatch
from ura.replies.views.letter import letter_page
from ura.staff.doors import staff_page
from ura.staff.models import Role

PLAIN = {  # act: (the verb, who may, what is said afterwards)
    "submit": (submit, may_write, gettext_lazy("The letter lies with the supervisor.")),
    "take-back": (take_back, may_write, gettext_lazy("The letter is a draft again.")),
    "approve": (approve, may_approve, gettext_lazy("The letter is approved.")),
    "number": (number_reply, may_write, gettext_lazy("The letter has its number; its text is frozen.")),
}
MAILED = {
    "send-again": (send_message_again, gettext_lazy("The e-mail is queued once more.")),
    "arrived": (message_arrived, gettext_lazy("Noted: the e-mail arrived.")),
}
TYPED = {  # act: (the verb, its form, who may, what is said afterwards)
    "return": (return_reply, ReturnForm, may_approve, gettext_lazy("The letter went back to its drafter.")),
    "void": (void_reply, VoidForm, may_write, gettext_lazy("The letter is void; the reason is kept.")),
    "paper": (correct_paper, PaperForm, may_write, gettext_lazy("Written beside the number of the letter.")),
}


@staff_page(Role.OFFICER, Role.SUPERVISOR, own_transaction=True)
@require_POST
def act(request, pk, act):
    """One act by its name; what is refused is said on the page of the letter, with what was typed."""
    try:
        if act in TYPED:
            return _typed(request, pk, act)
        if act == "seal":
            return _seal(request, pk)
        verb, may, said = PLAIN.get(act) or _mailed(act)
        with working_for(request.municipality):
            reply = find_reply(request.officer, pk, may=may)
            verb(reply, by=request.officer, **({} if act in MAILED else {"version": _version(request)}))
    except Refused as refused:
        return _refused(request, pk, str(refused))
    if act == "number":
        pdf_of(request.municipality, lambda: find_reply(request.officer, pk, may=may_read_reply))
    messages.success(request, said)
    return redirect(reply)


def _mailed(act):
    if act not in MAILED:
        raise Http404
    verb, said = MAILED[act]
    return verb, may_write, said


def _version(request):
    """The version the page showed; a form without one may decide on nobody's text."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else -1


def _refused(request, pk, sentence="", **forms):
    with reading_for(request.municipality):
        reply = find_reply(request.officer, pk, may=may_read_reply)
        for form in forms.values():
            form.renew(reply.version)
        return letter_page(request, reply, refused=sentence, status=409 if sentence else 200, **forms)


def _typed(request, pk, act):
    verb, form_class, may, said = TYPED[act]
    form = form_class(request.POST, prefix=act)
    if form.is_valid():
        try:
            with working_for(request.municipality):
                reply = find_reply(request.officer, pk, may=may)
                verb(reply, by=request.officer, **form.cleaned_data)
            messages.success(request, said)
            return redirect(reply)
        except Refused as refused:
            if refused.field is None:  # not for what was typed: it may not even be asked any more
                return _refused(request, pk, str(refused), **{f"{act}_form": form})
            refusal_into(form, refused)
    return _refused(request, pk, **{f"{act}_form": form})


def _seal(request, pk):
    """Seal the letter by the office's certificate: made and sealed first, then kept."""
    if not may_seal(request.officer):
        raise Refused(_("The seal is put by those who sign letters, or by the supervisor."))
    sealed = sealed_pdf_of(request.municipality, lambda: find_reply(request.officer, pk, may=may_write))
    with working_for(request.municipality):
        reply = find_reply(request.officer, pk, may=may_write)
        seal_reply(reply, by=request.officer, sealed=sealed, version=_version(request))
    messages.success(request, _("The letter is sealed; it can be sent."))
    return redirect(reply)


@staff_page(Role.OFFICER, Role.SUPERVISOR, own_transaction=True)
def sign(request, pk):
    """Bring back the scan of the signed and stamped letter."""
    form = SignForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            seen = look_at_scan((upload.name, upload.read()))
            with working_for(request.municipality):
                reply = find_reply(request.officer, pk, may=may_write)
                sign_reply(reply, by=request.officer, seen=seen, version=form.cleaned_data["version"])
            messages.success(request, _("The signed letter is kept; it can be sent."))
            return redirect(reply)
        except Refused as refused:
            refusal_into(form, refused)
    with reading_for(request.municipality):
        reply = find_reply(request.officer, pk, may=may_write)
        if form.is_bound:
            form.renew(reply.version)
        else:
            form = SignForm(initial={"version": reply.version})
        return render(request, "replies/sign.html", {"reply": reply, "form": form})


@staff_page(Role.OFFICER, Role.SUPERVISOR, own_transaction=True)
def send(request, pk):
    """Send the letter and, in the same form, close the request with an outcome."""
    with reading_for(request.municipality):
        reply = find_reply(request.officer, pk, may=may_write)
        way = _way(request, reply)
        form = SendForm(
            request.POST or None, request.FILES or None, reply=reply, way=way, initial={"version": reply.version}
        )
        if not form.is_valid():
            return _send_page(request, reply, form, way)
    try:
        slip = form.cleaned_data.get("proof_file")
        seen = inspect(slip.read(), slip.name) if slip else None
        if reply.signed is None:
            pdf_of(request.municipality, lambda: find_reply(request.officer, pk, may=may_write))
        with working_for(request.municipality):
            reply = find_reply(request.officer, pk, may=may_write)
            send_reply(reply, by=request.officer, proof_seen=seen, **form.given())
        messages.success(request, _("The letter is on its way."))
        return redirect(reply.enquiry)
    except Refused as refused:
        refusal_into(form, refused)
    with reading_for(request.municipality):
        reply = find_reply(request.officer, pk, may=may_write)
        form.renew(reply.version)
        return _send_page(request, reply, form, way)


def _way(request, reply):
    """How it shall leave: as the address says, else as the receiver can be reached."""
    asked = request.GET.get("by")
    if asked in Dispatch.values:
        return Dispatch(asked)
    person = reply.enquiry.requester
    if not reply.has_failed and (reply.rule.to == "institution" or (person and person.email)):
        return Dispatch.EMAIL
    return Dispatch.POST if person and person.address else Dispatch.HAND


def _send_page(request, reply, form, way):
    ways = [{"url": f"?by={each.value}", "label": each.label, "active": each == way} for each in Dispatch]
    if reply.has_failed:
        ways = ways[1:]
    shown = {"reply": reply, "form": form, "way": way, "ways": ways, "requester": reply.enquiry.requester}
    return render(request, "replies/send.html", shown)
