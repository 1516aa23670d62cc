"""Profile cards: scenarios side by side, the person's choice, the paper they take home."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.municipalities.tenancy import reading_for
from ura.schemes.actions.scenarios import choose, make_card, present
from ura.schemes.catalogue import schemes_of
from ura.schemes.dossier import checklist, papers_of, readiness
from ura.schemes.forms.case import ChooseForm
from ura.schemes.judging import judge
from ura.schemes.knowing import known_of
from ura.schemes.papers import card_paper, paper_pdf
from ura.schemes.views.case import TONE
from ura.schemes.views.common import WORK, case_of, number_of, person_of
from ura.staff.doors import staff_page

MOST_TICKED = 60  # an address holds no more


@staff_page(*WORK)
@require_POST
def case_card_new(request, year, number):
    """Set the ticked schemes side by side."""
    case = case_of(request, year, number)
    person, _people = person_of(request, case)
    try:
        card = in_savepoint(lambda: make_card(case, person, request.POST.getlist("scheme"), by=request.officer))
    except Refused as refused:
        messages.error(request, str(refused))
        ticked = request.POST.getlist("scheme")[:MOST_TICKED]
        kept = urlencode({"person": person.pk, "scheme": ticked}, doseq=True)
        return redirect(f"{reverse('case_schemes', args=number_of(case))}?{kept}")
    return redirect("case_card", *number_of(case), card.pk)


@staff_page(*WORK)
def case_card(request, year, number, pk):
    """One card: what each scheme says today, its advantages, papers and next step; the choice is recorded here."""
    case, card = _card(request, year, number, pk)
    offered = schemes_of(case.municipality, offered=False)
    form = ChooseForm(card, offered, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                values = form.cleaned_data
                scenario = form.scenarios[values["scenario"]]
                in_savepoint(
                    lambda: choose(
                        card, scenario, by=request.officer, on=values["on"], note=values["note"],
                        next_step=values["next_step"], version=values["version"],
                    )
                )  # fmt: skip
                messages.success(request, _("The choice is recorded."))
                return redirect("case_card", *number_of(case), card.pk)
            except Refused as refused:
                refusal_into(form, refused)
                status = 409
    columns = columns_of(case, card, offered)
    context = {
        "case": case, "card": card, "person": card.person, "form": form, "columns": columns,
        "chosen": next((each for each in columns if each["scenario"].chosen_on), None),
    }  # fmt: skip
    return render(request, "schemes/card.html", context, status=status)


@staff_page(*WORK)
@require_POST
def case_card_present(request, year, number, pk):
    case, card = _card(request, year, number, pk)
    present(card, by=request.officer)
    messages.success(request, _("Recorded: the scenarios were presented."))
    return redirect("case_card", *number_of(case), card.pk)


@staff_page(*WORK, own_transaction=True)
def case_card_pdf(request, year, number, pk):
    """The profile card to take home, in the person's language or the one asked for."""
    with reading_for(request.municipality):
        case, card = _card(request, year, number, pk)
        offered = schemes_of(case.municipality, offered=False)
        language = request.GET.get("language") or card.person.language
        paper = card_paper(case, card, columns_of(case, card, offered), "en" if language == "en" else "sq")
    response = HttpResponse(paper_pdf(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="skeda-{card.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def columns_of(case, card, offered):
    """What stands in each column of a card, as the case is today."""
    known, papers = known_of(case).of(card.person).values, papers_of(case, card.person)
    found = []
    for scenario in card.scenarios.all():
        scheme = offered.get(scenario.scheme)
        if scheme is None:
            continue
        lines, judgement = checklist(scheme, known, papers), judge(scheme, known)
        found.append(
            {
                "scenario": scenario, "scheme": scheme, "judgement": judgement, "tone": TONE[judgement.verdict],
                "lines": lines, "missing": [line for line in lines if not line.ready],
                "readiness": readiness(lines), "next": scenario.next_step or scheme.next_step,
            }
        )  # fmt: skip
    return found


def _card(request, year, number, pk):
    case = case_of(request, year, number)
    card = case.cards.filter(pk=pk).select_related("person").first()
    if card is None:
        raise Http404
    card.case = case
    card.municipality = card.person.municipality = case.municipality
    return case, card
