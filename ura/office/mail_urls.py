"""Addresses of the office's post."""

from django.urls import path

from ura.office import mail_pages as pages

urlpatterns = [
    path("mail/", pages.held, name="mail_held"),
    path("mail/<int:pk>/", pages.mail, name="mail"),
    path("mail/<int:pk>/raw/", pages.raw, name="mail_raw"),
    path("mail/<int:pk>/<str:act>/", pages.decide, name="mail_act"),
    path("outbox/", pages.outbox, name="outbox"),
    path("outbox/<int:pk>/<str:act>/", pages.outbox_act, name="outbox_act"),
]
