"""Addresses of consents: what ends soon, one person's, one consent, the office's text."""

from django.urls import path

from ura.office import consent_pages as pages
from ura.office import settings_consent as texts

PERSON = "people/<int:pk>/consents/"

urlpatterns = [
    path("consents/", pages.worklist, name="consents"),
    path("consents/<int:pk>/", pages.consent, name="consent"),
    path("consents/<int:pk>/withdraw/", pages.withdraw, name="consent_withdraw"),
    path("consents/<int:pk>/evidence/", pages.evidence, name="consent_evidence"),
    path("consents/asked/<int:pk>/<slug:act>/", pages.settle, name="consent_settle"),
    path("consents/texts/", texts.texts, name="consent_texts"),
    path(PERSON, pages.person_consents, name="person_consents"),
    path(f"{PERSON}new/", pages.new, name="consent_new"),
    path(f"{PERSON}ask/", pages.ask, name="consent_ask"),
    path(f"{PERSON}declaration.pdf", pages.declaration, name="consent_declaration"),
]
