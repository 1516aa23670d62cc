"""Profile card and checklist of a dossier on paper."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from ura.letters.letterhead import letterhead_of
from ura.letters.pdf import listing_pdf
from ura.schemes.facts import facts

LINE = "…" * 24
BASIC = ("age", "kind", "months_since_return", "household_size", "children", "employment", "education")


@dataclass
class Paper:
    office: object
    title: str
    intro: list
    sections: list
    language: str


def paper_pdf(paper):
    return listing_pdf(
        office=paper.office,
        title=paper.title,
        intro=[text for text in paper.intro if text],
        sections=paper.sections,
        language=paper.language,
    )


def card_paper(case, card, columns, language):
    """Skeda e profilizuar: each scenario with what speaks for and against it, its papers and its next step."""
    with override(language):
        intro = [
            _("Case no. %(number)s. Person: %(name)s. Made on %(day)s.")
            % {"number": str(case), "name": card.person.shown_name, "day": _day(card.made_on)},
            _basics(columns[0]["judgement"].known, language) if columns else "",
            _("What may be possible for you and your family, as far as is known today. The institution decides."),
        ]
        sections = [_scenario(each, language) for each in columns]
        if card.note:
            sections.append((_("What the person says"), "", [("", [("", card.note)])]))
        sections.append((_("Signatures"), "", [("", [(_("The person"), LINE), (_("The officer"), LINE)])]))
        return Paper(letterhead_of(case.municipality, language), _("Profile card"), intro, sections, language)


def _basics(known, language):
    """Basic data of the profile card: nothing of health or origin."""
    told = [facts()[key] for key in BASIC if key in known]
    return "; ".join(f"{fact.name(language)}: {fact.shown(known[fact.key], language)}" for fact in told)


def _scenario(column, language):
    scheme, judgement = column["scheme"], column["judgement"]
    rows = [(_("Criteria"), judgement.label)]
    rows += [(_("Why"), "\n".join(reason.words(language) for reason in judgement.reasons))]
    rows += [(_("Advantages"), _list(scheme.advantages)), (_("Disadvantages"), _list(scheme.disadvantages))]
    rows += [(_("Documents ready"), f"{column['readiness']} %")]
    if column["missing"]:
        rows.append((_("Still missing"), _list([_line_words(line) for line in column["missing"]])))
    rows += [(_("Where"), scheme.issuer_name), (_("Deadline"), scheme.deadline), (_("Money"), scheme.money)]
    rows.append((_("Next step"), column["next"]))
    note = ""
    if column["scenario"].chosen_on:
        note = _("Chosen by the person on %(day)s.") % {"day": _day(column["scenario"].chosen_on)}
    return scheme.name, note, [("", [(label, text) for label, text in rows if text])]


def application_paper(case, application, scheme, lines, language):
    """The dossier's checklist: have, missing, who issues it and how one gets it."""
    with override(language):
        intro = [
            _("Case no. %(number)s. Person: %(name)s. Scheme: %(scheme)s.")
            % {"number": str(case), "name": application.person.shown_name, "scheme": scheme.name},
        ]
        missing = [(_line_words(line), _issuers(line)) for line in lines if not line.ready]
        there = [(_line_words(line), line.label) for line in lines if line.ready]
        sections = [
            (title, "", [("", rows)]) for title, rows in ((_("Still missing"), missing), (_("In hand"), there)) if rows
        ]
        facts = [(_("Status"), application.get_state_display()), (_("Where"), scheme.issuer_name),
                 (_("Deadline"), scheme.deadline), (_("Their number"), application.reference)]  # fmt: skip
        sections.append((_("The application"), "", [("", [(label, text) for label, text in facts if text])]))
        return Paper(letterhead_of(case.municipality, language), _("Dossier: checklist"), intro, sections, language)


def _line_words(line):
    words = f" {_('or')} ".join(each.name for each in line.options)
    return f"{words} ({_('if it applies')})" if line.perhaps else words


def _issuers(line):
    return "\n".join(" ".join(filter(None, [each.issuer_name + ".", each.how])) for each in line.options)


def _list(sentences):
    return "\n".join(f"– {each}" for each in sentences)


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")
