"""The office's post: the pen of doubtful mail, and what leaves by e-mail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused, refusal_into
from ura.desk.mail.pen import open_mail, release_as_request, release_into, set_aside
from ura.desk.mail.reasons import sentence
from ura.desk.models import Enquiry, Event
from ura.municipalities.tenancy import reading_for, working_for
from ura.office.mail_forms import AsideForm, JoinForm, ReleaseForm
from ura.office.visible import visible_outbox
from ura.post.files import read
from ura.post.models import InboundMail, Outbox
from ura.post.parse import read_mail
from ura.post.sending import send_again, take_as_sent
from ura.staff.doors import staff_page
from ura.staff.models import Role

State = InboundMail.State
TABS = (State.HELD, State.NEW, State.REPLY, State.IGNORED, State.REJECTED)
READABLE = 50_000  # signs; the original message has the rest
FORMS = {"release": ReleaseForm, "join": JoinForm, "aside": AsideForm}


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def held(request):
    """What waits for an officer's word, newest first; the other tabs show what became of the rest."""
    state = request.GET.get("state", State.HELD)
    state = state if state in TABS else State.HELD
    mails = _visible_mails(request)
    counts = dict(mails.values_list("state").annotate(n=Count("pk")).order_by())
    page = Paginator(mails.filter(state=state).select_related("mailbox"), 25).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.why = sentence(row.reason)
    tabs = [
        {"url": f"?state={tab}", "label": tab.label, "count": counts.get(tab, 0), "active": tab == state}
        for tab in TABS
    ]
    return render(
        request,
        "office/mail_held.html",
        {"page": page, "tabs": tabs, "boxes": _boxes(request), "waiting": state == State.HELD},
    )


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def mail(request, pk):
    """One mail as it was understood, and what an officer may make of it."""
    row = _find_mail(request, pk)
    return _mail_page(request, row, {name: form(request) for name, form in FORMS.items()})


@staff_page(Role.OFFICER, Role.SUPERVISOR, own_transaction=True)
@require_POST
def decide(request, pk, act):
    """The officer's word on a mail; its papers are scanned before the transaction begins."""
    if act not in FORMS:
        raise Http404
    with reading_for(request.municipality):
        row = _find_mail(request, pk)
        form = FORMS[act](request, request.POST)
        valid = form.is_valid()
    if valid:
        try:
            opened = None if act == "aside" else open_mail(row)
            with working_for(request.municipality):
                return _decided(request, row, act, form.cleaned_data, opened)
        except Refused as refused:
            refusal_into(form, refused)
    with reading_for(request.municipality):
        forms = {name: form if name == act else other(request) for name, other in FORMS.items()}
        return _mail_page(request, _find_mail(request, pk), forms, status=422)


def _decided(request, row, act, data, opened):
    if act == "aside":
        set_aside(row, by=request.officer, reason=data["reason"])
        messages.success(request, _("The mail was set aside; it is kept."))
        return redirect("mail_held", request.municipality.slug)
    if act == "join":
        enquiry = release_into(row, data["enquiry"], by=request.officer, opened=opened)
    else:
        person = {name: data[name] for name in ("name", "email", "phone")}
        enquiry = release_as_request(
            row, by=request.officer, person=person, service=data["service"], audience=data["audience"], opened=opened
        )
        enquiry.municipality = request.municipality
    messages.success(request, _("The mail is now with request %(number)s.") % {"number": enquiry.entry.label})
    return redirect(enquiry)


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def raw(request, pk):
    """The message as it came, to be kept or looked at elsewhere; a browser never opens it."""
    row = _find_mail(request, pk)
    response = HttpResponse(read(row.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mesazhi-{row.pk}.eml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def outbox(request):
    """What leaves by e-mail: what failed or is uncertain first."""
    state = request.GET.get("state", "")
    rows = visible_outbox(request.officer)
    counts = dict(rows.values_list("state").annotate(n=Count("pk")).order_by())
    trouble = [Outbox.State.FAILED, Outbox.State.UNCERTAIN]
    chosen = rows.filter(state=state) if state in Outbox.State.values else rows
    if not state and any(counts.get(name) for name in trouble):
        chosen = rows.filter(state__in=trouble)
    page = Paginator(chosen, 25).get_page(request.GET.get("page"))
    tabs = [{"url": "?state=all", "label": _("All"), "count": sum(counts.values()), "active": state == "all"}]
    for tab in Outbox.State:
        tabs.append({"url": f"?state={tab}", "label": tab.label, "count": counts.get(tab, 0), "active": state == tab})
    ids = [row.row for row in page.object_list if row.about == "desk.enquiry"]
    enquiries = Enquiry.objects.filter(municipality=request.municipality, pk__in=ids).select_related("entry")
    by_id = {enquiry.pk: enquiry for enquiry in enquiries}
    for row in page.object_list:
        row.enquiry = by_id.get(row.row)
        if row.enquiry:
            row.enquiry.municipality = request.municipality
    return render(
        request, "office/outbox.html", {"page": page, "tabs": tabs, "trouble": not state and page.object_list}
    )


@staff_page(Role.OFFICER, Role.SUPERVISOR)
@require_POST
def outbox_act(request, pk, act):
    rows = visible_outbox(request.officer).select_for_update()
    states = {"again": [Outbox.State.FAILED, Outbox.State.UNCERTAIN], "sent": [Outbox.State.UNCERTAIN]}
    row = get_object_or_404(rows, pk=pk, state__in=states.get(act, []))
    try:
        if act == "again":
            send_again(row, by=request.officer, to=request.POST.get("to", ""))
            messages.success(request, _("The message is sent once more."))
        else:
            take_as_sent(row, by=request.officer)
            messages.success(request, _("The message counts as sent."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("outbox", request.municipality.slug)


def _find_mail(request, pk):
    row = get_object_or_404(_visible_mails(request).select_related("mailbox", "raw", "handled_by__user"), pk=pk)
    row.municipality = request.municipality
    return row


def _visible_mails(request):
    """A mail that belongs to a request hidden from this officer, or may belong to it, is hidden too."""
    office = request.municipality
    shown = Enquiry.objects.filter(municipality=office).visible_to(request.officer)
    hidden = Enquiry.objects.filter(municipality=office).exclude(pk__in=shown.values("pk"))
    mails = InboundMail.objects.filter(municipality=office)
    if not hidden.exists():
        return mails
    joined = Event.objects.filter(municipality=office, mail__isnull=False, enquiry__in=hidden.values("pk"))
    return mails.exclude(pk__in=joined.values("mail")).exclude(pk__in=_pointing_at(mails, hidden))


def _pointing_at(mails, hidden):
    """Mails that joined nothing and may belong to one of these requests."""
    hidden = set(hidden.values_list("pk", flat=True))
    apart = mails.filter(state__in=[State.HELD, State.IGNORED, State.REJECTED]).exclude(suggested=[])
    return [pk for pk, suggested in apart.values_list("pk", "suggested") if hidden.intersection(suggested)]


def _mail_page(request, row, forms, status=200):
    parsed = read_mail(read(row.raw))
    parsed.text, parsed.quoted = parsed.text[:READABLE], parsed.quoted[:READABLE]
    forms["release"].initial = {"name": parsed.from_name, "email": parsed.answer_to or ""} | _said_by(row.mailbox)
    suggested = Enquiry.objects.filter(municipality=request.municipality, pk__in=row.suggested)
    suggested = list(suggested.visible_to(request.officer).select_related("entry", "text", "requester"))
    for enquiry in suggested:
        enquiry.municipality = request.municipality
    context = {"row": row, "parsed": parsed, "why": sentence(row.reason), "suggested": suggested, **forms}
    return render(request, "office/mail.html", context, status=status)


def _said_by(box):
    """What the mailbox says of all its mail."""
    return {"service": box.service or "1", "audience": box.audience} if box else {"service": "1"}


def _boxes(request):
    """Every mailbox with its last success, so that a silent one is seen."""
    return request.municipality.mailboxes.all()
