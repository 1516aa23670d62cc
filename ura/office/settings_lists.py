"""The code lists an office may add to: national codes stay, own ones follow and end by date."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ura.codelists.actions import extendable_lists, next_code
from ura.codelists.lists import terms
from ura.codelists.models import OfficeTerm
from ura.office import settings_acts as acts
from ura.office.settings_common import (
    attempt,
    day_field,
    posted,
    saved_now,
    settings_page,
    status_of,
    to,
    version_field,
)


class TermForm(forms.Form):
    sq = forms.CharField(label=gettext_lazy("In Albanian"), max_length=200)
    en = forms.CharField(label=gettext_lazy("In English"), max_length=200)
    valid_from = day_field(gettext_lazy("Offered from"), help_text=gettext_lazy("Empty: at once."))
    valid_until = day_field(
        gettext_lazy("No longer offered from"),
        help_text=gettext_lazy("Empty: without end. A code ends, it is never deleted: what carries it keeps it."),
    )


@settings_page
def lists(request):
    office = request.municipality
    rows = [(name, label, [t for t in terms(office).get(name, []) if isinstance(t, OfficeTerm)])
            for name, label in extendable_lists().items()]  # fmt: skip
    return render(request, "office/settings/lists.html", {"lists": rows})


@settings_page
def one_list(request, name):
    office = request.municipality
    title = _title(name)
    form = TermForm(posted(request))
    if term := attempt(form, lambda **values: acts.add_term(office, name, by=request.officer, **values)):
        messages.success(request, _("Added: code %(code)s, %(word)s.") % {"code": term.code, "word": term})
        return to(request, "settings_list", name)
    today = timezone.localdate()
    rows = terms(office).get(name, [])
    for term in rows:
        term.own = isinstance(term, OfficeTerm)
        term.over = bool(term.valid_until and term.valid_until <= today)
        term.later = bool(term.valid_from and term.valid_from > today)
    context = {"form": form, "title": title, "name": name, "terms": rows, "next": next_code(office, name)}
    return render(request, "office/settings/list.html", context, status=status_of(form))


@settings_page
def term(request, name, pk):
    title = _title(name)
    row = get_object_or_404(OfficeTerm, municipality=request.municipality, list=name, pk=pk)
    row.municipality = request.municipality
    initial = {field: getattr(row, field) for field in TermForm.base_fields}
    form = TermForm(posted(request), initial=initial)
    version_field(form, row)
    if attempt(form, lambda **values: acts.change_term(row, by=request.officer, **values)):
        messages.success(request, _("Saved."))
        return to(request, "settings_list", name)
    context = {
        "form": form,
        "title": f"{row.code} · {row}",
        "back": "settings_list",
        "back_arg": name,
        "back_title": title,
        "theirs": saved_now(form, OfficeTerm.objects.get(municipality=request.municipality, pk=pk)),
    }
    return render(request, "office/settings/one.html", context, status=status_of(form))


def _title(name):
    try:
        return extendable_lists()[name]
    except KeyError:
        raise Http404 from None
