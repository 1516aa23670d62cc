"""Addresses of this package."""

from django.urls import path

from ura.desk.views import files, list

urlpatterns = [
    path("enquiries/", list.enquiries, name="enquiries"),
    path("enquiries/export/", list.export_register, name="export_register"),
    path("enquiries/views/", list.view_save, name="view_save"),
    path("enquiries/views/<int:pk>/delete/", list.view_delete, name="view_delete"),
    path("files/<int:pk>/", files.file, name="file"),
]
