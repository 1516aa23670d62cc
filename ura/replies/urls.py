"""Addresses of letters: the list, one letter and its acts, the printed papers of a request."""

from django.urls import path

from ura.replies.views import acts, pages, papers

urlpatterns = [
    path("letters/", pages.replies, name="replies"),
    path("letters/<int:pk>/", pages.reply, name="reply"),
    path("letters/<int:pk>/edit/", pages.edit, name="reply_edit"),
    path("letters/<int:pk>/sign/", acts.sign, name="reply_sign"),
    path("letters/<int:pk>/send/", acts.send, name="reply_send"),
    path("letters/<int:pk>/do/<slug:act>/", acts.act, name="reply_act"),
    path("letters/<int:pk>/letter.pdf", papers.reply_pdf, name="reply_pdf"),
    path("letters/<int:pk>/files/<slug:which>/", papers.reply_file, name="reply_file"),
    path("enquiries/<int:year>/<int:number>/letters/", pages.choose, name="reply_new"),
    path("enquiries/<int:year>/<int:number>/letters/<slug:kind>/", pages.new, name="reply_new"),
    path("enquiries/<int:year>/<int:number>/acknowledgement.pdf", papers.acknowledgement, name="enquiry_ack_pdf"),
    path("enquiries/<int:year>/<int:number>/receipt.pdf", papers.receipt, name="enquiry_receipt_pdf"),
]
