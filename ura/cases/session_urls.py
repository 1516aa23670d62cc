"""Addresses of counselling and of registration in the units."""

from django.urls import path

from ura.cases.views import registrations, session_list, session_paper, session_person, sessions

ONE = "sessions/<int:year>/<int:number>/"

urlpatterns = [
    path("sessions/", session_list.sessions, name="sessions"),
    path("sessions/export/<slug:kind>/", session_list.export, name="sessions_export"),
    path("sessions/person/", session_person.find, name="session_person"),
    path("sessions/new/<slug:form>/", sessions.new, name="session_new"),
    path("sessions/paper/<slug:form>/<slug:language>/", session_paper.paper, name="session_paper"),
    path(ONE, sessions.session, name="session"),
    path(f"{ONE}correct/", sessions.correct, name="session_correct"),
    path(f"{ONE}case/", sessions.open_case, name="session_open_case"),
    path(f"{ONE}name-off/", sessions.name_off, name="session_name_off"),
    path(f"{ONE}guides/", sessions.guides, name="session_guides"),
    path("cases/<int:year>/<int:number>/sessions/", sessions.of_case, name="case_sessions"),
    path("registrations/", registrations.registrations, name="registrations"),
    path("registrations/new/", registrations.new, name="registration_new"),
    path("registrations/export/<slug:kind>/", registrations.export, name="registrations_export"),
    path("registrations/<int:pk>/", registrations.registration, name="registration"),
    path("registrations/<int:pk>/strike/", registrations.strike_out, name="registration_strike"),
]
