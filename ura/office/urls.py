"""Addresses of the counter and of one request's page."""

from django.urls import path

from ura.desk.views import intake
from ura.office import enquiry_page

urlpatterns = [
    path("new/", intake.new, name="enquiry_new"),
    path("serve/", intake.serve, name="enquiry_serve"),
    path("people/", intake.people_suggest, name="people_suggest"),
    path("enquiries/<int:year>/<int:number>/", enquiry_page.enquiry, name="enquiry"),
    path("enquiries/<int:year>/<int:number>/receipt/", intake.receipt, name="enquiry_receipt"),
]
