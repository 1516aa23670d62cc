"""Ura's addresses, and two that end badly, so that their pages can be looked at."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from ura.core.refusals import Refused
from ura.urls import urlpatterns as whole


@login_not_required
def broken(request):
    raise ValueError


@login_not_required
def refused(request):
    raise Refused("Kjo nuk bëhet dot tani.")


urlpatterns = [path("broken/", broken), path("refused/", refused), *whole]
