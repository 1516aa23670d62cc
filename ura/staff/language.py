"""The reader's own language, kept in a cookie."""

from django.utils.translation import activate

CHOSEN_AT_THE_DOOR = "language"  # in the session: the language somebody chose on the page where they signed in


def remember_language(response, language):
    activate(language)
    response.set_cookie("django_language", language, max_age=365 * 86400, samesite="Lax", httponly=True)


def language_after_signing_in(request, user):
    """The language of the account; one chosen a moment ago, while signing in, becomes that of the account."""
    chosen = request.session.pop(CHOSEN_AT_THE_DOOR, "")
    if chosen and chosen != user.language:
        user.language = chosen
        user.save(update_fields=["language"])
    return user.language
