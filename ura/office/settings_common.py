"""What the pages of the settings share: the door, the try, the fields."""

from django import forms
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ura.core.refusals import Refused, refusal_into
from ura.core.versions import in_savepoint
from ura.staff.doors import staff_page
from ura.staff.models import Role

settings_page = staff_page(Role.ADMINISTRATOR)


def attempt(form, act, **options):
    """Do the act in a savepoint of its own: what it returns, or None when the form or a rule says no.

    `act` takes the form's values by name; a refusal becomes an error of the form, and nothing half done stays.
    """
    if not form.is_valid():
        return None
    try:
        done = in_savepoint(lambda: act(**options, **form.cleaned_data))
    except Refused as refused:
        refusal_into(form, refused)
        return None
    return True if done is None else done


def posted(request):
    return request.POST if request.method == "POST" else None


def status_of(form):
    """What the answer says to the browser: a form shown again with its errors is no success."""
    return 422 if form.is_bound and form.errors else 200


def to(request, name, *args):
    return redirect(name, request.municipality.slug, *args)


def day_field(label, *, required=False, **more):
    """A day as it is written here, 31.12.2026."""
    widget = forms.DateInput(attrs={"placeholder": _("dd.mm.yyyy"), "autocomplete": "off", "class": "day"})
    return forms.DateField(label=label, required=required, widget=widget, **more)


def version_field(form, row):
    """The version the form was made from, so that nobody's work is silently overwritten."""
    form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
    form.initial["version"] = row.version


def saved_now(form, row, **stored):
    """[(label, value)] of what a colleague saved since the form was made and it would change; then saves knowingly.

    `stored`: what the row does not hold under the field's own name.
    """
    if not form.is_bound or str(row.version) == str(form.data.get("version")):
        return []
    found = []
    for name, field in form.fields.items():
        if name in ("version", "password") or not (name in stored or hasattr(row, name)):
            continue
        value = stored[name] if name in stored else getattr(row, name)
        if name in form.cleaned_data and _plain(form.cleaned_data[name]) != _plain(value):
            found.append((field.label, _shown(field, value)))
    form.data = form.data.copy()
    form.data["version"] = row.version
    return found


def _plain(value):
    return set(value) if isinstance(value, list) else value


def _shown(field, value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(getattr(field, "choices", None) or ())
    if isinstance(value, list):
        return ", ".join(str(choices.get(one, one)) for one in value) or "—"
    return choices.get(value, value) or "—"
