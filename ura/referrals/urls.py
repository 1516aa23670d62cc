"""Addresses of this package."""

from django.urls import path

from ura.referrals.views import board, incoming, one, sending

CASE = "cases/<int:year>/<int:number>/referrals/"

urlpatterns = [
    path(CASE, sending.of_case, name="case_referrals"),
    path(f"{CASE}new/", sending.refer_case, name="case_refer"),
    path("enquiries/<int:year>/<int:number>/refer/", sending.refer_enquiry, name="enquiry_refer"),
    path("referrals/", board.board_page, name="referrals"),
    path("referrals/review/", board.review_page, name="referral_review"),
    path("referrals/review/xlsx/", board.review_file, name="referral_review_file"),
    path("referrals/review/<int:year>/approve/", board.review_approve, name="referral_review_approve"),
    path("referrals/incoming/", incoming.incoming_list, name="incoming_referrals"),
    path("referrals/incoming/new/", incoming.incoming_new, name="incoming_new"),
    path("referrals/incoming/<int:pk>/", incoming.incoming_one, name="incoming_referral"),
    path("referrals/incoming/<int:pk>/answer/", incoming.incoming_answer, name="incoming_answer"),
    path("referrals/incoming/<int:pk>/files/<int:event>/", incoming.incoming_file, name="incoming_file"),
    path("referrals/<int:pk>/", one.referral, name="referral"),
    path("referrals/<int:pk>/letter/", one.letter, name="referral_letter"),
    path("referrals/<int:pk>/files/<int:event>/", one.file, name="referral_file"),
    path("referrals/<int:pk>/<slug:act>/", one.act, name="referral_act"),
]
