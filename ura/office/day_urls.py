"""Addresses of «Dita ime» and of the protocol book."""

from django.urls import path

from ura.office import book, day, glass, trail_pages

urlpatterns = [
    path("", day.day, name="day"),
    path("trail/", trail_pages.trail, name="trail"),
    path("trail/export/<str:kind>/", trail_pages.trail_export, name="trail_export"),
    path("exception/", glass.page, name="break_glass"),
    path("book/", book.book, name="book"),
    path("book/<int:year>/", book.book, name="book"),
]
