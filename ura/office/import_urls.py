"""Addresses of bringing in a spreadsheet."""

from django.urls import path

from ura.office import import_pages as pages

urlpatterns = [
    path("import/", pages.choose, name="import"),
    path("import/<int:pk>/", pages.preview, name="import_preview"),
]
