"""The pages of one's own account: allauth's flows behind our addresses, in our looks."""

import re
import time

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.staff.sessions import end_all, listed


class SignIn(account.LoginView):
    template_name = "staff/login.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"passkeys": takes_passkeys(self.request)}


class SecondFactor(mfa.IndexView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"passkeys": takes_passkeys(self.request)}


def takes_passkeys(request):
    """A passkey belongs to a name: browsers refuse it where the address is a number, as in the demo."""
    return not re.match(r"\[|[\d.]+(:\d+)?$", request.get_host())


class PasswordChange(account.PasswordChangeView):
    template_name = "staff/password.html"


class ForgottenPassword(account.PasswordResetView):
    """One answer for every address, after one time: nobody learns who works where."""

    template_name = "staff/forgotten.html"

    def post(self, request, *args, **kwargs):
        begun = time.monotonic()
        response = super().post(request, *args, **kwargs)
        # Only for a known address is a mail written: so each answer waits for the slower.
        time.sleep(max(0, settings.RESET_TAKES - (time.monotonic() - begun)))
        return response


class ForgottenPasswordSent(account.PasswordResetDoneView):
    template_name = "staff/forgotten_sent.html"


class NewPassword(account.PasswordResetFromKeyView):
    """From the link of an invitation or of a forgotten password; every session ends with the old password."""

    template_name = "staff/new_password.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form):
        response = super().form_valid(form)
        end_all(self.reset_user, but=self.request.session.session_key)
        get_adapter(self.request)._delete_login_attempts_cached_email(self.request, email=self.reset_user.email)
        return response


class Inactive(account.AccountInactiveView):
    template_name = "staff/inactive.html"


class PasswordAgain(account.ReauthenticateView):
    template_name = "staff/password_again.html"


def sessions(request):
    """Where I am signed in."""
    return render(request, "staff/sessions.html", {"sessions": listed(request), "idle": settings.IDLE_MINUTES})


@require_POST
def session_end(request, pk):
    row = get_object_or_404(UserSession, pk=pk, user=request.user)
    if row.session_key == request.session.session_key:
        return redirect("usersessions_list")  # this one ends by signing out
    row.end()
    messages.success(request, _("That session has ended."))
    return redirect("usersessions_list")


@require_POST
def sessions_end(request):
    end_all(request.user, but=request.session.session_key)
    messages.success(request, _("You are signed in only here."))
    return redirect("usersessions_list")
