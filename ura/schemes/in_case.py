"""What schemes show on the first page of a case and in its printed dossier."""

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ura.cases.timeline import label
from ura.municipalities.often import asked_often
from ura.schemes.catalogue import schemes_of
from ura.schemes.models import Application, ProfileCard
from ura.schemes.states import State


def card(case, officer):
    """The chosen scenario and the applications; nothing when there are none."""
    applications = _applications(case.municipality_id, case.pk)
    cards = _cards(case.municipality_id, case.pk)
    prefetch_related_objects(cards, "scenarios")
    if not applications and not cards:
        return None
    names = schemes_of(case.municipality, offered=False)
    for row in applications:
        row.name = names[row.scheme].name if row.scheme in names else row.scheme
    chosen = [
        names[each.scheme].name if each.scheme in names else each.scheme
        for row in cards
        for each in row.scenarios.all()
        if each.chosen_on
    ]
    return "schemes/_card_in_case.html", {"scheme_applications": applications, "scheme_choices": chosen}


@asked_often
def _applications(office, case):
    return Application.objects.filter(municipality=office, case=case).select_related("person")


@asked_often
def _cards(office, case):
    return ProfileCard.objects.filter(municipality=office, case=case)


def dossier(case, officer):
    applications = _applications(case.municipality_id, case.pk)
    if not applications:
        return None
    names = schemes_of(case.municipality, offered=False)
    parts = []
    for row in applications:
        facts = [(_("Person"), row.person.shown_name), (_("Status"), row.get_state_display())]
        days = [(_("Begun on"), row.opened_on), (_("Documents complete on"), row.complete_on),
                (_("Handed in on"), row.handed_in_on), (_("Answered on"), row.answered_on), (_("Ended on"), row.ended_on)]  # fmt: skip
        facts += [(label, date_format(day, "SHORT_DATE_FORMAT")) for label, day in days if day]
        facts += [(label, text) for label, text in ((_("Their number"), row.reference), (_("Note"), row.note)) if text]
        parts.append((names[row.scheme].name if row.scheme in names else row.scheme, facts))
    return _("Applications to schemes"), "", parts


def scenarios_shown(case, data, staff):
    return _("Scenarios presented: %(schemes)s") % {
        "schemes": ", ".join(_name(case, each) for each in data.get("schemes", []))
    }


def scenario_chosen(case, data, staff):
    return _("The person chose “%(scheme)s”") % {"scheme": _name(case, data.get("scheme"))}


def application_begun(case, data, staff):
    return _("Application to “%(scheme)s” begun") % {"scheme": _name(case, data.get("scheme"))}


def application_moved(case, data, staff):
    words = {"scheme": _name(case, data.get("scheme")), "state": label(State, data.get("to"))}
    if data.get("complete"):
        return _("“%(scheme)s”: the documents are complete") % words
    return _("Application to “%(scheme)s”: %(state)s") % words


def _name(case, code):
    """The name of a scheme; the office's are read once for all the lines of a timeline."""
    if not hasattr(case, "_scheme_names"):
        case._scheme_names = {key: each.name for key, each in schemes_of(case.municipality, offered=False).items()}
    return case._scheme_names.get(code) or str(code or "—")
