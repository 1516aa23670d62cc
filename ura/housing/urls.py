"""Addresses of social housing."""

from django.urls import path

from ura.housing.views import applications, calls

urlpatterns = [
    path("housing/", calls.housing, name="housing"),
    path("housing/points/<slug:programme>/", calls.points_table, name="housing_points"),
    path("housing/calls/new/", calls.call_new, name="housing_call_new"),
    path("housing/calls/<int:pk>/", calls.call, name="housing_call"),
    path("housing/calls/<int:pk>/decide/", calls.call_decide, name="housing_decide"),
    path("housing/calls/<int:pk>/ties/", calls.call_ties, name="housing_ties"),
    path("housing/calls/<int:pk>/priorities/", calls.call_priorities, name="housing_priorities"),
    path("housing/calls/<int:pk>/up/", calls.call_move_up, name="housing_move_up"),
    path("housing/calls/<int:pk>/carry/", calls.call_carry, name="housing_carry_list"),
    path("housing/calls/<int:pk>/list.xlsx", calls.list_file, {"kind": "xlsx"}, name="housing_list_xlsx"),
    path("housing/calls/<int:pk>/list.pdf", calls.list_file, {"kind": "pdf"}, name="housing_list_pdf"),
    path("housing/calls/<int:pk>/apply/", applications.apply, name="housing_apply"),
    path("housing/applications/<int:pk>/", applications.application, name="housing_application"),
    path("housing/applications/<int:pk>/edit/", applications.application_edit, name="housing_application_edit"),
    path("housing/applications/<int:pk>/points/", applications.application_points, name="housing_score"),
    path("housing/applications/<int:pk>/entered/", applications.application_entered, name="housing_entered"),
    path("housing/applications/<int:pk>/papers/", applications.application_paper, name="housing_paper"),
    path("housing/applications/<int:pk>/files/<int:file>/", applications.application_file, name="housing_file"),
    path("housing/applications/<int:pk>/end/", applications.application_end, name="housing_end"),
    path("housing/applications/<int:pk>/carry/", applications.application_carry, name="housing_carry"),
    path("cases/<int:year>/<int:number>/housing/", applications.case_housing, name="case_housing"),
]
