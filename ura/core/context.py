"""What every page may show: the office it belongs to, the other language, the way through."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language


class NavItem(NamedTuple):
    """One way on the rail; by name, because an index costs a template three exceptions."""

    url: str
    label: str
    icon: str
    count: object
    active: bool


def page(request):
    """Names for templates: municipality, officer, other_language; nav comes from ura.office.nav for staff."""
    other = "en" if get_language() == "sq" else "sq"
    return {
        "municipality": getattr(request, "municipality", None),
        "officer": getattr(request, "officer", None),
        "other_language": {"code": other, "name": dict(settings.LANGUAGES)[other]},
    }
