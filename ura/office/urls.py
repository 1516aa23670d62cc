"""Addresses of the counter and of one request's page with its acts."""

from django.urls import path

from ura.desk.views import intake
from ura.office import enquiry_page, trail_pages
from ura.office.enquiry_acts import ACTS

ONE = "enquiries/<int:year>/<int:number>/"

urlpatterns = [
    path("new/", intake.new, name="enquiry_new"),
    path("serve/", intake.serve, name="enquiry_serve"),
    path("people/suggest/", intake.people_suggest, name="people_suggest"),
    path(ONE, enquiry_page.enquiry, name="enquiry"),
    path(f"{ONE}trail/", trail_pages.of_enquiry, name="enquiry_trail"),
    path(f"{ONE}receipt/", intake.receipt, name="enquiry_receipt"),
    *(path(f"{ONE}{act.code.replace('_', '-')}/", enquiry_page.act_page(act), name=act.name) for act in ACTS),
]
