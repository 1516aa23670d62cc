"""An office's own codes: from the next number on, with both words; they end and are never deleted.

This package lies below the trail, whose rows name officers: the trail of these acts is written by
`ura.office.settings_acts`, the only caller.
"""

from django.utils.translation import gettext as _

from ura.codelists.lists import LISTS, forget, terms
from ura.codelists.models import NationalTerm, OfficeTerm
from ura.core.folding import fold
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.municipalities.models import Office


def extendable_lists():
    """{list: its name} of the lists an office may add to; the others are fixed for the whole country."""
    open_lists = set(NationalTerm.objects.filter(extendable=True).values_list("list", flat=True))
    return {name: label for name, label in LISTS.items() if name in open_lists}


def next_code(municipality, name):
    """The number after the last one, national and own; of codes in words their place counts."""
    known = terms(municipality).get(name, [])
    return str(max((int(term.code) if term.code.isdigit() else term.position for term in known), default=0) + 1)


def add_term(municipality, name, *, sq, en, valid_from=None, valid_until=None):
    """A further code of this office; a number once given is never given again."""
    if name not in extendable_lists():
        raise Refused(_("The codes of this list are fixed for the whole country."))
    Office.objects.select_for_update().get(municipality=municipality)  # two at once draw two numbers
    forget(municipality)
    values = _checked(municipality, name, sq, en, valid_from, valid_until)
    code = next_code(municipality, name)
    term = OfficeTerm.objects.create(municipality=municipality, list=name, code=code, position=int(code), **values)
    forget(municipality)
    return term


def change_term(term, *, sq, en, valid_from=None, valid_until=None, version=None):
    """Change the words or the time of an own code; returns the names of what changed."""
    lock_version(term, version)
    values = _checked(term.municipality, term.list, sq, en, valid_from, valid_until, besides=term)
    changed = [name for name, value in values.items() if getattr(term, name) != value]
    for name in changed:
        setattr(term, name, values[name])
    if changed:
        term.version += 1
        term.save(update_fields=[*changed, "version"])
    forget(term.municipality)
    return changed


def _checked(municipality, name, sq, en, valid_from, valid_until, besides=None):
    sq, en = " ".join(sq.split()), " ".join(en.split())
    for field, word in (("sq", sq), ("en", en)):
        if not word:
            raise Refused(_("Write the word in both languages."), field=field)
    for other in terms(municipality).get(name, []):
        if besides is not None and isinstance(other, OfficeTerm) and other.pk == besides.pk:
            continue
        if fold(other.sq) == fold(sq):
            raise Refused(_("The list has this word already, under code %(code)s.") % {"code": other.code}, field="sq")
    if valid_from and valid_until and valid_until <= valid_from:
        raise Refused(_("The end must lie after the beginning."), field="valid_until")
    return {"sq": sq, "en": en, "valid_from": valid_from, "valid_until": valid_until}
