"""Addresses of the public side."""

from django.urls import path

from ura.portal.views import ask, consent, data, follow, guides, housing, office

urlpatterns = [
    path("", office.home, name="portal"),
    path("ask/", ask.ask, name="ask"),
    path("ask/sent/", ask.sent, name="ask_sent"),
    path("ask/confirm/", ask.confirm, name="ask_confirm"),
    path("ask/done/", ask.done, name="ask_done"),
    path("follow/", follow.door, name="follow"),
    path("follow/request/", follow.page, name="follow_request"),
    path("follow/withdraw/", follow.withdraw, name="follow_withdraw"),
    path("follow/letters/<int:pk>/", follow.letter, name="follow_letter"),
    path("follow/papers/<int:pk>/", follow.paper, name="follow_paper"),
    path("follow/consents/", consent.mine, name="follow_consents"),
    path("follow/consents/<int:pk>/withdraw/", consent.withdraw, name="follow_consent_withdraw"),
    path("follow/leave/", follow.leave, name="follow_leave"),
    path("consent/", consent.confirm, name="consent_confirm"),
    path("data/", data.ask, name="data_ask"),
    path("data/sent/", data.sent, name="data_sent"),
    path("data/confirm/", data.confirm, name="data_confirm"),
    path("data/done/", data.done, name="data_done"),
    path("guides/", guides.guides, name="public_guides"),
    path("guides/<slug:key>/", guides.guide, name="public_guide"),
    path("guides/<slug:key>/<slug:language>.pdf", guides.paper, name="public_guide_pdf"),
    path("housing/", housing.housing, name="public_housing"),
    path("housing/<int:pk>/", housing.housing_list, name="public_housing_list"),
    path("register/", office.register, name="public_register"),
    path("register/csv/", office.register_csv, name="public_register_csv"),
]
