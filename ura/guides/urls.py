"""Addresses of this package."""

urlpatterns = []
