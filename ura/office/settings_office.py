"""The office's details and settings, and its administrative units."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from ura.core.refusals import Refused
from ura.desk.timeline import law_words
from ura.municipalities.actions import check_protocol_format, rules_to_choose
from ura.municipalities.models import AdministrativeUnit, Office
from ura.office import settings_acts as acts
from ura.office.settings_common import attempt, posted, saved_now, settings_page, status_of, to, version_field
from ura.register.models import Counter
from ura.staff.doors import staff_page
from ura.staff.models import Role

UNITS_OF_TIME = {
    "working_days": gettext_lazy("working days"),
    "calendar_days": gettext_lazy("calendar days"),
    "hours": gettext_lazy("hours"),
}
GROUPS = (
    (gettext_lazy("Name and contacts"), "",
     ("name_sq", "name_en", "address", "phone", "email", "dpo_email", "hours_sq", "hours_en", "head")),
    (gettext_lazy("Letters"), "", ("letterhead_sq", "letterhead_en", "foot_sq", "foot_en", "letters_in_english")),
    (gettext_lazy("Protocol number"), "", ("protocol_format",)),
    (gettext_lazy("Deadlines"),
     gettext_lazy("A change counts the open requests anew; each of them says so, and you are told how many moved."),
     ("deadline_rule", "clock_stops_while_waiting", "after_hours_counts_that_day", "closes_at",
      "ad_hoc_days_off_skipped")),
    (gettext_lazy("How the office works"), "",
     ("single_focal_point", "reply_needs_approval", "self_approval", "portal_open", "referral_code_by_mail")),
    (gettext_lazy("Signing in"), "", ("second_factor_required",)),
)  # fmt: skip
_HELP = {
    "name_sq": gettext_lazy("As it stands on letters and on the public page."),
    "email": gettext_lazy("The office's own address: the sender of its mail."),
    "head": gettext_lazy("Name and surname, as it stands on the public page."),
    "closes_at": gettext_lazy("For example 16:00."),
    "clock_stops_while_waiting": gettext_lazy(
        "Law 119/2014 art. 14 does not say that the clock stops. Requests asked before keep the way they were asked."
    ),
    "ad_hoc_days_off_skipped": gettext_lazy("Days the government gives off by decision, such as 26.12.2025."),
    "single_focal_point": gettext_lazy(
        "For a municipality without a formal structure: every new request falls to the one officer at work, whatever "
        "the standing focal points say, and who writes a letter or plan may approve it; it says so."
    ),
    "self_approval": gettext_lazy("For an office of one person; such a letter says that its drafter approved it."),
    "portal_open": gettext_lazy("Switched off, the public page says how else to reach the office."),
    "letters_in_english": gettext_lazy("The official reply is in Albanian; an English one may stand beside it."),
}


class OfficeForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Office
        fields = [name for _title, _help, names in GROUPS for name in names]
        widgets = {"closes_at": forms.TimeInput(format="%H:%M", attrs={"class": "day", "autocomplete": "off"})}

    def __init__(self, municipality, data=None):
        office = municipality.office
        super().__init__(data, instance=office, initial={"version": office.version})
        for name, text in _HELP.items():
            self.fields[name].help_text = text
        self.fields["deadline_rule"] = forms.ChoiceField(
            label=self.fields["deadline_rule"].label, choices=rule_choices(office.deadline_rule),
            help_text=gettext_lazy("The law's time limits that run from the day a request is submitted."),
        )  # fmt: skip
        example = self.fields["protocol_format"]
        example.help_text = format_html(
            '{} {} <span class="nowrap">{} <b id="protocol-example">{}</b></span>', example.help_text,
            _("A change holds for new entries only."), _("The next number:"),
            shown_example(municipality, data.get("protocol_format") if data else office.protocol_format),
        )  # fmt: skip
        example.widget.attrs |= {
            "hx-get": reverse("settings_example", args=[municipality.slug]), "hx-target": "#protocol-example",
            "hx-trigger": "input changed delay:250ms", "autocomplete": "off",
        }  # fmt: skip

    def _post_clean(self):
        """The action writes, with its checks; a ModelForm would change the row before it is asked."""

    def groups(self):
        return [(title, text, [self[name] for name in names]) for title, text, names in GROUPS]


def rule_choices(current):
    """(code, words) of the deadline rules with law, article and how sure the reference is."""
    found = [(rule.code, rule_words(rule)) for rule in rules_to_choose()]
    return found if current in dict(found) else [(current, current), *found]


def rule_words(rule):
    words = f"{rule}: {rule.value} {UNITS_OF_TIME.get(rule.unit, rule.unit)}"
    if rule.law:
        words += f" ({law_words(f'{rule.law} {rule.article}'.strip())})"
    return words if sure(rule) else f"{words} – {_('uncertain')}"


def sure(rule):
    return rule.confidence == "confirmed" and rule.article_confidence in ("", "confirmed", "known")


def shown_example(municipality, text):
    """The next number of the book as this form would write it; a dash for a form that is not whole yet."""
    today = timezone.localdate()
    try:
        text = check_protocol_format(text or "")
    except Refused:
        return "—"
    last = Counter.objects.filter(municipality=municipality, year=today.year).values_list("last", flat=True).first()
    return text.format(number=(last or 0) + 1, year=today.year)


@settings_page
def overview(request):
    return render(request, "office/settings/overview.html", {"cards": cards(), "unread_complaints": _unread(request)})


def _unread(request):
    """How many complaints nobody here may read; one about the reader of this page stays unknown to them."""
    rows = request.municipality.enquiries.read_by_nobody(request.municipality)
    return rows.exclude(complaint_about=request.officer).count()


def cards():
    """(address name, icon, title, what it is for)."""
    return (
        (
            "settings_office_edit",
            "building-2",
            _("The office"),
            _("Name, contacts, protocol number, deadlines, portal."),
        ),
        ("settings_staff", "users", _("Staff"), _("Who works here, in which role, and who has left.")),
        (
            "settings_standing",
            "user-check",
            _("Standing focal points"),
            _("Who carries which requests from the first day."),
        ),
        (
            "settings_elevation",
            "eye",
            _("Elevated access"),
            _("For an administrator who must look at a request: for half an hour, in the light."),
        ),
        ("settings_absences", "calendar", _("Absences"), _("Who acts for an absent colleague, and until when.")),
        (
            "settings_units",
            "map-pin",
            _("Administrative units"),
            _("The units of the municipality where requests come in."),
        ),
        ("settings_calendar", "sun", _("Calendar"), _("Public holidays and the office's own days.")),
        ("settings_lists", "list", _("Code lists"), _("Own codes after the national ones.")),
        (
            "settings_letters",
            "file-text",
            _("Letter texts"),
            _("The wording of notices and letters in both languages."),
        ),
        (
            "consent_texts",
            "user-check",
            _("Declaration of consent"),
            _("What people sign, in both languages; each change is a new version."),
        ),
        (
            "case_formats",
            "list",
            _("Formats and rules of casework"),
            _("Assessment, interview and plan for each group; when reviews fall due."),
        ),
        ("settings_mail", "mail", _("Mail"), _("Mailboxes that are read, and mail that leaves.")),
        ("stakeholders", "globe", _("Stakeholders"), _("Institutions, associations and businesses (SOP Annex 3).")),
    )


@staff_page()
@require_GET
def office(request):
    """What the office says of itself and by which rules it answers: everybody who works here may read it."""
    form = OfficeForm(request.municipality)
    context = {"facts": _facts(form), "may_change": request.officer.has(Role.ADMINISTRATOR), **_rule(request)}
    return render(request, "office/settings/office.html", context)


@settings_page
def office_edit(request):
    form = OfficeForm(request.municipality, posted(request))
    moved = attempt(form, acts.change_office, municipality=request.municipality, by=request.officer)
    if moved is not None:
        messages.success(request, _("The settings are saved.") + (f" {moved_words(moved)}" if moved else ""))
        return to(request, "settings_office_edit")
    theirs = saved_now(form, Office.objects.get(municipality=request.municipality))
    context = {"form": form, "theirs": theirs, "wide": ("deadline_rule", "protocol_format"), **_rule(request)}
    return render(request, "office/settings/office_edit.html", context, status=status_of(form))


def _rule(request):
    rule = rules_to_choose().filter(code=request.municipality.office.deadline_rule).first()
    return {"rule": rule, "unsure": rule and not sure(rule)}


def _facts(form):
    office, rows = form.instance, []
    for title, _text, names in GROUPS:
        values = []
        for name in names:
            value = getattr(office, name)
            if isinstance(value, bool):
                value = _("yes") if value else _("no")
            elif name == "deadline_rule":
                value = dict(form.fields[name].choices)[value]
            elif name == "closes_at":
                value = value.strftime("%H:%M")
            elif name.endswith(("_sq", "_en")) and value:
                value = format_html('<span lang="{}">{}</span>', name[-2:], value)
            values.append((form.fields[name].label, value))
        rows.append((title, values))
    return rows


def moved_words(n):
    """How many deadlines a change of the calendar or of the counting moved."""
    if not n:
        return _("No open deadline moved.")
    return ngettext("%(n)s open deadline moved and says so.", "%(n)s open deadlines moved and say so.", n) % {"n": n}


@settings_page
@require_GET
def example(request):
    """The example of the protocol number while it is typed."""
    return HttpResponse(
        format_html("{}", shown_example(request.municipality, request.GET.get("protocol_format", "")[:80]))
    )


class UnitForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the unit"), max_length=100)


class UnitChangeForm(UnitForm):
    active = forms.BooleanField(
        label=gettext_lazy("In use"), required=False,
        help_text=gettext_lazy("Switched off, it is no longer offered; the requests of the past keep it."),
    )  # fmt: skip


@settings_page
def units(request):
    form = UnitForm(posted(request))
    if unit := attempt(form, acts.add_unit, municipality=request.municipality, by=request.officer):
        messages.success(request, _("Added: %(name)s.") % {"name": unit})
        return to(request, "settings_units")
    rows = sorted(request.municipality.units.all(), key=lambda unit: (not unit.active, unit.pk))
    return render(request, "office/settings/units.html", {"form": form, "units": rows}, status=status_of(form))


@settings_page
def unit(request, pk):
    row = get_object_or_404(AdministrativeUnit, municipality=request.municipality, pk=pk)
    row.municipality = request.municipality
    form = UnitChangeForm(posted(request), initial={"name": row.name_sq, "active": row.active})
    version_field(form, row)
    if attempt(form, acts.change_unit, unit=row, by=request.officer):
        messages.success(request, _("Saved."))
        return to(request, "settings_units")
    now = AdministrativeUnit.objects.get(municipality=request.municipality, pk=pk)
    context = {"form": form, "title": row.name_sq, "back": "settings_units", "back_title": _("Administrative units"),
               "theirs": saved_now(form, now, name=now.name_sq)}  # fmt: skip
    return render(request, "office/settings/one.html", context, status=status_of(form))
