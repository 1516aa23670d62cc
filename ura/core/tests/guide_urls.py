"""Addresses for the tests of the looks: the guide, and names that the bases ask for."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from ura.core.views import guide


@login_not_required
def blank(request, **kwargs):
    return HttpResponse(status=204)


urlpatterns = [
    path("ui/", guide),
    path("", blank, name="home"),
    path("sign-in/", blank, name="login"),
    path("sign-out/", blank, name="logout"),
    path("password/", blank, name="password_change"),
    path("account/second-factor/", blank, name="mfa_index"),
    path("account/sessions/", blank, name="usersessions_list"),
    path("language/", blank, name="set_language"),
    path("<slug:office>/", blank, name="day"),
]
