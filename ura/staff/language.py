"""The reader's own language, kept in a cookie."""

from django.utils.translation import activate


def remember_language(response, language):
    activate(language)
    response.set_cookie("django_language", language, max_age=365 * 86400, samesite="Lax", httponly=True)
