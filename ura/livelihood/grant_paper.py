"""The ranked list of a grant call as a paper for the commission."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ura.guides.reading import reader
from ura.housing.rules import of_restricted_matters
from ura.letters.letterhead import letterhead_of
from ura.letters.table_paper import table_paper
from ura.livelihood.actions.grants import evaluators_of, ranked


def grant_list(call, known):
    """What the paper says, read inside the office. `known`: keys of the applications this officer may know of.

    The name of a restricted matter never leaves, not even in the list of its own team.
    """
    lines, criteria = ranked(call), list(call.criteria.all())
    rows = [line.application for line in lines]
    cases = {case.pk: case for case in _cases(call, rows)}
    for row in rows:
        row.case = cases[row.case_id]
        row.household_id = row.case.household_id
    quiet = of_restricted_matters(call.municipality, rows)
    columns = [
        _("Place"),
        _("Person"),
        *(each.name for each in criteria),
        _("Points"),
        _("Asked for, in lek"),
        _("Award"),
    ]
    return {
        "title": call.title, "columns": columns, "intro": _intro(call, lines),
        "rows": [
            [
                str(line.place), _name(line.application, known, quiet),
                *(_points(line.by_criterion.get(each.pk)) for each in criteria), _points(line.points),
                _lek(line.application.asked), _award(call, line),
            ]
            for line in lines
        ],
    }  # fmt: skip


def grant_list_pdf(municipality, words):
    language = reader()
    return table_paper(office=letterhead_of(municipality, language), language=language, **words)


def _cases(call, rows):
    return call.municipality.cases.filter(pk__in=[row.case_id for row in rows]).select_related("enquiry")


def _intro(call, lines):
    spent = sum(line.award for line in lines)
    state = (
        _("Ranked list, decided on %(day)s.") % {"day": _day(call.decided_on)}
        if call.decided_on
        else _("Ranked list, not decided yet.")
    )
    names = ", ".join(str(each) for each in evaluators_of(call))
    return [
        f"{state} " + _("Applications from %(first)s until %(last)s.")
        % {"first": _day(call.opens_on), "last": _day(call.closes_on)},
        _("%(spent)s of %(budget)s lek by this list. With equal points: %(rule)s.")
        % {"spent": _lek(spent), "budget": _lek(call.budget), "rule": call.get_tie_rule_display()},
        *([_("Evaluators: %(names)s.") % {"names": names}] if names else []),
    ]  # fmt: skip


def _name(row, known, quiet):
    return row.person.shown_name if row.pk in known and row.pk not in quiet else _("restricted")


def _award(call, line):
    row = line.application
    if call.decided_on is None:
        return _lek(line.award) if line.award else line.why_not
    return f"{row.get_state_display()} · {_lek(row.awarded)}" if row.awarded else str(row.get_state_display())


def _points(value):
    return "—" if value is None else number_format(float(value), decimal_pos=1)


def _lek(amount):
    return number_format(amount, force_grouping=True)


def _day(day):
    return date_format(day, "SHORT_DATE_FORMAT")
