"""The part «Skemat» of a case: what is known, what each scheme says, and the facts form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.schemes.actions.writing_facts import write_facts
from ura.schemes.catalogue import AREAS, schemes_of
from ura.schemes.dossier import checklist, papers_of, readiness
from ura.schemes.facts import facts
from ura.schemes.forms.case import FactsForm
from ura.schemes.judging import judge_all
from ura.schemes.knowing import known_of
from ura.schemes.states import Verdict
from ura.schemes.views.common import WORK, case_of, number_of, person_of
from ura.staff.doors import staff_page

TONE = {Verdict.ELIGIBLE: "done", Verdict.UNKNOWN: "wait", Verdict.NOT_ELIGIBLE: "off"}


@staff_page(*WORK)
def case_schemes(request, year, number):
    """Every scheme of the office for one person: eligible, not known, not eligible, with the reasons."""
    case = case_of(request, year, number)
    person, people = person_of(request, case)
    offered = schemes_of(case.municipality)
    picture = known_of(case).of(person)
    papers, ticked = papers_of(case, person), request.GET.getlist("scheme")
    groups = {verdict: [] for verdict in (Verdict.ELIGIBLE, Verdict.UNKNOWN, Verdict.NOT_ELIGIBLE)}
    for judgement in judge_all(offered.values(), picture.values):
        judgement.call = judgement.scheme.call_on(timezone.localdate())
        judgement.readiness = readiness(checklist(judgement.scheme, picture.values, papers))
        groups[judgement.verdict].append(judgement)
    context = {
        "case": case, "person": person, "people": list(people.values()), "picture": picture,
        "groups": [(verdict, TONE[verdict], _by_area(found, ticked)) for verdict, found in groups.items() if found],
        "ticked": ticked,
        "counts": [(len(found), verdict.label, verdict, TONE[verdict]) for verdict, found in groups.items()],
        "told": _told(picture), "settling": _settling(groups[Verdict.UNKNOWN]),
        "cards": _cards(case, offered), "applications": _applications(case, offered),
    }  # fmt: skip
    return render(request, "schemes/case_schemes.html", context)


@staff_page(*WORK)
def case_facts(request, year, number):
    """Writing down facts; `?scheme=` asks only what that scheme wants to know."""
    case = case_of(request, year, number)
    person, people = person_of(request, case)
    scheme = schemes_of(case.municipality).get(request.GET.get("scheme", ""))
    picture = known_of(case).of(person)
    form = FactsForm(picture, only=scheme and scheme.facts, data=request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                changed = in_savepoint(
                    lambda: write_facts(
                        case, person, form.values(), by=request.officer, source=form.cleaned_data["source"],
                        on=form.cleaned_data["on"], seen=form.cleaned_data["seen"] or 0,
                    )
                )  # fmt: skip
                messages.success(request, _("Saved.") if changed else _("Nothing changed."))
                return redirect(f"{reverse('case_schemes', args=number_of(case))}?person={person.pk}")
            except Refused as refused:
                refusal_into(form, refused)
                status = 409
    context = {"case": case, "person": person, "people": people.values(), "form": form, "scheme": scheme}
    return render(request, "schemes/case_facts.html", context, status=status)


def _by_area(judgements, ticked):
    """[(area, judgements, unfolded?)], in the order of the areas: what is eligible or ticked is unfolded."""
    areas = [(label, [each for each in judgements if each.scheme.area == code]) for code, label in AREAS.items()]
    return [
        (label, found, any(each.verdict == Verdict.ELIGIBLE or each.scheme.code in ticked for each in found))
        for label, found in areas if found
    ]  # fmt: skip


def _told(picture):
    """[(label, value, from the records?)] of what is known."""
    tongue = "en" if (get_language() or "").startswith("en") else "sq"
    return [
        (fact.name(tongue), fact.shown(picture.told[key], tongue), key not in picture.written)
        for key, fact in facts().items()
        if key in picture.told
    ]


def _settling(unknown):
    """The facts that would settle most, each with how many schemes wait for it."""
    waiting = {}
    for judgement in unknown:
        for fact in judgement.settling:
            waiting[fact.key] = waiting.get(fact.key, 0) + 1
    tongue = "en" if (get_language() or "").startswith("en") else "sq"
    first = sorted(waiting, key=waiting.get, reverse=True)[:6]
    return [(facts()[key].name(tongue), waiting[key]) for key in first]


def _cards(case, offered):
    rows = list(case.cards.prefetch_related("scenarios").select_related("person"))
    for row in rows:
        row.lines = [(named(offered, each.scheme), each) for each in row.scenarios.all()]
    return rows


def _applications(case, offered):
    rows = list(case.applications.select_related("person"))
    for row in rows:
        row.name = named(offered, row.scheme)
    return rows


def named(offered, code):
    return offered[code].name if code in offered else code
