"""Needs assessments: all of a case with their comparison, a new one, one as it was written, the interview on paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ura.cases.actions.assessing import assess
from ura.cases.formats import FAMILY, GENERAL, domain_names, format_of, formats_of, read_format
from ura.cases.forms.assessing import AssessForm
from ura.cases.needs import assessments_of, concerns_of, persons_of
from ura.cases.papers import interview_paper
from ura.cases.picture import compare
from ura.cases.rules import find_case, may_work
from ura.cases.views.common import attempt, number, pdf_response, to
from ura.letters.pdf import listing_pdf
from ura.municipalities.tenancy import reading_for
from ura.people.consent import allowed, missing, needs_consent
from ura.people.models import Purpose
from ura.staff.doors import staff_page
from ura.staff.models import Role

CARRIERS = (Role.OFFICER, Role.SUPERVISOR)


@staff_page(*CARRIERS)
def assessments(request, year, number):
    """All assessments of the case, each person's compared over time."""
    case = find_case(request.officer, year, number, may=may_work)
    found, names = assessments_of(case), domain_names(case.municipality)
    by_person = {}
    for row in found:
        by_person.setdefault(row.person_id, []).append(row)
    comparisons = [compare(rows[0].person, rows, names) for rows in by_person.values()]
    concerns = [(each, names.get(each.domain, each.domain)) for each in concerns_of(case, found)]
    return render(request, "cases/assessments.html", {
        "case": case, "found": found[::-1], "comparisons": comparisons, "concerns": concerns,
        "without": [person for person in persons_of(case, request.officer) if person.pk not in by_person] if case.is_open else [],
    })  # fmt: skip


@staff_page(*CARRIERS)
def assessment_new(request, year, number):
    """Assess one person by one format; or correct an earlier assessment, which keeps its format."""
    case = find_case(request.officer, year, number, may=may_work)
    people = persons_of(case, request.officer)
    corrects, source = _earlier(request, case)
    person = _chosen(request, people, corrects)
    code, form_of = _format(request, case, person, corrects)
    form = AssessForm(
        request.POST or None, format=form_of, supervises=request.officer.has(Role.SUPERVISOR) and not _agreed(person),
        initial={"made_on": corrects.made_on if corrects else timezone.localdate(),
                 "closing": request.GET.get("closing") == "1"} | _words_of(source),
    )  # fmt: skip
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: assess(
            case, by=request.officer, person=person, format=code, scores=form.scores(), on=data["made_on"],
            note=data["note"], closing=data["closing"], corrects=corrects, override=data.get("override", ""),
        )):  # fmt: skip
            messages.success(request, _("The assessment is kept."))
            return to("case_assessments", case)
    return render(request, "cases/assessment_new.html", {
        "case": case, "form": form, "person": person, "people": people, "format": form_of, "code": code,
        "formats": formats_of(case.municipality), "corrects": corrects, "source": source,
        "lacking": "" if _agreed(person) else missing(Purpose.PROCESSING),
        "sequel": assessments_of(case),
    }, status=422 if form.is_bound else 200)  # fmt: skip


@staff_page(*CARRIERS)
def assessment(request, year, number, pk):
    """One assessment as it was written, with the descriptions of its own version of the format."""
    case = find_case(request.officer, year, number, may=may_work)
    row = case.assessments.filter(municipality=case.municipality, pk=pk).select_related(
        "person", "format", "officer__user", "corrects"
    ).first()  # fmt: skip
    if row is None:
        raise Http404
    scores = {each.domain: each for each in row.scores.filter(municipality=case.municipality)}
    blocks = []
    for domain in read_format(row.format).domains:
        if found := scores.get(domain.code):
            blocks.append((domain, found, dict(domain.scores)[found.score]))
    replaced = case.assessments.filter(corrects=row).first()
    return render(request, "cases/assessment.html", {
        "case": case, "assessment": row, "format": read_format(row.format), "blocks": blocks, "replaced": replaced,
    })  # fmt: skip


@staff_page(*CARRIERS, own_transaction=True)
def interview(request, year, number, kind):
    """The interview guide of a format with lines to write on, for a talk without a computer."""
    with reading_for(request.municipality):
        case = find_case(request.officer, year, number, may=may_work)
        try:
            paper = interview_paper(case, format_of(case.municipality, kind))
        except KeyError as error:
            raise Http404 from error
    return pdf_response(listing_pdf(**paper), f"intervista-{kind}.pdf")


def _earlier(request, case):
    """(the assessment to correct, the one whose words are taken over), by the address."""
    found = []
    for name in ("corrects", "from"):
        key = number(request.GET.get(name, ""), 18)
        row = case.assessments.filter(municipality=case.municipality, pk=key).select_related(
            "person", "format"
        ).first() if key is not None else None  # fmt: skip
        if key is not None and row is None:
            raise Http404
        found.append(row)
    corrects, source = found
    return corrects, corrects or source


def _chosen(request, people, corrects):
    if corrects:
        return corrects.person
    asked = request.GET.get("person", "")
    return next((person for person in people if str(person.pk) == asked), people[0])


def _format(request, case, person, corrects):
    if corrects:
        return corrects.format.code, read_format(corrects.format)
    known = formats_of(case.municipality)
    asked = request.GET.get("format", "")
    code = asked if asked in known else suggested(case, person, known)
    return code, known[code]


def suggested(case, person, known):
    """The format of the person's vulnerability, else that of a family, else the general one."""
    holding = set(
        case.categories.filter(municipality=case.municipality, person=person, until_on=None).values_list(
            "category", flat=True
        )
    )
    for code, each in known.items():
        if each.content.get("category") in holding:
            return code
    return FAMILY if case.household_id else GENERAL


def _words_of(source):
    """What an earlier assessment said, to be carried on; the score is given anew unless it is corrected."""
    if source is None:
        return {}
    words = {"note": source.note}
    for each in source.scores.filter(municipality=source.municipality_id):
        words |= {
            f"{each.domain}-{part}": getattr(each, part) for part in ("present", "need", "wished", "urgency", "score")
        }
    return words


def _agreed(person):
    return not needs_consent(person) or allowed(person, Purpose.PROCESSING) is not None
