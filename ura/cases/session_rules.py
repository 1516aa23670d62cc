"""What a session may hold: with the declaration and without it, and which answers contradict each other.

Each refusal is a sentence for the officer, at the field it is about.
"""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.cases.paper_forms import band_of, band_words
from ura.cases.states import Category
from ura.core.refusals import Refused

LONGEST = 480  # minutes
FIRST_YEAR = 2000
# What a returnee says of themselves that closes the matter to all but a team.
SENSITIVE = {
    "trafficking_victim": Category.TRAFFICKING, "unaccompanied_child": Category.MINOR,
    "ex_prisoner": Category.PRISONER, "prisoner_of_war": Category.PRISONER, "serious_illness": Category.ILLNESS,
}  # fmt: skip


def sensitive(answers):
    """The categories among the answers that restrict a named matter, each once."""
    return list(dict.fromkeys(SENSITIVE[code] for code in answers.get("migrant_category", ()) if code in SENSITIVE))


def check_day(held_on, *, field="date"):
    if held_on > timezone.localdate():
        raise Refused(_("A session cannot be held in the future: write the day on which it was held."), field=field)
    if held_on.year < FIRST_YEAR:
        raise Refused(_("Check the year: the day lies before 2000."), field=field)


def check_closed(paper, answers, words, contacts, agreed, notes):
    """Without the declaration: no name, no contacts, no free text, no clause accepted; the coded answers stay."""
    filled = {**answers, **words, **contacts, **agreed}
    for field in paper.fields:
        if field.closed_unnamed and filled.get(field.key):
            raise Refused(
                _("Without the signed declaration the session has no name: «%(field)s» stays empty. Take the consent "
                  "first, or empty this field; the coded answers are kept.") % {"field": field.label},
                field=field.key,
            )  # fmt: skip
    if any(notes):
        raise Refused(
            _("Without the signed declaration the session has no name: the notes on needs stay empty. The needs "
              "themselves are kept."), field="needs",
        )  # fmt: skip


def check_consent_day(given_on, held_on):
    if given_on > held_on:
        raise Refused(
            _("The declaration is signed before the session: its day cannot be after %(day)s.")
            % {"day": date_format(held_on, "SHORT_DATE_FORMAT")},
            field="consent_date",
        )


def check_required(paper, answers, *, unit):
    """What a usable record needs. The duration has its own check."""
    if unit is None and (asked := paper.by_key.get("admin_unit")) and asked.required:
        raise Refused(_("Choose the administrative unit."), field="admin_unit")
    for field in paper.asked:
        if field.required is True and answers.get(field.key) in (None, "", []):
            raise Refused(_("«%(field)s» is needed.") % {"field": field.label}, field=field.key)


def check_options(paper, answers):
    for key, value in answers.items():
        field = paper.by_key.get(key)
        if field is None:
            raise Refused(_("This form has no field «%(field)s».") % {"field": key})
        for code in value if field.type == "multichoice" else [value] if field.type == "choice" and value else []:
            if code not in field.words:
                raise Refused(
                    _("«%(value)s» is none of the options of «%(field)s».") % {"value": code, "field": field.label},
                    field=key,
                )


def check_together(paper, answers, words, held_on):
    """Answers that contradict each other."""
    for key, text in words.items():
        if key.endswith("_other") and text and not _other_chosen(answers.get(key.removesuffix("_other"))):
            field = paper.by_key[key]
            raise Refused(
                _("«%(field)s» is written, but «%(other)s» is not chosen.")
                % {"field": field.label, "other": paper.by_key[key.removesuffix("_other")].words["other"]}, field=key,
            )  # fmt: skip
    if answers.get("receives_services") is False and words.get("receives_services_detail"):
        raise Refused(
            _("«No» is answered to services received, but an institution is written."), field="receives_services_detail"
        )
    if (back := answers.get("return_date")) and date.fromisoformat(back) > held_on:
        raise Refused(_("The return lies after the session: check the day."), field="return_date")
    kinds = answers.get("migrant_category") or ()
    if "unaccompanied_child" in kinds and answers.get("age_band") not in (None, "", "lt20"):
        raise Refused(_("An unaccompanied child is under 20: the age contradicts the category."), field="age_band")
    if {"voluntary", "involuntary"} <= set(kinds):
        raise Refused(_("A return is either voluntary or not: choose one of the two."), field="migrant_category")


def _other_chosen(value):
    return "other" in value if isinstance(value, list) else value == "other"


def band(duration, minutes):
    """The band to keep: the chosen one, which must fit the minutes that were written; else that of the minutes."""
    if minutes is not None and not 0 <= minutes <= LONGEST:
        raise Refused(_("Write the minutes as a number up to %(most)s.") % {"most": LONGEST}, field="minutes")
    if not duration and minutes is None:
        raise Refused(_("Choose how long the session took."), field="duration")
    if not duration:
        return band_of(minutes)
    if duration not in band_words():
        raise Refused(_("Choose how long the session took."), field="duration")
    if minutes is not None and duration != band_of(minutes):
        raise Refused(
            _("%(minutes)s minutes are «%(band)s»: correct one of the two.")
            % {"minutes": minutes, "band": band_words()[band_of(minutes)]},
            field="duration",
        )
    return duration
