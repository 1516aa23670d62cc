"""Addresses of the settings."""

urlpatterns = []
