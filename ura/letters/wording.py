"""The wording an office uses now: its own newest version, else the shipped one."""

from django.core.cache import caches
from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.letters.defaults import Wording, default_letters
from ura.letters.models import LetterText
from ura.letters.texts import check
from ura.trail.actions import record

KEPT_FOR = 15  # seconds until every process uses a new wording


def wording_of(municipality, kind, language):
    """Subject and body of one letter in one language; kept for seconds, since every acknowledgement asks."""
    key = f"wording-{municipality.pk}-{kind}-{language}"
    wording = caches["local"].get(key)
    if wording is None:
        wording = _newest_wording(municipality, kind, language)
        caches["local"].set(key, wording, KEPT_FOR)
    return wording


def _newest_wording(municipality, kind, language):
    text = (
        LetterText.objects.filter(municipality=municipality, kind=kind, language=language).order_by("-version").first()
    )
    if text:
        return Wording(subject=text.subject, body=text.body)
    return default_letters()[kind].wording(language)


def keep_wording(municipality, kind, language, *, subject, body, by):
    """Write the next version of a letter's text; raises Refused for names nobody can fill."""
    letter = default_letters()[kind]
    if problems := [*check(subject), *check(body, needs=[n for n in letter.needs if n not in subject])]:
        raise Refused(" ".join(problems), field="body")
    last = (
        LetterText.objects.filter(municipality=municipality, kind=kind, language=language).order_by("-version").first()
    )
    if last and (last.subject, last.body) == (subject, body):
        raise Refused(_("Nothing was changed."), field="body")
    text = LetterText.objects.create(
        municipality=municipality,
        kind=kind,
        language=language,
        version=last.version + 1 if last else 1,
        subject=subject.strip(),
        body=body.strip(),
        made_by=by,
    )
    caches["local"].delete(f"wording-{municipality.pk}-{kind}-{language}")
    record(text, "letters.reworded", by=by, kind=kind, language=language, version=text.version)
    return text
