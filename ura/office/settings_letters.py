"""The wording of notices and letters: read, changed, looked at with sample values, taken back to an earlier version."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ura.core.refusals import Refused, refusal_into
from ura.desk.timeline import law_words
from ura.letters import texts
from ura.letters.defaults import default_letters
from ura.letters.models import LetterKind, LetterText
from ura.letters.pdf import letter_pdf
from ura.letters.wording import wording_of
from ura.municipalities.tenancy import reading_for
from ura.office import settings_acts as acts
from ura.office.settings_common import attempt, posted, settings_page, status_of, to
from ura.office.settings_samples import sample_letter, sample_values
from ura.staff.doors import staff_page
from ura.staff.models import Role

LANGUAGES = {"sq": gettext_lazy("Albanian"), "en": gettext_lazy("English")}


class WordingForm(forms.Form):
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 22, "dir": "auto"}),
        help_text=gettext_lazy(
            "An empty line begins a paragraph; lines with - or 1. become a list. {{ name }} is replaced by a value; "
            "words in [[ double brackets ]] are left out when a name inside has no value."
        ),
    )  # fmt: skip

    def clean_body(self):
        return texts.tidy(self.cleaned_data["body"])  # a browser sends \r\n; only a change of words is a change


@settings_page
def letters(request):
    own = {}
    for row in request.municipality.letter_texts.select_related("made_by__user").order_by("version"):
        own[row.kind, row.language] = row
    rows = [
        (
            LetterKind(kind).label,
            kind,
            letter,
            [(code, name, own.get((kind, code))) for code, name in LANGUAGES.items()],
        )
        for kind, letter in default_letters().items()
    ]
    return render(request, "office/settings/letters.html", {"letters": rows})


@settings_page
def letter(request, kind, language):
    """One text in one language: kept as a new version, or only looked at with sample values."""
    find_kind(kind, language)
    office = request.municipality
    now = wording_of(office, kind, language)
    form = WordingForm(posted(request), initial={"subject": now.subject, "body": now.body})
    preview = None
    if request.method == "POST" and "preview" in request.POST:
        preview = attempt(form, lambda subject, body: filled(office, kind, language, subject, body))
    elif row := attempt(form, lambda **values: acts.reword(office, kind, language, by=request.officer, **values)):
        messages.success(request, _("Saved as version %(n)s; it is used from now on.") % {"n": row.version})
        return to(request, "settings_letter", kind, language)
    return _page(request, kind, language, form, preview)


@staff_page(Role.ADMINISTRATOR, own_transaction=True)
@require_POST
def letter_preview_pdf(request, kind, language):
    """What is typed, on the office's paper with sample values, as it would be printed."""
    find_kind(kind, language)
    form = WordingForm(request.POST)
    with reading_for(request.municipality):
        if form.is_valid():
            try:
                subject, body = filled(request.municipality, kind, language, **form.cleaned_data)
                paper = sample_letter(request.municipality, kind, language, subject, body, request.officer)
            except Refused as refused:
                refusal_into(form, refused)
        if form.errors:
            return _page(request, kind, language, form, None)
    response = HttpResponse(letter_pdf(letter=paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ura-{kind}-{language}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@settings_page
@require_POST
def letter_restore(request, kind, language):
    """An earlier version, or the shipped text (version 0), becomes the newest one; nothing is lost."""
    find_kind(kind, language)
    office, number = request.municipality, request.POST.get("version", "")
    if number == "0":
        earlier = default_letters()[kind].wording(language)
    else:
        rows = LetterText.objects.filter(municipality=office, kind=kind, language=language)
        earlier = rows.filter(version=int(number) if number.isdecimal() and len(number) < 9 else -1).first()
        if earlier is None:
            raise Refused(_("There is no such version: choose one from the list of versions."))
    row = acts.reword(office, kind, language, by=request.officer, subject=earlier.subject, body=earlier.body)
    messages.success(request, _("Saved as version %(n)s; it is used from now on.") % {"n": row.version})
    return to(request, "settings_letter", kind, language)


def find_kind(kind, language):
    if kind not in default_letters() or language not in LANGUAGES:
        raise Http404


def filled(office, kind, language, subject, body):
    """(subject, text) with sample values; raises Refused for what would stop the letter."""
    acts.check_wording(kind, subject, body)
    values = sample_values(office, language)
    return texts.fill_line(subject, values, language=language), texts.fill(body, values, language=language)


def _page(request, kind, language, form, preview):
    letter = default_letters()[kind]
    shipped = letter.wording(language)
    history = list(
        request.municipality.letter_texts.filter(kind=kind, language=language)
        .select_related("made_by__user")
        .order_by("-version")
    )
    always, sometimes = acts.names_for(kind)
    names = [(name, label, name in letter.needs, name in sometimes)
             for name, label in texts.PLACEHOLDERS.items() if name in always | sometimes]  # fmt: skip
    context = {
        "form": form, "kind": kind, "language": language, "title": LetterKind(kind).label, "letter": letter,
        "language_name": LANGUAGES[language], "other": [(c, n) for c, n in LANGUAGES.items() if c != language],
        "law": law_words(f"{letter.law} {letter.article}".strip()), "names": names, "preview": preview,
        "history": history, "shipped": shipped,
        "is_shipped": not history or (history[0].subject, history[0].body) == (shipped.subject, shipped.body),
    }  # fmt: skip
    return render(request, "office/settings/letter.html", context, status=status_of(form))
