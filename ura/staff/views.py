"""The country's door, signing out, the language, and the way to one's office."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from ura.municipalities.models import County
from ura.staff.language import CHOSEN_AT_THE_DOOR, remember_language
from ura.staff.models import Officer


@login_not_required
def home(request):
    """The country's door: staff go to their office, everybody else chooses a municipality."""
    if request.user.is_authenticated:
        posts = Officer.objects.filter(user=request.user, active=True).select_related("municipality")
        if len(posts) == 1:
            return redirect("day", posts[0].municipality.slug)
        if posts:
            return render(request, "staff/posts.html", {"posts": posts})
        if request.user.national_reader:
            return redirect("national")
    counties = County.objects.prefetch_related("municipalities")
    q = request.GET.get("q", "").strip()[:60]
    found = [place for county in counties for place in county.municipalities.all() if place.is_called(q)] if q else []
    if len(found) == 1:
        return redirect("portal", found[0].slug)
    return render(request, "staff/home.html", {"counties": counties, "q": q, "found": found})


@require_POST
def sign_out(request):
    logout(request)
    return redirect("home")


@login_not_required
@require_POST
def set_language(request):
    """Switch between Albanian and English and stay on the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    language = request.POST.get("language", "")
    if language in ("sq", "en") and check_for_language(language):
        remember_language(response, language)
        if request.user.is_authenticated and request.user.language != language:
            request.user.language = language
            request.user.save(update_fields=["language"])
        elif not request.user.is_authenticated and target.startswith(reverse("login")):
            request.session[CHOSEN_AT_THE_DOOR] = language
    return response
