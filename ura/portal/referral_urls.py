"""Addresses behind the personal link of one referral; the token names the office, and nothing about a person."""

from django.urls import path

from ura.portal.views import referral

urlpatterns = [
    path("", referral.page, name="referral_link"),
    path("code/", referral.code, name="referral_code"),
    path("<slug:act>/", referral.act, name="referral_link_act"),
    path("files/<int:event>/", referral.file, name="referral_link_file"),
]
