"""Who signs an office's letters, by function."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.letters.papers import Signatory
from ura.staff.models import Officer, Role


@dataclass(frozen=True)
class Choice:
    """One who may sign: an officer with that right, or (without one) the head named in the office's settings."""

    officer: Officer | None
    name: str
    function_sq: str
    function_en: str

    def signatory(self, language):
        function = self.function_en if language == "en" and self.function_en else self.function_sq
        return Signatory(function=function, name=self.name)

    def __str__(self):
        return f"{self.function_sq or '—'} – {self.name}"


def choices(municipality):
    """Those who may sign, the first one offered first; empty where the settings name nobody."""
    staff = Officer.objects.filter(municipality=municipality, active=True, may_sign=True).select_related("user")
    signing = sorted(staff, key=lambda officer: (not officer.has(Role.SUPERVISOR), officer.pk))
    if signing:
        return [choice_of(officer) for officer in signing]
    if head := municipality.office.head.strip():
        return [_head(head)]
    return []


def choice_of(officer):
    return Choice(officer, officer.user.name, officer.function_sq.strip(), officer.function_en.strip())


def chosen(municipality, officer=None):
    """Who signs: the officer chosen, else the first the office offers; None when there is nobody."""
    return choice_of(officer) if officer is not None else next(iter(choices(municipality)), None)


def _head(name):
    functions = {}
    for language in ("sq", "en"):
        with override(language):
            functions[language] = _("Head of the office")
    return Choice(None, name, functions["sq"], functions["en"])
