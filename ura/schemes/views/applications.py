"""Applications: the dossier with its checklist, its files, its moves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.desk.views.files import file_response
from ura.municipalities.tenancy import reading_for
from ura.schemes.actions.applying import begin_application, lines_of, mark_paper, move_application
from ura.schemes.catalogue import schemes_of
from ura.schemes.dossier import readiness
from ura.schemes.forms.case import MoveForm, PaperForm
from ura.schemes.papers import application_paper, paper_pdf
from ura.schemes.states import PaperState, State, moves_of
from ura.schemes.views.common import WORK, case_of, number_of, person_of
from ura.staff.doors import staff_page

TONE = {State.PREPARED: 1, State.HANDED_IN: 2, State.WAITING: 3, State.GRANTED: "done", State.REFUSED: "bad", State.ENDED: 5}  # fmt: skip


@staff_page(*WORK)
@require_POST
def case_application_new(request, year, number):
    """Begin the dossier for a scheme, perhaps out of a chosen scenario."""
    case = case_of(request, year, number)
    person, _people = person_of(request, case)
    code = request.POST.get("scheme", "")
    card = request.POST.get("card", "")
    scenario = None
    if card.isascii() and card.isdecimal():
        cards = case.cards.filter(pk=card, person=person)
        scenario = next((s for c in cards for s in c.scenarios.filter(scheme=code)), None)
    try:
        application = in_savepoint(lambda: begin_application(case, person, code, by=request.officer, scenario=scenario))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('case_schemes', args=number_of(case))}?person={person.pk}")
    messages.success(request, _("The application is open: assemble its dossier."))
    return redirect("case_application", *number_of(case), application.pk)


@staff_page(*WORK)
def case_application(request, year, number, pk):
    """One application: what is there, what is missing and who issues it; where it stands, and its next state."""
    case, application = _application(request, year, number, pk)
    form = MoveForm(application, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                values = form.cleaned_data
                in_savepoint(lambda: move_application(application, by=request.officer, **values))
                messages.success(request, _("Saved."))
                return redirect("case_application", *number_of(case), application.pk)
            except Refused as refused:
                refusal_into(form, refused)
                application.refresh_from_db(fields=["state", "version"])
                status = 409
    lines = lines_of(application)
    context = {
        "case": case, "application": application, "person": application.person, "form": form,
        "scheme": schemes_of(case.municipality, offered=False).get(application.scheme),
        "lines": lines, "readiness": readiness(lines), "tone": TONE[State(application.state)],
        "ends": not moves_of(application), "states": PaperState.choices,
    }  # fmt: skip
    return render(request, "schemes/application.html", context, status=status)


@staff_page(*WORK)
@require_POST
def case_paper(request, year, number):
    """A document is there, missing, asked for or not needed; perhaps with its scan."""
    case = case_of(request, year, number)
    person, _people = person_of(request, case)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        values = form.cleaned_data
        upload = values["file"] and (values["file"].name, values["file"].read())
        try:
            in_savepoint(
                lambda: mark_paper(
                    case, person, values["document"], by=request.officer, state=values["state"], note=values["note"],
                    upload=upload,
                )
            )  # fmt: skip
            messages.success(request, _("Saved."))
        except Refused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("case_schemes", args=number_of(case))
    return redirect(back)


@staff_page(*WORK)
def case_paper_file(request, year, number, pk):
    """The scan of a document of this case."""
    case = case_of(request, year, number)
    paper = case.papers.filter(pk=pk, file__isnull=False).select_related("file").first()
    if paper is None:
        raise Http404
    paper.file.municipality = case.municipality
    return file_response(paper.file)


@staff_page(*WORK, own_transaction=True)
def case_application_pdf(request, year, number, pk):
    """The checklist of the dossier, to take along to the offices that issue what is missing."""
    with reading_for(request.municipality):
        case, application = _application(request, year, number, pk)
        language = request.GET.get("language") or application.person.language
        scheme = schemes_of(case.municipality, offered=False).get(application.scheme)
        if scheme is None:
            raise Http404
        paper = application_paper(case, application, scheme, lines_of(application), "en" if language == "en" else "sq")
    response = HttpResponse(paper_pdf(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="dosja-{application.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _application(request, year, number, pk):
    case = case_of(request, year, number)
    application = case.applications.filter(pk=pk).select_related("person", "officer__user").first()
    if application is None:
        raise Http404
    application.case = case
    application.municipality = application.person.municipality = case.municipality
    return case, application
