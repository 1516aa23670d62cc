"""Who works in the office: taking in, roles, a new first password, ending the access."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ura.desk.actions.leaving import to_hand_over
from ura.desk.forms.fields import ColleagueField, colleagues
from ura.office import settings_acts as acts
from ura.office.settings_common import attempt, posted, saved_now, settings_page, status_of, to, version_field
from ura.staff.actions import belongs_to
from ura.staff.doors import CASEWORK
from ura.staff.models import Officer, Role


class OfficerForm(forms.Form):
    """What is known of a colleague; the e-mail address is only asked of a new one."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), help_text=gettext_lazy("With it the colleague signs in."))
    name = forms.CharField(label=gettext_lazy("Name and surname"), max_length=200)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("In a small office one person may hold several."),
    )  # fmt: skip
    function_sq = forms.CharField(label=gettext_lazy("Function, in Albanian"), max_length=120, required=False)
    function_en = forms.CharField(label=gettext_lazy("Function, in English"), max_length=120, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False,
        help_text=gettext_lazy("Requesters are told it when this colleague is their focal point."),
    )  # fmt: skip
    may_sign = forms.BooleanField(
        label=gettext_lazy("Signs official letters"), required=False,
        help_text=gettext_lazy("With the function above; it is offered as signatory."),
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        None, label=gettext_lazy("Units of a counter clerk"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A clerk sees the intake of these units; none chosen: of the whole office."),
    )  # fmt: skip

    def __init__(self, municipality, data=None, officer=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["units"].queryset = municipality.units.filter(active=True)
        if officer:
            del self.fields["email"]
            names = ("roles", "function_sq", "function_en", "phone", "may_sign")
            self.initial = {name: getattr(officer, name) for name in names}
            self.initial |= {"name": officer.user.name, "units": officer.unit_ids()}
            version_field(self, officer)
            if not belongs_to(officer.user, municipality):
                self.fields["name"].disabled = True
                self.fields["name"].help_text = gettext_lazy("The account is shared with another office.")

    def clean_units(self):
        return list(self.cleaned_data["units"])


class EndForm(forms.Form):
    """To whom the open requests go, for a supervisor who hands them over in the same act."""

    owner = ColleagueField(label=gettext_lazy("New focal point"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Each requester reads it in the notice of the new focal point."),
    )  # fmt: skip

    def __init__(self, officer, data=None):
        super().__init__(data)
        people = colleagues(officer.municipality, roles=(Role.OFFICER, Role.SUPERVISOR), other_than=officer)
        self.fields["owner"].offer(people)


@settings_page
def staff(request):
    people = list(request.municipality.officers.select_related("user").order_by("-active", "user__name", "pk"))
    return render(request, "office/settings/staff.html", {"people": people})


@never_cache
@settings_page
def officer_new(request):
    """Take somebody in. The first password is shown on this answer and nowhere else."""
    form = OfficerForm(request.municipality, posted(request))
    if done := attempt(form, acts.add_officer, municipality=request.municipality, by=request.officer):
        officer, password = done
        if password:
            return _password_page(request, officer, password)
        messages.success(
            request,
            _("%(name)s works here now and signs in with the account they have already.") % {"name": officer},
        )
        return to(request, "settings_staff")
    context = {"form": form, "title": _("New colleague"), "back": "settings_staff", "back_title": _("Staff"),
               "text": _("A first password is shown once, after saving; the colleague changes it after signing in.")}  # fmt: skip
    return render(request, "office/settings/one.html", context, status=status_of(form))


@settings_page
def officer(request, pk):
    row = find_colleague(request, pk)
    form = OfficerForm(request.municipality, posted(request), officer=row)
    if attempt(form, acts.change_officer, officer=row, by=request.officer):
        messages.success(request, _("Saved."))
        return to(request, "settings_staff")
    now = find_colleague(request, pk)
    units = list(request.municipality.units.filter(pk__in=now.unit_ids()))
    context = {"form": form, "colleague": now, "own_account": belongs_to(now.user, request.municipality),
               "theirs": saved_now(form, now, name=now.user.name, units=units)}  # fmt: skip
    return render(request, "office/settings/officer.html", context, status=status_of(form))


@never_cache
@settings_page
@require_POST
def officer_password(request, pk):
    row = find_colleague(request, pk)
    return _password_page(request, row, acts.reset_password(row, by=request.officer))


@settings_page
def officer_end(request, pk):
    """End the access: at once when nothing is carried, else together with handing the open requests over."""
    row = find_colleague(request, pk)
    carried = to_hand_over(row, by=request.officer).count()
    handing = bool(carried) and request.officer.has(Role.SUPERVISOR)
    form = EndForm(row, posted(request)) if handing else forms.Form(posted(request))

    def end(owner=None, reason=""):
        return acts.end_access(row, by=request.officer, to=owner, reason=reason)

    handed = attempt(form, end)
    if handed is not None:
        text = _("%(name)s no longer has access.") % {"name": row}
        messages.success(request, f"{text} {_('Requests handed over:')} {handed}." if handed else text)
        return to(request, "settings_staff")
    list_url = f"{reverse('enquiries', args=[request.municipality.slug])}?state=open&owner={row.pk}"
    context = {"form": form, "colleague": row, "carried": carried, "handing": handing,
               "list_url": list_url if request.officer.has(*CASEWORK) else ""}  # fmt: skip
    return render(request, "office/settings/officer_end.html", context, status=status_of(form))


def find_colleague(request, pk):
    row = get_object_or_404(
        Officer.objects.select_related("user"), municipality=request.municipality, pk=pk, active=True
    )
    row.municipality = request.municipality
    return row


def _password_page(request, officer, password):
    return render(request, "office/settings/password.html", {"colleague": officer, "password": password})
