"""What an office decides about rights and retention."""

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.rights.models import PrivacySettings, RetentionRule
from ura.trail.actions import record


def keep_rules(municipality, values, *, by):
    """Set years by kind: {kind: (years or None, the decision behind them)}."""
    for kind, (years, basis) in values.items():
        if years and not basis:
            raise Refused(
                _("Name the decision or rule behind each number of years: what is erased does not come back."),
                field=f"{kind}_basis",
            )
        rule, _made = RetentionRule.objects.get_or_create(municipality=municipality, kind=kind)
        if (rule.years, rule.basis) != (years, basis):
            rule.years, rule.basis, rule.version = years, basis, rule.version + 1
            rule.save()
            record(rule, "rights.retention_set", by=by, kind=kind, years=years)


def keep_settings(municipality, *, by, version, **fields):
    """Days, hours and who the data protection officer is."""
    row = PrivacySettings.objects.select_for_update().filter(municipality=municipality).first()
    row = row or PrivacySettings(municipality=municipality)
    if int(version) != row.version:
        raise Refused(_("A colleague saved this while you were writing: look at what is saved now and save again."))
    for name in ("answer_days", "extension_days", "breach_hours"):
        if not fields[name]:
            raise Refused(_("Write a number greater than 0."), field=name)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    municipality.__dict__.pop("_privacy", None)
    record(row, "rights.settings", by=by, answer_days=row.answer_days, breach_hours=row.breach_hours)
    return row
