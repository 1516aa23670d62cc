"""Addresses of the guides in the office."""

from django.urls import path

from ura.guides import views

urlpatterns = [
    path("guides/", views.guides, name="guides"),
    path("guides/<slug:key>/", views.guide_page, name="guide_page"),
    path("guides/<slug:key>/edit/", views.guide_edit, name="guide_edit"),
    path("guides/<slug:key>/confirm/", views.guide_confirm, name="guide_confirm"),
    path("guides/<slug:key>/<slug:language>.pdf", views.guide_paper, name="guide_pdf"),
]
