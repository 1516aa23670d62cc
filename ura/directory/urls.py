"""Addresses of the stakeholder register."""

from django.urls import path

from ura.directory import views

urlpatterns = [
    path("stakeholders/", views.stakeholders, name="stakeholders"),
    path("stakeholders/new/", views.stakeholder_new, name="stakeholder_new"),
    path("stakeholders/<int:pk>/", views.stakeholder, name="stakeholder"),
    path("stakeholders/<int:pk>/edit/", views.stakeholder_edit, name="stakeholder_edit"),
]
