"""Addresses of «Dita ime» and of the protocol book."""

from django.urls import path

from ura.office import book, day, glass

urlpatterns = [
    path("", day.day, name="day"),
    path("exception/", glass.page, name="break_glass"),
    path("book/", book.book, name="book"),
    path("book/<int:year>/", book.book, name="book"),
]
