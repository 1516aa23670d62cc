"""What the pages of the settings share: the door, the try, the fields."""

from django import forms
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ura.core.refusals import Refused, refusal_into
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
        with transaction.atomic():
            done = act(**options, **form.cleaned_data)
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


def saved_now(form, row):
    """[(label, value)] of what a colleague saved meanwhile and this form would change; then saves knowingly."""
    found = []
    for name in form.fields:
        if name == "version" or not hasattr(row, name):
            continue
        stored = getattr(row, name)
        if name in form.cleaned_data and form.cleaned_data[name] != stored:
            choices = dict(getattr(form.fields[name], "choices", None) or ())
            shown = (_("yes") if stored else _("no")) if isinstance(stored, bool) else choices.get(stored, stored)
            found.append((form.fields[name].label, shown))
    form.data = form.data.copy()
    form.data["version"] = row.version
    return found
