"""The guides that may be handed out, for whom a form is first."""

from django.utils.translation import get_language

from ura.guides.national import national_guides
from ura.guides.reading import guides_for


def guide_choices(municipality, audience=""):
    """(key, title) of all guides; those for this audience stand first."""
    rows = sorted((audience not in one.audience, one.title, one.key) for one in guides_for(municipality))
    return [(key, title) for _after, title, key in rows]


def guide_title(key):
    """The title of a guide in the reader's language; its key when it is no longer there."""
    found = national_guides().get(key)
    return found.title.say("en" if get_language() == "en" else "sq") if found else key
