"""The public face of an office."""

from django.http import HttpResponse

from ura.staff.doors import public_page


@public_page
def home(request):
    return HttpResponse("")


@public_page
def follow(request):
    return HttpResponse("")
