"""The papers of a case as plain values, read inside the office and made into a PDF outside any transaction."""

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ura.cases.actions.planning import goals_of
from ura.cases.formats import domain_names
from ura.letters.letterhead import letterhead_of
from ura.letters.papers import Letter
from ura.letters.signatories import choice_of, chosen

LINE = "_" * 78


def interview_paper(case, form):
    """The interview of a format with lines to write on: for `listing_pdf`."""
    language = _language()
    sections = [
        (
            domain.name,
            "",
            [(question, [(_("Answer"), f"{LINE[:66]}\n{LINE}")]) for question in domain.questions]
            + [(_("Score"), [(f"[   ] {score}", text) for score, text in domain.scores])]
            + [("", [(_("Wished state"), LINE[:62]), (_("Urgency"), LINE[:30])])],
        )
        for domain in form.domains
    ]
    intro = [
        _("Case %(number)s · format «%(format)s», version %(version)s") % {
            "number": case.enquiry.entry.label, "format": form.name, "version": form.number},
        *(f"– {sentence}" for sentence in form.guide),
        _("Person: %(line)s Day: %(short)s") % {"line": LINE[:34], "short": LINE[:14]},
    ]  # fmt: skip
    return {
        "office": letterhead_of(case.municipality, language), "title": _("Interview: %(format)s") % {"format": form.name},
        "intro": intro, "sections": sections, "language": language,
    }  # fmt: skip


def plan_paper(plan):
    """One version of the plan with the places to sign: for `listing_pdf`."""
    language, case = _language(), plan.case
    names = domain_names(case.municipality)
    sections = [
        (f"{n}. {goal.text}", "", parts)
        for n, goal in enumerate(goals_of(plan), 1)
        for parts in [goal_part(n, goal, names, titled=False)]
    ]
    if plan.assistance:
        labels = [str(label) for label in plan.assistance_labels]
        sections.append((_("Assistance foreseen"), "", [("", [(_("Types"), ", ".join(labels))])]))
    sections.append((_("Signatures"), _("The plan was read to me and explained; I agree with it."), [("", [
        (case.person.shown_name, LINE[:50]), (_("Parent or guardian, where needed"), LINE[:42]),
        (_("Case manager"), f"{case.owner or ''} {LINE[:40]}"),
        (_("Approved by"), _approved(plan) or LINE[:40]), (_("Day"), LINE[:20]),
    ])]))  # fmt: skip
    state = _("version %(n)s · %(state)s") % {"n": plan.number, "state": plan.get_state_display()}
    return {
        "office": letterhead_of(case.municipality, language), "title": _("Individual plan"), "language": language,
        "intro": [f"{case.person.shown_name} · {case.enquiry.entry.label} · {state}", *plan.summary.splitlines()],
        "sections": sections,
    }  # fmt: skip


def goal_part(n, goal, names, *, titled=True):
    """A goal and its actions as parts of a listing."""
    domain = names.get(goal.domain, goal.domain) + (f" · {goal.person.shown_name}" if goal.person else "")
    facts = [(_("Domain"), domain)]
    if goal.measure:
        facts.append((_("How one will see that it is reached"), goal.measure))
    actions = [(f"{n}.{m}  {action.text}", _facts(action)) for m, action in enumerate(goal.actions.all(), 1)]
    return [(f"{n}. {goal.text}" if titled else "", facts), *actions]


def closing_letter(closure):
    """The closing letter with its number and signatory: for `letter_pdf`."""
    municipality, language = closure.case.municipality, closure.language
    signing = choice_of(closure.signatory) if closure.signatory else chosen(municipality)
    return Letter(
        office=letterhead_of(municipality, language), language=language, subject=closure.subject, body=closure.body,
        number=closure.entry.label, on=closure.entry.received_on, addressee=tuple(closure.addressee.splitlines()),
        signatory=signing.signatory(language) if signing else None, drafted_by=closure.officer.user.name,
    )  # fmt: skip


def _facts(action):
    who = action.institution or action.get_who_display()
    facts = [
        (_("Who"), who),
        (_("Until"), date_format(action.until_on, "SHORT_DATE_FORMAT") if action.until_on else ""),
        (_("Cost"), _money(action)),
        (_("Done on"), date_format(action.done_on, "SHORT_DATE_FORMAT") if action.done_on else ""),
    ]
    return [fact for fact in facts if fact[1]]


def _money(action):
    if action.cost is None:
        return ""
    amount = _("%(amount)s lek") % {"amount": number_format(action.cost, force_grouping=True)}
    return f"{amount} · {action.get_source_display()}" if action.source else amount


def _approved(plan):
    if plan.approved_by is None:
        return ""
    day = date_format(plan.approved_on, "SHORT_DATE_FORMAT")
    if plan.self_approved:
        return _("%(name)s, %(day)s (approved by the author)") % {"name": plan.approved_by, "day": day}
    return f"{plan.approved_by}, {day}"


def _language():
    return "en" if (get_language() or "sq").startswith("en") else "sq"
