"""Addresses of this package."""

from django.urls import path

from ura.cases.views import file, list

ONE = "cases/<int:year>/<int:number>/"

urlpatterns = [
    path("cases/", list.cases, name="cases"),
    path(ONE, file.case, name="case"),
]
