"""Addresses of the stakeholder register and of the directory."""

from django.urls import path

from ura.directory import institution_views as directory
from ura.directory import views

urlpatterns = [
    path("stakeholders/", views.stakeholders, name="stakeholders"),
    path("stakeholders/new/", views.stakeholder_new, name="stakeholder_new"),
    path("stakeholders/<int:pk>/", views.stakeholder, name="stakeholder"),
    path("stakeholders/<int:pk>/edit/", views.stakeholder_edit, name="stakeholder_edit"),
    path("institutions/", directory.institutions, name="institutions"),
    path("institutions/review/", directory.review, name="directory_review"),
    path("institutions/new/", directory.institution_new, name="institution_new"),
    path("institutions/<int:pk>/", directory.institution, name="institution"),
    path("institutions/<int:pk>/edit/", directory.institution_edit, name="institution_edit"),
    path("institutions/<int:pk>/confirm/", directory.institution_confirm, name="institution_confirm"),
    path("institutions/<int:pk>/services/new/", directory.service_new, name="service_new"),
    path("institutions/<int:pk>/places/new/", directory.institution_location, name="location_new"),
    path("institutions/<int:pk>/places/<int:location>/", directory.institution_location, name="location_edit"),
    path("institutions/<int:pk>/contacts/new/", directory.institution_contact, name="contact_new"),
    path("institutions/<int:pk>/contacts/<int:contact>/", directory.institution_contact, name="contact_edit"),
    path("institutions/<int:pk>/contacts/<int:contact>/remove/", directory.contact_remove, name="contact_remove"),
    path("services/<int:pk>/edit/", directory.service_edit, name="service_edit"),
]
