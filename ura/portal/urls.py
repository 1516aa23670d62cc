"""Addresses of the public side."""

from django.urls import path

from ura.portal import views

urlpatterns = [
    path("", views.home, name="portal"),
    path("follow/", views.follow, name="follow"),
]
