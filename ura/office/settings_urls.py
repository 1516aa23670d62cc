"""Addresses of the settings."""

from django.urls import path

from ura.office import settings_calendar as calendar
from ura.office import settings_elevation as elevation
from ura.office import settings_letters as letters
from ura.office import settings_lists as lists
from ura.office import settings_mail as mail
from ura.office import settings_office as office
from ura.office import settings_presence as presence
from ura.office import settings_staff as staff

LETTER = "letters/<slug:kind>/<slug:language>/"

urlpatterns = [
    path("", office.overview, name="settings"),
    path("office/", office.office, name="settings_office"),
    path("office/edit/", office.office_edit, name="settings_office_edit"),
    path("office/example/", office.example, name="settings_example"),
    path("units/", office.units, name="settings_units"),
    path("units/<int:pk>/", office.unit, name="settings_unit"),
    path("staff/", staff.staff, name="settings_staff"),
    path("staff/new/", staff.officer_new, name="settings_officer_new"),
    path("staff/<int:pk>/", staff.officer, name="settings_officer"),
    path("staff/<int:pk>/password/", staff.officer_password, name="settings_officer_password"),
    path("staff/<int:pk>/second-factor/", staff.officer_factor, name="settings_officer_factor"),
    path("staff/<int:pk>/end/", staff.officer_end, name="settings_officer_end"),
    path("focal-points/", presence.standing, name="settings_standing"),
    path("focal-points/<int:pk>/remove/", presence.standing_remove, name="settings_standing_remove"),
    path("elevated/", elevation.elevation, name="settings_elevation"),
    path("elevated/<int:pk>/end/", elevation.elevation_end, name="settings_elevation_end"),
    path("absences/", presence.absences, name="settings_absences"),
    path("absences/<int:pk>/end/", presence.absence_end, name="settings_absence_end"),
    path("calendar/", calendar.calendar, name="settings_calendar"),
    path("calendar/<int:pk>/remove/", calendar.day_remove, name="settings_day_remove"),
    path("lists/", lists.lists, name="settings_lists"),
    path("lists/<slug:name>/", lists.one_list, name="settings_list"),
    path("lists/<slug:name>/<int:pk>/", lists.term, name="settings_term"),
    path("letters/", letters.letters, name="settings_letters"),
    path(LETTER, letters.letter, name="settings_letter"),
    path(f"{LETTER}preview.pdf", letters.letter_preview_pdf, name="settings_letter_pdf"),
    path(f"{LETTER}restore/", letters.letter_restore, name="settings_letter_restore"),
    path("mail/", mail.mail, name="settings_mail"),
    path("mail/new/", mail.mailbox, name="settings_mailbox_new"),
    path("mail/<int:pk>/", mail.mailbox, name="settings_mailbox"),
    path("mail/<int:pk>/test/", mail.mailbox_test, name="settings_mailbox_test"),
]
