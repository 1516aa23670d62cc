"""Addresses of this package."""

from django.urls import path

from ura.statistics import views

urlpatterns = [
    path("month/", views.month, name="month"),
    path("month/<slug:kind>/", views.month_file, name="month_file"),
    path("casework/", views.casework, name="casework"),
    path("casework/excel/", views.casework_file, name="casework_file"),
]
