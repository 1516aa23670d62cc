"""The page of one referral and what the officer does there."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from ura.core.refusals import Refused, refusal_into
from ura.core.templatetags.ui import short_date
from ura.desk.views.files import file_response
from ura.municipalities.tenancy import reading_for, working_for
from ura.post.files import read, store
from ura.referrals import forms
from ura.referrals.actions import answering, sending
from ura.referrals.actions.basics import lock
from ura.referrals.letter import paper_of, pdf_of
from ura.referrals.rules import find_referral
from ura.referrals.states import OPEN, State, Way
from ura.referrals.timeline import lines
from ura.staff.doors import staff_page
from ura.staff.models import Role
from ura.trail.actions import record

WORK = (Role.OFFICER, Role.SUPERVISOR)
FORMS = {
    "record": forms.RecordForm, "answer": forms.TextForm, "file": forms.PapersForm, "resend": forms.ResendForm,
    "revoke": forms.ReasonForm, "due": forms.DueForm,
}  # fmt: skip
DO = {
    "record": lambda row, by, **data: answering.record_answer(row, by=by, **data),
    "answer": lambda row, by, **data: answering.answer(row, by=by, **data),
    "resend": lambda row, by, **data: sending.send_again(row, by=by, **data),
    "revoke": lambda row, by, **data: sending.revoke(row, by=by, **data),
    "due": lambda row, by, **data: sending.change_due(row, by=by, **data),
    "revoke-link": lambda row, by, **data: sending.revoke_link(row, by=by, **data),
    "number": lambda row, by, **data: sending.print_letter(row, by=by, **data),
}
SAID = {
    "record": _("The answer is written down."), "answer": _("The answer was sent."), "file": _("The document was added."),
    "resend": _("A new link is on its way. Tell the receiver the new code."), "revoke": _("The referral was taken back."),
    "due": _("The due date was changed."), "revoke-link": _("The link opens nothing any more."),
    "read": _("Marked as read."), "number": _("The letter has its number."),
}  # fmt: skip
SAID_OF_WAY = {
    ("resend", Way.LETTER): _("The letter stands ready with its new due date: print it and send it."),
    ("resend", Way.OFFICE): _("The referral waits anew, and the other office is told."),
}
RESEND = {
    Way.LINK: _("Send a new link"), Way.LETTER: _("Send the letter again"), Way.OFFICE: _("Wait for the answer anew"),
}  # fmt: skip


@staff_page(*WORK)
def referral(request, pk):
    return _page(request, find_referral(request.officer, pk))


@staff_page(*WORK)
@require_POST
def act(request, pk, act):
    """One act on a referral; refused, the page comes again with what was typed."""
    row = find_referral(request.officer, pk)
    if act == "read":
        answering.mark_read(lock(row))
        messages.success(request, SAID[act])
        return redirect(row)
    if act not in DO and act != "file":
        raise Http404
    form = FORMS[act](request.POST, request.FILES, auto_id=f"{act}_%s") if act in FORMS else None
    status = 422
    if form is None or form.is_valid():
        try:
            with transaction.atomic():
                done = _do(act, row, form, request)
            messages.success(request, SAID_OF_WAY.get((act, done.way), SAID[act]))
            return redirect(row)
        except Refused as refused:
            if form is None:
                raise
            status = 409
            refusal_into(form, refused)
    return _page(request, row, bound=(act, form), status=status)


def _do(act, row, form, request):
    if act == "file":
        return answering.hand_over(row, by=request.officer, side="office", papers=form.papers())
    version = request.POST.get("version", "")
    data = form.cleaned_data if form else {}
    return DO[act](row, request.officer, version=version if version.isdecimal() else row.version, **data)


@staff_page(*WORK, own_transaction=True)
@require_safe
def letter(request, pk):
    """The numbered letter as PDF; what was printed first is kept, and printed again as it was."""
    with reading_for(request.municipality):
        row = find_referral(request.officer, pk)
        if row.entry is None:
            raise Http404
        if row.letter is not None:
            return _pdf(row, read(row.letter))
        paper = paper_of(row)
    data = pdf_of(paper)
    with working_for(request.municipality):
        row = lock(row)
        if row.letter_id is None:
            row.letter = store(request.municipality, data, name=_name(row), trusted_type="application/pdf")
            row.save(update_fields=["letter"])
            record(row, "referrals.letter_made", by=request.officer)
    return _pdf(row, data)


def _name(row):
    return f"referim-{row.label.replace('/', '-')}.pdf"


def _pdf(row, data):
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, _name(row))
    response["Cache-Control"] = "private, no-store"
    return response


@staff_page(*WORK)
@require_safe
def file(request, pk, event):
    """A document of this referral, from either side."""
    row = find_referral(request.officer, pk)
    found = row.events.filter(pk=event).exclude(file=None).select_related("file").first()
    if found is None:
        raise Http404
    return file_response(found.file)


def _page(request, row, *, bound=None, status=200):
    blank = {name: form(initial=_initial(name, row), auto_id=f"{name}_%s") for name, form in FORMS.items()}
    if bound:
        blank[bound[0]] = bound[1]
    live = row.links.filter(revoked_at=None).first()
    context = {
        "case": row.case, "enquiry": row.enquiry, "referral": row, "forms": blank, "bound": bound and bound[0], "link": live,
        "events": lines(row, row.events.select_related("officer__user", "file"), row.get_absolute_url()),
        "open": row.state in OPEN, "pending": row.state == State.PENDING, "by_link": row.way == Way.LINK,
        "expired": row.state == State.EXPIRED, "may_record": row.state in (*OPEN, State.EXPIRED), "resend": RESEND[row.way],
        "may_resend": row.state == State.EXPIRED or (row.is_open and row.way != Way.OFFICE), "code": live and live.code,
        "frame": "cases/case_frame.html" if row.case else "referrals/frame.html", "due": short_date(row.due_on),
    }  # fmt: skip
    return render(request, "referrals/one.html", context, status=status)


def _initial(name, row):
    answer = "accepted" if row.state in answering.NOT_TAKEN else "progress"
    return {
        "due": {"due_on": row.due_on},
        "resend": {"email": row.email if row.way == Way.LINK else ""},
        "record": {"answer": answer},
    }.get(name)
