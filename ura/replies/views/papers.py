"""Papers to look at, print or keep: what Ura made opens in the browser, what people brought is only downloaded."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from ura.desk.rules import find_enquiry, find_receipt, may_read
from ura.letters.pdf import letter_pdf, receipt_pdf
from ura.municipalities.tenancy import reading_for
from ura.post.files import read
from ura.replies.actions.numbering import file_name
from ura.replies.papers import acknowledgement_of, receipt_of
from ura.replies.printing import pdf_of
from ura.replies.rules import find_reply, may_read_reply
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

PDF = "application/pdf"


@staff_page(Role.OFFICER, Role.SUPERVISOR, own_transaction=True)
def reply_pdf(request, pk):
    """The letter as it will be printed; before it has a number it is marked as a draft."""
    reply, pdf = pdf_of(request.municipality, lambda: find_reply(request.officer, pk, may=may_read_reply))
    return answer(pdf, f"{file_name(reply)}.pdf", inline=True)


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def reply_file(request, pk, which):
    """The signed letter, or the proof that it arrived."""
    reply = find_reply(request.officer, pk, may=may_read_reply)
    file = {"signed": reply.signed, "proof": reply.proof_file}.get(which)
    if file is None:
        raise Http404
    return answer(read(file), file.name, content_type=file.content_type, inline=reply.sealed and which == "signed")


@staff_page(*CASEWORK, own_transaction=True)
def acknowledgement(request, year, number):
    """The acknowledgement on paper, for those without e-mail (law 119/2014 art. 8)."""
    with reading_for(request.municipality):
        enquiry = find_enquiry(request.officer, year, number, may=may_read)
        letter = acknowledgement_of(enquiry, _language(request, enquiry))
    name = _("acknowledgement-%(number)s") % {"number": letter.number.replace("/", "-")}
    return answer(letter_pdf(letter=letter), f"{name}.pdf", inline=True)


@staff_page(*CASEWORK, own_transaction=True)
def receipt(request, year, number):
    """The receipt of registration, on A5 or (`?paper=roll`) on a roll of 80 mm."""
    with reading_for(request.municipality):
        enquiry = find_receipt(request.officer, year, number)
        paper = receipt_of(enquiry, _language(request, enquiry))
    pdf = receipt_pdf(receipt=paper, paper="roll" if request.GET.get("paper") == "roll" else "a5")
    name = _("receipt-%(number)s") % {"number": paper.number.replace("/", "-")}
    return answer(pdf, f"{name}.pdf", inline=True)


def answer(data, name, *, content_type=PDF, inline=False):
    """A paper that no browser runs: its type is not guessed, and what people brought is sealed off and downloaded."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    if not inline:
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _language(request, enquiry):
    """The requester's language, unless the address asks for the other."""
    asked = request.GET.get("language")
    if asked in ("sq", "en"):
        return asked
    return enquiry.requester.language if enquiry.requester else "sq"
