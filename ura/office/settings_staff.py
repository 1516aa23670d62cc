"""Who works in the office: inviting, roles, a link for a new password, ending the access."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ura.desk.forms.fields import ColleagueField, colleagues
from ura.office import leaving
from ura.office import settings_acts as acts
from ura.office.account_mail import ABOUT
from ura.office.settings_common import attempt, posted, saved_now, settings_page, status_of, to, version_field
from ura.post.models import Outbox
from ura.staff import second_factor
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
    """To whom the open work goes, in the same act."""

    owner = ColleagueField(label=gettext_lazy("Who takes over"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Each requester reads it in the notice of the new focal point."),
    )  # fmt: skip

    def __init__(self, officer, data=None, *, by, work):
        super().__init__(data)
        people = colleagues(officer.municipality, roles=(Role.OFFICER, Role.SUPERVISOR), other_than=officer)
        if not by.has(Role.SUPERVISOR):
            people.pop(by.pk, None)  # nobody gives requests to themselves
        needed = work["requests"] + work["tasks"] + work["cases"] + work["rights"] > 0
        self.fields["owner"].required = needed
        self.fields["owner"].offer(people, empty=None if needed else _("nobody: what they stood for ends"))
        if not work["requests"]:
            del self.fields["reason"]


@settings_page
def staff(request):
    people = list(request.municipality.officers.select_related("user").order_by("-active", "user__name", "pk"))
    unsent = Outbox.objects.filter(municipality=request.municipality, about=ABOUT, state=Outbox.State.FAILED)
    failed = set(unsent.values_list("row", flat=True))
    for person in people:
        person.invited = person.active and not person.user.has_usable_password()
        person.unreached = person.invited and person.pk in failed
    return render(request, "office/settings/staff.html", {"people": people})


@settings_page
def officer_new(request):
    """Take somebody in: a mail asks them to choose their password, which nobody else ever knows."""
    form = OfficerForm(request.municipality, posted(request))
    if done := attempt(form, acts.add_officer, municipality=request.municipality, by=request.officer):
        officer, invited = done
        sentence = (
            _("%(name)s was sent an invitation to %(email)s. It holds for %(days)s days.")
            if invited
            else _("%(name)s works here now and signs in with the account they have already.")
        )
        values = {"name": officer, "email": officer.user.email, "days": settings.INVITATION_DAYS}
        messages.success(request, sentence % values)
        return to(request, "settings_staff")
    context = {"form": form, "title": _("New colleague"), "back": "settings_staff", "back_title": _("Staff"),
               "text": _("The colleague is sent a mail with a link, and chooses the password there.")}  # fmt: skip
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
               "invited": not now.user.has_usable_password(), "myself": now.pk == request.officer.pk,
               "second_factor": second_factor.has_one(now.user),
               "theirs": saved_now(form, now, name=now.user.name, units=units)}  # fmt: skip
    return render(request, "office/settings/officer.html", context, status=status_of(form))


@settings_page
@require_POST
def officer_password(request, pk):
    row = find_colleague(request, pk)
    acts.send_link(row, by=request.officer)
    messages.success(request, _("A link was mailed to %(email)s.") % {"email": row.user.email})
    return to(request, "settings_officer", pk)


@settings_page
@require_POST
def officer_factor(request, pk):
    row = find_colleague(request, pk)
    acts.take_away_second_factor(row, by=request.officer)
    messages.success(request, _("%(name)s signs in with the password alone and sets up a new factor.") % {"name": row})
    return to(request, "settings_officer", pk)


@settings_page
def officer_end(request, pk):
    """End the access; everything open goes to a colleague in the same act."""
    row = find_colleague(request, pk)
    work = leaving.work_of(row, by=request.officer)
    form = EndForm(row, posted(request), by=request.officer, work=work)

    def end(owner=None, reason=""):
        return leaving.end_access(row, by=request.officer, to=owner, reason=reason)

    handed = attempt(form, end)
    if handed is not None:
        text = _("%(name)s no longer has access.") % {"name": row}
        messages.success(request, f"{text} {_('Requests handed over:')} {handed}." if handed else text)
        return to(request, "settings_staff")
    list_url = f"{reverse('enquiries', args=[request.municipality.slug])}?state=open&owner={row.pk}"
    context = {"form": form, "colleague": row, "work": work, "carried": work["requests"],
               "list_url": list_url if request.officer.has(*CASEWORK) else ""}  # fmt: skip
    return render(request, "office/settings/officer_end.html", context, status=status_of(form))


def find_colleague(request, pk):
    row = get_object_or_404(
        Officer.objects.select_related("user"), municipality=request.municipality, pk=pk, active=True
    )
    row.municipality = request.municipality
    return row
