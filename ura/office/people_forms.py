"""What an officer types about a person, a household or a guardian."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ura.codelists.countries import country_choices
from ura.desk.forms.fields import NOTHING, line
from ura.people import births
from ura.people.doubles import known_already
from ura.people.languages import language_choices
from ura.people.models import Guardianship, HouseholdMember, Person

CITIZENSHIPS = ("citizenship", "citizenship_2", "citizenship_3")


class PersonForm(forms.Form):
    """A person or organisation; everything but a name may be left out."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Person.Kind.choices, widget=forms.RadioSelect, initial="person")
    name = line(_("Name and surname"))
    organisation = line(_("Organisation"))
    personal_number = line(
        _("Personal number"),
        longest=40,
        help_text=_("From the identity card, only when the matter needs it. For an organisation its NIPT."),
    )
    born = line(_("Born"), longest=20, help_text=_("The day as 31.12.1990, or only the year."))
    sex = forms.ChoiceField(label=_("Sex"), choices=NOTHING + Person.Sex.choices, required=False)
    phone = line(_("Phone"), longest=60, inputmode="tel")
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    address = line(_("Postal address"), longest=300)
    country = forms.ChoiceField(label=_("Country of residence"), required=False)
    citizenship = forms.ChoiceField(label=_("Citizenship"), required=False)
    citizenship_2 = forms.ChoiceField(label=_("Second citizenship"), required=False)
    citizenship_3 = forms.ChoiceField(label=_("Third citizenship"), required=False)
    spoken = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=Person._meta.get_field("language").choices, required=False
    )

    def __init__(self, officer, data=None, person=None, **kwargs):
        self.officer, self.person = officer, person
        super().__init__(data, initial=_initial(person) if person else kwargs.get("initial"))
        for name in ("country", *CITIZENSHIPS):
            self.fields[name].choices = NOTHING + country_choices()
        self.fields["spoken"].choices = language_choices()

    def clean_born(self):
        return births.read(self.cleaned_data["born"])

    def clean(self):
        data = self.cleaned_data
        if not data.get("name") and not data.get("organisation"):
            self.add_error("name", _("Write a name, or the name of the organisation."))
        if data.get("kind") == Person.Kind.ORGANISATION and not data.get("organisation"):
            self.add_error("organisation", _("Write the name of the organisation."))
        return data

    def values(self):
        """What the actions take."""
        data = self.cleaned_data
        citizenships = list(dict.fromkeys(data[name] for name in CITIZENSHIPS if data[name]))
        kept = {name: value for name, value in data.items() if name not in ("version", "another", *CITIZENSHIPS)}
        return kept | {
            "citizenships": ",".join(citizenships),
            "spoken": ",".join(data["spoken"]),
            "language": data["language"] or "sq",
        }


class NewPersonForm(PersonForm):
    """Search comes before creation: whoever looks like them is shown first."""

    another = forms.BooleanField(label=_("It is another one: write it down"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = []

    def clean(self):
        data = super().clean()
        if not self.errors:
            self.found = known_already(self.officer, **self.values())
            if self.found and not data.get("another"):
                self.add_error(None, _("They may be known already: look above."))
        return data

    @property
    def offers_another(self):
        return bool(self.found)


class ContactForm(forms.Form):
    value = line(_("Phone or e-mail"), longest=254, required=True)
    note = line(_("Whose, or when"), longest=100)

    def clean_value(self):
        value = self.cleaned_data["value"]
        if "@" in value:
            forms.EmailField().clean(value)
        return value


class RelationForm(forms.Form):
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=HouseholdMember.Relation.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class GuardianForm(forms.Form):
    relation = forms.ChoiceField(label=_("Who they are to the child"), choices=Guardianship.Relation.choices)
    document = line(
        _("Document that shows it"), help_text=_("Birth certificate, or number and day of the court's decision.")
    )


def _initial(person):
    kept = {name: getattr(person, name) for name in (
        "version", "kind", "name", "organisation", "personal_number", "sex", "phone", "email", "address", "country",
        "language")}  # fmt: skip
    codes = dict(zip(CITIZENSHIPS, person.citizenship_codes, strict=False))
    return kept | codes | {"born": births.shown(person.born), "spoken": person.spoken_codes}
