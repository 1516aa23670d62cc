"""Addresses of this package."""

from django.urls import include, path

from ura.cases.acts import ACTS
from ura.cases.views import acts, file, group, list

ONE = "cases/<int:year>/<int:number>/"

urlpatterns = [
    path("", include("ura.cases.session_urls")),
    path("", include("ura.cases.plan_urls")),
    path("cases/", list.cases, name="cases"),
    path("cases/export/", list.cases_export, name="cases_export"),
    path("cases/group/", group.group, name="case_group"),
    path("cases/group/<slug:act>/", group.group_act, name="case_group_act"),
    path("enquiries/<int:year>/<int:number>/case/", acts.open_from, name="enquiry_case"),
    path(ONE, file.case, name="case"),
    path(f"{ONE}dossier/", file.dossier, name="case_dossier"),
    path(f"{ONE}files/<int:pk>/", acts.stored, name="case_stored"),
    path(f"{ONE}conferences/", group.conferences, name="case_conferences"),
    path(f"{ONE}conferences/<int:pk>/", group.conference, name="case_conference"),
    *(path(f"{ONE}{act.code.replace('_', '-')}/", acts.act_page(act), name=act.name) for act in ACTS),
]
