"""Addresses of data protection."""

from django.urls import path

from ura.rights.views import breaches, keeping, requests

ONE = "data/requests/<int:year>/<int:number>/"

urlpatterns = [
    path("data/", requests.rights, name="rights"),
    path("data/requests/new/", requests.rights_new, name="rights_new"),
    path(ONE, requests.rights_request, name="rights_request"),
    path(f"{ONE}package.zip", requests.rights_package, name="rights_package"),
    path(f"{ONE}answer.pdf", requests.rights_answer, name="rights_answer"),
    path(f"{ONE}do/<slug:act>/", requests.rights_do, name="rights_do"),
    path(f"{ONE}<slug:act>/", requests.rights_act, name="rights_act"),
    path("data/retention/", keeping.retention, name="retention"),
    path("data/retention/erase/", keeping.retention_go, name="retention_go"),
    path("data/holds/", keeping.holds, name="holds"),
    path("data/holds/<int:pk>/lift/", keeping.hold_lift, name="hold_lift"),
    path("data/processing/", keeping.processing, name="processing"),
    path("data/processing/file/<slug:kind>/", keeping.processing_file, name="processing_file"),
    path("data/settings/", keeping.privacy, name="privacy"),
    path("data/breaches/", breaches.breaches, name="breaches"),
    path("data/breaches/new/", breaches.breach_new, name="breach_new"),
    path("data/breaches/<int:pk>/", breaches.breach, name="breach"),
    path("data/breaches/<int:pk>/close/", breaches.breach_close, name="breach_close"),
]
