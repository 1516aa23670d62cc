"""Following a request: the door by code, the page of the request, writing back, withdrawing, leaving."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ura.core import once
from ura.core.refusals import Refused, refusal_into
from ura.desk.actions.moves import withdraw as withdraw_request
from ura.desk.views.files import file_response
from ura.municipalities.tenancy import reading_for, working_for
from ura.portal import actions, limits, progress, visits
from ura.portal.codes import find_by_code, is_number_of, office_of
from ura.portal.forms import FollowForm, WithdrawForm, WriteForm
from ura.staff.doors import public_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def door(request):
    """Number and code; a wrong pair gets one sentence, whether or not there is such a code."""
    form = FollowForm(request.POST or None)
    if request.method != "POST":
        return render(request, "portal/follow.html", {"form": form, "going_on": visits.followed_here(request)})
    who = limits.client(request)
    if wait := limits.seconds_to_wait("code", who):
        return _wait(request, form, wait)
    if not form.is_valid():
        return render(request, "portal/follow.html", {"form": form}, status=422)
    code, number = form.cleaned_data["code"], form.cleaned_data["number"]
    if (other := office_of(code)) and other != request.municipality:
        return render(request, "portal/follow.html", {"form": form, "other": other}, status=422)
    enquiry = find_by_code(request.municipality, code)
    if enquiry is None or not is_number_of(enquiry, number):
        limits.spend("code", who)
        form.add_error(
            "code",
            _("This number and code do not belong together. Look at the confirmation you got and type them again."),
        )
        return render(request, "portal/follow.html", {"form": form}, status=422)
    visits.follow(request, enquiry)
    return redirect("follow_request", request.municipality.slug)


def _wait(request, form, wait):
    context = {"form": form, "minutes": -(-wait // 60)}
    response = render(request, "portal/follow.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


def find_followed(request):
    """The request this browser follows, or None: the one door behind the code."""
    code = visits.followed_here(request)
    rows = request.municipality.enquiries.select_related("entry", "text", "requester", "owner__user")
    enquiry = rows.filter(follow_hash=code).first() if code else None
    if enquiry is not None:
        enquiry.municipality = request.municipality
    return enquiry


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page(own_transaction=True)
def page(request):
    """The request as its requester sees it; what is sent here is a message to the focal point."""
    with reading_for(request.municipality):
        enquiry = find_followed(request)
        if enquiry is None:
            return redirect("follow", request.municipality.slug)
        if request.method != "POST":
            return _page(request, enquiry, WriteForm(initial={"token": once.new_token()}))
    form = WriteForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        if limits.spend("write", enquiry.pk):
            status = 429
            form.add_error(
                None,
                _("You have written many messages in the last hour. Please wait a while; what you typed stays here."),
            )
        elif _write(request, enquiry, form):
            messages.success(request, _("Your message has reached us."))
            return redirect("follow_request", request.municipality.slug)
    with reading_for(request.municipality):
        return _page(request, enquiry, form, status=status)


def _write(request, enquiry, form):
    data = form.cleaned_data
    try:
        with working_for(request.municipality):
            actions.write(enquiry, text=data["text"], papers=data["files"], token=data["token"])
    except Refused as refused:
        refusal_into(form, refused)
        return False
    return True


def _page(request, enquiry, form, *, status=200):
    language = get_language()
    context = {
        "enquiry": enquiry, "form": form, "void": enquiry.entry.voided_at,
        "focal": progress.focal_point_of(enquiry, language), "cover": progress.cover_for(enquiry, language),
        "sentence": progress.status_sentence(enquiry), "states": progress.track_of(enquiry),
        "steps": progress.steps_of(enquiry), "events": progress.timeline(enquiry),
        "letters": progress.letters_of(enquiry), "papers": progress.papers_of(enquiry),
        "complaint": progress.complaint_of(enquiry),
        "silence": progress.silence_words(enquiry),
    }  # fmt: skip
    return render(request, "portal/request.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def withdraw(request):
    """Taking the request back, after one more question."""
    enquiry = find_followed(request)
    if enquiry is None:
        return redirect("follow", request.municipality.slug)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw_request(enquiry, reason=form.cleaned_data["reason"])
            messages.success(request, _("You have withdrawn the request. Its number stays in the register."))
            return redirect("follow_request", request.municipality.slug)
        except Refused as refused:
            refusal_into(form, refused)
    return render(
        request, "portal/withdraw.html", {"enquiry": enquiry, "form": form}, status=422 if form.errors else 200
    )


@never_cache
@require_safe
@public_page
def letter(request, pk):
    """An official letter that was sent to this requester."""
    enquiry = find_followed(request)
    files = [file for reply, file in progress.letters_of(enquiry) if reply.pk == pk] if enquiry else []
    return _file(files[0] if files else None)


@never_cache
@require_safe
@public_page
def paper(request, pk):
    """An attachment of the requester's own, or one that came with a message to them."""
    enquiry = find_followed(request)
    found = progress.papers_of(enquiry).filter(pk=pk).first() if enquiry else None
    return _file(found and found.file)


def _file(file):
    if file is None:
        raise Http404
    return file_response(file)


@never_cache
@require_POST
@public_page
def leave(request):
    """Nobody after you at this device reads the request."""
    visits.leave(request)
    messages.success(request, _("You have left your request. With the code you can come back at any time."))
    return redirect("follow", request.municipality.slug)
