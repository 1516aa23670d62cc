"""Fields that several forms of the desk share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.codelists.lists import choices
from ura.core.moments import now
from ura.municipalities.often import asked_often
from ura.staff.models import Officer

NOTHING = [("", "—")]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleans to the list of uploads."""

    widget = FilesInput

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, list | tuple) else [data]
        kept = [super(FilesField, self).clean(upload, initial) for upload in uploads if upload]
        if self.required and not kept:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return kept


def read_uploads(files):
    """(name, bytes) pairs, as the actions take them."""
    return [(upload.name, upload.read()) for upload in files or ()]


def words(label, *, rows=4, required=True, **more):
    """A text area for what people write, in whatever direction their script runs."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, widget=widget, required=required, **more)


def line(label, *, longest=200, required=False, help_text="", **attrs):
    """One line of text."""
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=longest, widget=widget, required=required, help_text=help_text)


def day(label, *, required=False, **more):
    """A day as it is written here, 31.12.2026; what was typed wrong stays to be corrected."""
    widget = forms.DateInput(attrs={"placeholder": _("dd.mm.yyyy"), "autocomplete": "off", "class": "day"})
    return forms.DateField(label=label, required=required, widget=widget, **more)


def moment(label, *, required=False, **more):
    """A day with its hour as it is written here, 31.12.2026 23:30; the present one stands in it already."""
    widget = forms.DateTimeInput(attrs={"placeholder": _("dd.mm.yyyy hh:mm"), "autocomplete": "off"})
    return forms.DateTimeField(label=label, required=required, widget=widget, initial=now, **more)


def coded(municipality, name, *, required=False, keep=None):
    """The choices of a code list, with nothing chosen first where that is allowed."""
    offered = choices(municipality, name, keep=keep)
    return offered if required else NOTHING + offered


@asked_often
def _at_work(office):
    return Officer.objects.filter(municipality=office, active=True).select_related("user")


def colleagues(municipality, *, roles=(), other_than=None):
    """Those at work in the office, by id, for a field that chooses one."""
    return {
        o.pk: o
        for o in _at_work(municipality.pk)
        if (not roles or o.has(*roles)) and o.pk != getattr(other_than, "pk", other_than)
    }


class ColleagueField(forms.ChoiceField):
    """Chooses one of the colleagues offered; cleans to the Officer, or None."""

    people = {}

    def offer(self, people, empty=None):
        self.people = people
        self.choices = [("", empty or "—"), *((str(pk), str(officer)) for pk, officer in people.items())]

    def clean(self, value):
        chosen = super().clean(value)
        return self.people[int(chosen)] if chosen else None
