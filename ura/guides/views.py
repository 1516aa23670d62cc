"""The guides on the screens of the office: read, print, show on the phone, add to, confirm."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused, refusal_into
from ura.directory.models import Audience
from ura.guides.actions import confirm_guide, write_edition
from ura.guides.forms import EditionForm, LookForm
from ura.guides.models import GuideEdition
from ura.guides.paper import code_svg, guide_pdf, own_lines, public_url
from ura.guides.reading import guide, guides_for
from ura.municipalities.tenancy import reading_for
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role

READERS = (*CASEWORK, Role.ADMINISTRATOR)
KEEPERS = (Role.OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)


@staff_page(*READERS)
def guides(request):
    form = LookForm(request.GET)
    chosen, words = form.chosen(), dict(Audience.choices)
    found = guides_for(request.municipality, chosen.get("audience", ""), chosen.get("q", ""))
    waiting = sum(one.needs_review for one in found)
    rows = [
        (one, [words[code] for code in one.audience]) for one in found if not chosen.get("review") or one.needs_review
    ]
    context = {"form": form, "rows": rows, "waiting": waiting, "narrowed": any(chosen.values()),
               "may_write": request.officer.has(*KEEPERS)}  # fmt: skip
    return render(request, "guides/guides.html", context)


@staff_page(*READERS)
def guide_page(request, key):
    one, words = find_guide(request.municipality, key), dict(Audience.choices)
    editions = GuideEdition.objects.filter(municipality=request.municipality, key=key).select_related("by__user")
    page, url = one.page(), public_url(request.municipality, key)
    context = {"guide": one, "page": page, "own_lines": own_lines(page), "editions": editions.order_by("-number"),
               "audience": [words[code] for code in one.audience], "public": url, "code": code_svg(url),
               "to_verify": [fact.what.say(page.language) for fact in one.national.facts.values() if fact.verify],
               "may_write": request.officer.has(*KEEPERS)}  # fmt: skip
    return render(request, "guides/guide.html", context)


@staff_page(*KEEPERS)
def guide_edit(request, key):
    one = find_guide(request.municipality, key)
    form = EditionForm(one, request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                write_edition(
                    request.municipality, key, by=request.officer, number=form.cleaned_data["number"], **form.values()
                )
            messages.success(request, _("Saved as a new edition."))
            return redirect("guide_page", request.municipality.slug, key)
        except Refused as refused:
            refusal_into(form, refused)
    return render(request, "guides/guide_form.html", {"form": form, "guide": one}, status=422 if form.errors else 200)


@staff_page(*KEEPERS)
@require_POST
def guide_confirm(request, key):
    one = find_guide(request.municipality, key)
    confirm_guide(request.municipality, key, by=request.officer)
    messages.success(request, _("%(name)s: confirmed.") % {"name": one.title})
    if request.POST.get("from") == "list":
        return redirect("guides", request.municipality.slug)
    return redirect("guide_page", request.municipality.slug, key)


@staff_page(*READERS, own_transaction=True)
def guide_paper(request, key, language):
    with reading_for(request.municipality):
        one = find_guide(request.municipality, key)
    return pdf_response(request.municipality, one, language)


def pdf_response(municipality, one, language):
    if language not in ("sq", "en"):
        raise Http404
    name = f"{one.key}-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(guide_pdf(municipality, one, language), content_type="application/pdf", headers=headers)


def find_guide(municipality, key):
    found = guide(municipality, key)
    if found is None:
        raise Http404
    return found
