"""How the office works its cases: kept for what comes next, never for what was decided."""

from django.utils.translation import gettext as _

from ura.cases.models import CaseRule
from ura.core.refusals import Refused
from ura.trail.actions import record


def keep_rule(municipality, *, by, version, **values):
    """Change the office's rule; review days that are set already stay."""
    rule = CaseRule.objects.select_for_update().filter(municipality=municipality).first() or CaseRule(
        municipality=municipality
    )
    if int(version) != rule.version:
        raise Refused(_("A colleague saved this while you were writing. Your text is kept below: look and save again."))
    for name, value in values.items():
        setattr(rule, name, value)
    rule.version += 1
    rule.save()
    record(rule, "cases.rules_changed", by=by, **values)
    return rule
