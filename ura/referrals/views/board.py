"""The board of open referrals, and the yearly review of the referral system."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ura.core.spreadsheets import write_xlsx
from ura.referrals import board, review
from ura.referrals.actions.reporting import approve_review
from ura.referrals.filters import BoardForm, YearForm
from ura.referrals.models import ReferralReport
from ura.referrals.tabs import tabs
from ura.staff.doors import staff_page
from ura.staff.models import Role

WORK = (Role.OFFICER, Role.SUPERVISOR)


@staff_page(*WORK)
@require_safe
def board_page(request):
    """Open referrals by institution, late ones first."""
    form = BoardForm(request.GET, recipients=board.recipients(request.officer))
    form.is_valid()  # an address somebody mistyped shows all
    groups, count = board.board(request.officer, **form.values())
    context = {"form": form, "groups": groups, "count": count, "late": sum(group.late for group in groups),
               "tabs": tabs(request, "referrals"), "most": board.MOST}  # fmt: skip
    return render(request, "referrals/board.html", context)


@staff_page(*WORK)
@require_safe
def review_page(request):
    """Referred against reintegrated, and how each institution answers, in one year."""
    year = _year(request)
    report = ReferralReport.objects.filter(municipality=request.municipality, year=year)
    report = report.select_related("approved_by__user").first()
    context = {"review": review.review(request.officer, year), "year": year, "form": YearForm(initial={"year": year}),
               "tabs": tabs(request, "referral_review"), "cut_off": review.CUT_OFF, "report": report,
               "may_approve": not report and year < timezone.localdate().year and request.officer.has(Role.SUPERVISOR)}  # fmt: skip
    return render(request, "referrals/review.html", context)


@staff_page(*WORK)
@require_safe
def review_file(request):
    """The same numbers for an evaluator from outside: counts and days, nobody's name."""
    year = _year(request)
    columns, rows = review.table(review.review(request.officer, year))
    title = _("Review of the referral system, %(year)s") % {"year": year}
    data = write_xlsx(columns, rows, title=title, sheet=str(year))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = f"referimet-{request.municipality.slug}-{year}.xlsx"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@staff_page(Role.SUPERVISOR)
@require_POST
def review_approve(request, year):
    """The numbers of the year become a record that is counted."""
    approve_review(request.municipality, year, by=request.officer)
    return redirect(f"{reverse('referral_review', args=[request.municipality.slug])}?year={year}")


def _year(request):
    form = YearForm(request.GET)
    form.is_valid()  # an address somebody mistyped shows the present year
    return form.cleaned_data.get("year") or timezone.localdate().year
