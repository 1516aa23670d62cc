"""Addresses of «Dita ime» and of the protocol book."""

from django.urls import path

from ura.office import book, day

urlpatterns = [
    path("", day.day, name="day"),
    path("book/", book.book, name="book"),
    path("book/<int:year>/", book.book, name="book"),
]
