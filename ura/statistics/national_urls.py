"""Addresses for the country."""

from django.urls import path

from ura.statistics import views

urlpatterns = [path("", views.national, name="national")]
