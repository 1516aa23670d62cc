"""What a session says about a case: kinds of need in words, the needs of its people, its part of the dossier."""

import tomllib
from functools import cache
from pathlib import Path

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from ura.cases.guide_choices import guide_title
from ura.codelists.lists import word
from ura.core.templatetags.ui import short_date
from ura.municipalities.often import asked_often


def need_word(municipality, code):
    """A kind of help, or a kind of need of the procedures for the diaspora."""
    known = word(municipality, "need_kind", code)
    return known if known != code else word(municipality, "request_kind", code)


def needs_told(case):
    """{person: [needs]} as they were told in the sessions of a case; of a member without a row at the person who told."""
    found, sessions = {}, _sessions(case.municipality_id, case.pk)
    prefetch_related_objects(sessions, "needs")
    for session in sessions:
        for need in session.needs.all():
            said = need_word(case.municipality, need.need)
            if need.person_id is None and need.who != "self":
                said = f"{need.get_who_display()}: {said}"
            found.setdefault(need.person_id or session.person_id, []).append(said)
    return found


@asked_often
def _sessions(office, case):
    from ura.cases.models import CounsellingSession

    return CounsellingSession.objects.filter(municipality=office, case=case)


def counselling_on_paper(case, officer):
    """The sessions of a case, for its dossier."""
    rows = case.sessions.visible_to(officer).for_list().prefetch_related("needs", "guides")
    parts = []
    for row in rows:
        row.municipality = row.enquiry.municipality = case.municipality
        facts = [(_("Form"), row.paper.title), (_("Officer"), str(row.officer)), (_("Duration"), row.duration_words),
                 (_("Needs"), "; ".join(need_word(case.municipality, each.need) for each in row.needs.all())),
                 (_("Guides handed out"), "; ".join(guide_title(each.guide) for each in row.guides.all())),
                 (_("What became of it"), row.get_solved_display())]  # fmt: skip
        parts.append((f"{row} · {short_date(row.held_on)}", [fact for fact in facts if fact[1]]))
    return (_("Counselling"), "", parts) if parts else None


@cache
def _guides_of_needs():
    return tomllib.loads((Path(__file__).parent / "data" / "need_guides.toml").read_text(encoding="utf-8"))


def suggested_guides(session):
    """Guides that fit the needs and topics of a session and were not handed out yet (procedure internal/7.1)."""
    rules = _guides_of_needs()
    codes = [each.need for each in session.needs.all()]
    codes += [*session.answers.get("needs", ()), *session.answers.get("topics_of_interest", ())]
    given = {each.guide for each in session.guides.all()}
    keys = [key for code in codes for key in rules["needs"].get(code, ())]
    if session.form == "returnee_registration":
        keys += rules["returnees"]["always"]
    else:
        keys = [key for key in keys if not key.startswith("returnee_")]
    return [(key, guide_title(key)) for key in dict.fromkeys(keys) if key not in given]
