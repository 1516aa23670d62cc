"""The empty form of a session, to print."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from ura.cases.paper_forms import FormKey
from ura.cases.session_paper import paper_of
from ura.letters.form_paper import form_pdf
from ura.municipalities.tenancy import reading_for
from ura.people.consent_texts import text_in_use
from ura.staff.doors import CASEWORK, staff_page


@staff_page(*CASEWORK, own_transaction=True)
@require_safe
def paper(request, form, language):
    if form not in FormKey.values or language not in ("sq", "en"):
        raise Http404
    with reading_for(request.municipality):
        given = paper_of(request.municipality, form, language, text_in_use(request.municipality, language, keep=False))
    response = HttpResponse(form_pdf(**given), content_type="application/pdf")
    name = f"{slugify(given['title'])}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
