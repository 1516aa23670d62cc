"""Addresses of this package."""

from django.urls import path

from ura.livelihood.views import grants, jobs, of_case, training, works

urlpatterns = [
    path("livelihood/", jobs.seekers, name="livelihood"),
    path("livelihood/seekers/<int:pk>/", jobs.seeker, name="seeker"),
    path("livelihood/vacancies/", jobs.vacancies, name="vacancies"),
    path("livelihood/vacancies/<int:pk>/", jobs.vacancy, name="vacancy"),
    path("livelihood/courses/", training.courses, name="courses"),
    path("livelihood/courses/<int:pk>/", training.course, name="course"),
    path("livelihood/grants/", grants.grants, name="grants"),
    path("livelihood/grants/<int:pk>/", grants.grant, name="grant"),
    path("livelihood/grants/<int:pk>/list.pdf", grants.grant_pdf, name="grant_list_pdf"),
    path("livelihood/applications/<int:pk>/", grants.application, name="grant_application"),
    path("livelihood/works/", works.works, name="works"),
    path("livelihood/works/<int:pk>/", works.work, name="work"),
    path("livelihood/farms/", works.farms, name="farms"),
    path("cases/<int:year>/<int:number>/work/", of_case.of_case, name="case_livelihood"),
]
