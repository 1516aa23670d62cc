"""Addresses of this package."""

from django.urls import path

from ura.schemes.views import applications, cards, case, catalogue

ONE = "cases/<int:year>/<int:number>/schemes/"

urlpatterns = [
    path(ONE, case.case_schemes, name="case_schemes"),
    path(ONE + "facts/", case.case_facts, name="case_facts"),
    path(ONE + "card/", cards.case_card_new, name="case_card_new"),
    path(ONE + "card/<int:pk>/", cards.case_card, name="case_card"),
    path(ONE + "card/<int:pk>/present/", cards.case_card_present, name="case_card_present"),
    path(ONE + "card/<int:pk>/pdf/", cards.case_card_pdf, name="case_card_pdf"),
    path(ONE + "apply/", applications.case_application_new, name="case_application_new"),
    path(ONE + "application/<int:pk>/", applications.case_application, name="case_application"),
    path(ONE + "application/<int:pk>/pdf/", applications.case_application_pdf, name="case_application_pdf"),
    path(ONE + "paper/", applications.case_paper, name="case_paper"),
    path(ONE + "paper/<int:pk>/file/", applications.case_paper_file, name="case_paper_file"),
    path("schemes/", catalogue.schemes, name="schemes"),
    path("schemes/new/", catalogue.scheme_edit, name="scheme_new"),
    path("schemes/import/", catalogue.scheme_import, name="scheme_import"),
    path("schemes/table/", catalogue.scheme_table, name="scheme_table"),
    path("schemes/s/<slug:code>/", catalogue.scheme, name="scheme"),
    path("schemes/s/<slug:code>/edit/", catalogue.scheme_edit, name="scheme_edit"),
    path("schemes/s/<slug:code>/offer/", catalogue.scheme_offer, name="scheme_offer"),
]
