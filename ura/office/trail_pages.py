"""The trail on screen: of the whole office for those who answer for it, of one request for those who work on it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.core.refusals import Refused
from ura.desk.forms.fields import day
from ura.desk.rules import find_enquiry, may_work
from ura.municipalities.tenancy import reading_for, working_for
from ura.office.trail_details import details
from ura.office.visible import hidden_acts
from ura.staff.doors import CASEWORK, staff_page
from ura.staff.models import Role
from ura.trail import export
from ura.trail.actions import record
from ura.trail.models import Seal, Trail
from ura.trail.sealer import verify
from ura.trail.words import ACTS, names_of_staff, sentence

KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION)
PER_PAGE = 50
MOST_ACTS = 50_000  # in one export


class FilterForm(forms.Form):
    officer = forms.TypedChoiceField(label=gettext_lazy("Who"), coerce=int, required=False, empty_value=None)
    act = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    since = day(gettext_lazy("From"))
    until = day(gettext_lazy("Until and including"))
    number = forms.CharField(label=gettext_lazy("Number of the request"), max_length=60, required=False)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**62)

    def __init__(self, staff, *args):
        super().__init__(*args)
        self.fields["officer"].choices = [("", "—"), *staff.items()]
        self.fields["act"].choices = [("", "—"), *((code, text % {"who": "…"}) for code, text in ACTS.items())]


@staff_page(*KEEPERS)
def trail(request):
    """What was done in the office, newest first, without what this reader may not know of."""
    staff = names_of_staff(request.municipality)
    form = FilterForm(staff, request.GET or None)
    rows = _readable(request.officer)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = _narrowed(request.municipality, rows, chosen)
    if before := chosen.get("before"):
        rows = rows.filter(pk__lt=before)
    acts = list(rows.order_by("-pk")[: PER_PAGE + 1])
    lines = _lines(request.officer, acts[:PER_PAGE], staff)
    rest = request.GET.copy()
    rest.pop("before", None)
    older = f"?{rest.urlencode()}&before={acts[PER_PAGE - 1].pk}" if len(acts) > PER_PAGE else ""
    last = Seal.objects.filter(municipality=request.municipality).select_related("trail").order_by("-position").first()
    context = {
        "form": form, "lines": lines, "older": older, "rest": rest.urlencode(), "last": last,
        "chain": verify(request.municipality) if "check" in request.GET else None,
    }  # fmt: skip
    return render(request, "office/trail.html", context)


@staff_page(*KEEPERS, own_transaction=True)
def trail_export(request, kind):
    """The chosen days for an inspector, with the hashes; that they were taken is in the trail too."""
    if kind not in ("csv", "json"):
        raise Http404
    office = request.municipality
    with reading_for(office):
        form = FilterForm(names_of_staff(office), request.GET)
        form.full_clean()
        since, until = form.cleaned_data.get("since"), form.cleaned_data.get("until")
        try:
            if office.trail.between(since, until).count() > MOST_ACTS:
                raise Refused(_("More than %(n)s acts: choose fewer days and export again.") % {"n": MOST_ACTS})
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect(f"{reverse('trail', args=[office.slug])}?{request.GET.urlencode()}")
        rows = list(export.lines(office, since=since, until=until, hidden=hidden_acts(request.officer)))
    with working_for(office):
        record(office.office, "trail.exported", by=request.officer, rows=len(rows), **{"from": since, "until": until})
    data = export.as_csv(rows) if kind == "csv" else export.as_json(office, rows, since=since, until=until)
    name = f"gjurma-{office.slug}-{since or 'fillimi'}-{until or timezone.localdate()}.{kind}"
    return HttpResponse(
        data, content_type="text/csv; charset=utf-8" if kind == "csv" else "application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )  # fmt: skip


@staff_page(Role.OFFICER, Role.SUPERVISOR)
def of_enquiry(request, year, number):
    """Everything the trail says of one request and its letters, newest first: one question, and one for the names."""
    enquiry = find_enquiry(request.officer, year, number, may=may_work)
    lines = _told(request.municipality, _acts_of(enquiry), names_of_staff(request.municipality))
    return render(request, "office/enquiry_trail.html", {"enquiry": enquiry, "lines": lines})


def _acts_of(enquiry):
    """Each part by its own way through the index; an OR over both would read the whole trail of the office."""
    acts = Trail.objects.filter(municipality=enquiry.municipality).order_by()
    letters = enquiry.replies.order_by().values("pk")
    parts = acts.filter(about="desk.enquiry", row=enquiry.pk).union(
        acts.filter(about="register.entry", row=enquiry.entry_id),
        acts.filter(about="replies.reply", row__in=letters),
        acts.filter(about="referrals.referral", row__in=enquiry.referrals.order_by().values("pk")),
        all=True,
    )
    return parts.order_by("-id")


def _readable(officer):
    acts, hidden = officer.municipality.trail.all(), hidden_acts(officer)
    return acts if hidden.query.is_empty() else acts.exclude(pk__in=hidden.order_by().values("pk"))


def _narrowed(office, rows, chosen):
    rows = rows.between(chosen.get("since"), chosen.get("until"))
    if chosen.get("officer"):
        rows = rows.filter(officer=chosen["officer"])
    if chosen.get("act"):
        rows = rows.filter(act=chosen["act"])
    if label := chosen.get("number", "").strip():
        enquiry = office.enquiries.filter(entry__label=label).values_list("pk", flat=True).first()
        rows = rows.filter(about="desk.enquiry", row=enquiry or 0)
    return rows


def _lines(officer, acts, staff):
    """The acts with the number of the request they are about, and its address where this reader may open it."""
    office = officer.municipality
    keys = {act.row for act in acts if act.about == "desk.enquiry"}
    letters = dict(
        office.replies.filter(pk__in={act.row for act in acts if act.about == "replies.reply"}).values_list(
            "pk", "enquiry"
        )
    )
    keys |= set(letters.values())
    found = {
        pk: (label, reverse("enquiry", args=[office.slug, year, number]))
        for pk, label, year, number in office.enquiries.filter(pk__in=keys).values_list(
            "pk", "entry__label", "entry__year", "entry__number"
        )
    }
    opens = set()
    if keys and officer.has(*CASEWORK):
        opens = set(office.enquiries.visible_to(officer).filter(pk__in=keys).values_list("pk", flat=True))
    lines = _told(office, acts, staff)
    for line in lines:
        act = line["act"]
        key = act.row if act.about == "desk.enquiry" else letters.get(act.row) if act.about == "replies.reply" else None
        line["number"], address = found.get(key, ("", ""))
        line["url"] = address if key in opens else ""
    return lines


def _told(office, acts, staff):
    return [
        {"act": act, "at": act.at, "what": sentence(act, staff), "details": details(office, act, staff)} for act in acts
    ]
