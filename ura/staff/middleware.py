"""What holds for everybody who is signed in: nothing is kept by the browser, idleness ends, the second factor."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from ura.staff.second_factor import SecondFactorNeeded, has_one
from ura.staff.sessions import end_if_idle


class SignedInMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signed_in = _signed_in(request)
        if signed_in and end_if_idle(request):
            messages.info(
                request,
                _("You were signed out because no page was opened for %(minutes)s minutes. Please sign in again.")
                % {"minutes": settings.IDLE_MINUTES},
            )
        response = self.get_response(request)
        if signed_in and "Cache-Control" not in response:
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_exception(self, request, exception):
        if not isinstance(exception, SecondFactorNeeded):
            return None
        if has_one(request.user):
            name, sentence = "mfa_reauthenticate", _("This page wants your second factor: write a code.")
        else:
            name, sentence = (
                "mfa_activate_totp",
                _("This page needs a second factor. Set it up once; it takes a minute."),
            )
        messages.warning(request, sentence)
        back = request.get_full_path() if request.method == "GET" else reverse("home")
        where = f"{reverse(name)}?next={quote(back)}"
        if getattr(request, "htmx", False):  # a part of a page cannot be replaced by another page
            return HttpResponse(headers={"HX-Redirect": where})
        return redirect(where)


def _signed_in(request):
    """Without a cookie nobody asks the database for a session."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
