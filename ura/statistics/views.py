"""The month at a glance on screen, in Word and in Excel; and the country's page."""

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ura.core.periods import Period
from ura.core.spreadsheets import write_xlsx
from ura.letters.word import WordTable, report_docx
from ura.municipalities.models import Municipality
from ura.staff.doors import staff_page
from ura.staff.models import Role
from ura.statistics.casework import FIGURES as FIGURES_OF_CASES
from ura.statistics.casework import count
from ura.statistics.figures import glance
from ura.statistics.forms import PeriodForm
from ura.statistics.models import OfficeCount
from ura.statistics.splits import Words

FIGURES = ("received", "closed", "in_time", "open")  # what national pages show of each office


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def month(request):
    """Counts for any period, ready to be written into the first report."""
    form = PeriodForm.of(request.GET)
    period = form.period()
    picture = glance(request.municipality, request.officer, period)
    context = {"form": form, "period": period, "glance": picture, "quick": _quick_periods()}
    return render(request, "statistics/month.html", context)


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def month_file(request, kind):
    """The same figures as a Word or Excel file."""
    period = PeriodForm(request.GET or None).period()
    picture = glance(request.municipality, request.officer, period)
    title = _("Requests: %(period)s") % {"period": period}
    name = f"ura-{request.municipality.slug}-{period.start}-{period.last}"
    if kind == "docx":
        columns = (_("What"), _("Received"), _("Closed"))
        tables = [WordTable(title=_("In short"), columns=(_("What"), _("Number")), rows=tuple(summary(picture)))]
        tables += [WordTable(title=t.title, columns=columns, rows=tuple(t.rows)) for t in picture.tables if t.rows]
        office = f"{request.municipality.official} – {request.municipality.office}"
        data = report_docx(title, office, tables, [note()], language=get_language(), author=str(request.officer))
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    elif kind == "xlsx":
        rows = [(_("In short"), *row, None) for row in summary(picture)]
        rows += [(table.title, *row) for table in picture.tables for row in table.rows]
        data = write_xlsx([_("Table"), _("What"), _("Received"), _("Closed")], rows, title=title, notes=[note()])
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        raise Http404
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def casework(request):
    """What casework comes to in a period: the SOPs' indicators and those of the plan for returnees."""
    form = PeriodForm.of(request.GET)
    period = form.period()
    counted = count(request.municipality, period, officer=request.officer)
    words = Words(request.municipality)
    figures = [
        {"title": FIGURES_OF_CASES[key].title, "meaning": FIGURES_OF_CASES[key].meaning,
         "rows": [_by_sex(part) for part in parts.values()], "by_sex": any("sex" in each.splits for each in parts.values()),
         "details": [(part.label, table) for part in parts.values() if (table := words.table(part))]}
        for key, parts in counted.items()
    ]  # fmt: skip
    context = {"form": form, "period": period, "figures": figures, "quick": _quick_periods()}
    return render(request, "statistics/casework.html", context)


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def casework_file(request):
    """The same as Excel, with everything by which a figure is split."""
    period = PeriodForm(request.GET or None).period()
    rows, words = [], Words(request.municipality)
    for key, parts in count(request.municipality, period, officer=request.officer).items():
        title = str(FIGURES_OF_CASES[key].title)
        for part in parts.values():
            rows.append((title, str(part.label), "", "", part.count))
            for label, values in words.table(part):
                rows += [(title, str(part.label), str(label), value, n) for value, n in values]
    columns = [_("Figure"), _("Part"), _("Split by"), _("Value"), _("Number")]
    data = write_xlsx(columns, rows, title=_("Figures of casework"), notes=[str(period)])
    response = HttpResponse(data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    name = f"ura-{request.municipality.slug}-cases-{period.start}-{period.last}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _by_sex(part):
    sexes = part.splits.get("sex", {})
    return {"label": part.label, "count": part.count, "split": bool(sexes), "women": sexes.get("F", 0),
            "men": sexes.get("M", 0), "others": sexes.get("", 0)}  # fmt: skip


def summary(picture):
    """The figures of the whole period, as (words, number)."""
    return [
        (_("Received"), picture.received),
        (_("Closed"), picture.closed),
        (_("Answered within the deadline"), picture.in_time),
        (_("Answered late"), picture.late),
        (_("Working days taken, mean"), picture.days_mean),
        (_("Working days taken, median"), picture.days_median),
        (_("Open now"), picture.open_now),
        (_("Overdue now"), picture.overdue_now),
    ]


def note():
    return _(
        "Received: day of receipt in the period. Closed: day of closing in the period. "
        "Days are working days from receipt to closing. Voided registrations are not counted."
    )


def _quick_periods():
    today = timezone.localdate()
    this, year = Period.month(today.year, today.month), Period.year(today.year)
    last_day = this.start.toordinal() - 1
    last_month = Period.month(*_year_and_month(last_day))
    quarter = Period.quarter(today.year, (today.month + 2) // 3)
    names = (
        (_("This month"), this),
        (_("Last month"), last_month),
        (_("This quarter"), quarter),
        (_("This year"), year),
    )
    return [(label, f"?first={period.start}&last={period.last}") for label, period in names]


def _year_and_month(ordinal):
    day = timezone.localdate().fromordinal(ordinal)
    return day.year, day.month


def national(request):
    """Counts of all offices, for readers of national figures: sums that offices wrote, never a person."""
    if not request.user.national_reader:
        raise PermissionDenied
    latest = OfficeCount.objects.order_by("-month").values_list("month", flat=True).first()
    rows = (
        OfficeCount.objects.filter(month=latest, code="", figure__in=FIGURES)
        .values_list("municipality_id", "figure")
        .annotate(n=Sum("value"))
    )
    counts = {}
    for municipality_id, figure, n in rows:
        counts.setdefault(municipality_id, {})[figure] = n
    offices = [
        (municipality, counts.get(municipality.pk))
        for municipality in Municipality.objects.select_related("county").order_by("county__slug", "slug")
    ]
    totals = {}
    for figures in counts.values():
        for figure, n in figures.items():
            totals[figure] = totals.get(figure, 0) + n
    return render(request, "statistics/national.html", {"month": latest, "offices": offices, "totals": totals})
