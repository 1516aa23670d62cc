"""Addresses of people, their households, and of merging two entries. No address holds a name."""

from django.urls import path

from ura.office import family_pages as family
from ura.office import people_pages as pages

ONE = "people/<int:pk>/"

urlpatterns = [
    path("people/", pages.people, name="people"),
    path("people/new/", pages.person_new, name="person_new"),
    path(ONE, pages.person, name="person"),
    path(f"{ONE}edit/", pages.person_edit, name="person_edit"),
    path(f"{ONE}contacts/", pages.person_contact_new, name="person_contact_new"),
    path(f"{ONE}contacts/<int:contact>/<slug:act>/", pages.person_contact, name="person_contact"),
    path(f"{ONE}choose/<slug:what>/", family.choose, name="person_choose"),
    path(f"{ONE}join/<slug:what>/<int:other>/", family.join, name="person_join"),
    path(f"{ONE}guardians/<int:link>/end/", family.guardian_end, name="guardian_end"),
    path(f"{ONE}household/", family.household_new, name="household_new"),
    path(f"{ONE}merge/<int:other>/", family.merge, name="person_merge"),
    path(f"{ONE}merges/<int:act>/undo/", family.part, name="person_part"),
    path("households/<int:pk>/", family.household, name="household"),
    path("households/<int:pk>/<int:member>/<slug:act>/", family.household_member, name="household_member"),
]
