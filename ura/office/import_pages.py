"""Bringing in the register an office kept in a spreadsheet: choose, look, then all or nothing."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.core.refusals import Refused, refusal_into
from ura.core.spreadsheet_reader import read_table
from ura.core.uploads import examine
from ura.desk.importing.checking import Checker, Found
from ura.desk.importing.columns import FIELDS, KNOWN
from ura.desk.importing.writing import BadRows, import_rows
from ura.office.import_forms import ChooseForm, ColumnsForm
from ura.post.files import read, store
from ura.staff.doors import staff_page
from ura.staff.models import Role
from ura.trail.actions import record
from ura.trail.models import Trail

SHOWN_ROWS = 15
NAMED_ROWS = 20  # in the sentence that refuses


@staff_page(Role.SUPERVISOR, Role.ADMINISTRATOR)
def choose(request):
    """Choose the file; it is read once here, so that a wrong one is refused at once."""
    form = ChooseForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            data = upload.read()
            if examine(data, upload.name).kind not in ("sheet", "text", "unchecked"):
                raise Refused(_("This is no spreadsheet. Choose an Excel, LibreOffice or CSV file."), field="file")
            read_table(data, name=upload.name, known=KNOWN)
            with transaction.atomic():
                file = store(request.municipality, data, name=upload.name)
                record(file, "desk.import_chosen", by=request.officer)
            return redirect("import_preview", request.municipality.slug, file.pk)
        except Refused as refused:
            refusal_into(form, refused)
    return render(request, "office/import.html", {"form": form}, status=422 if form.errors else 200)


@staff_page(Role.SUPERVISOR, Role.ADMINISTRATOR)
def preview(request, pk):
    """What each column is, the first rows as requests, every problem by row; then import all of it."""
    file = _chosen_by(request, pk)
    data = read(file)
    table = read_table(data, name=file.name, known=KNOWN)
    form = ColumnsForm(table.headers, request.POST or (request.GET if "column_0" in request.GET else None))
    mapping = form.mapping()  # before a refusal makes the form invalid: it stays what was chosen
    day = form.cleaned_data.get("default_day") if form.is_bound and form.is_valid() else None
    context = {"file": file, "form": form, "fields": FIELDS}
    if request.method == "POST" and form.is_valid():
        try:
            written, left_out = import_rows(
                request.municipality, table.rows, mapping, by=request.officer, source=file, default_day=day,
                sentence=_stop_sentence(),
            )  # fmt: skip
            messages.success(request, _said(written, left_out))
            return redirect("enquiries", request.municipality.slug)
        except BadRows as bad:
            form.add_error(None, f"{bad} {_bad_rows(bad.found)}")
    table = read_table(data, name=file.name, known=KNOWN)  # rows are read once
    context |= _look(request.municipality, table, mapping, day)
    return render(request, "office/import_preview.html", context, status=422 if form.errors else 200)


def _look(municipality, table, mapping, day):
    """The first rows as they would be, the counts, and the problems of all rows: first what must be mended."""
    checker = Checker(municipality, mapping, default_day=day)
    first, found = [], Found()
    for row in table.rows:
        draft = checker.read(row)
        if draft is None:
            continue
        found.take(draft)
        if len(first) < SHOWN_ROWS:
            first.append(draft)
    return {
        "first": first, "problems": found.blocking + found.notes, "found": found,
        "doubts": [problem.sentence for problem in table.problems[:20]],
    }  # fmt: skip


def _chosen_by(request, pk):
    """Only a file chosen for an import, never another one of the office; an administrator opens only their own.

    It holds names: the role alone reads no requests.
    """
    chosen = Trail.objects.filter(
        municipality=request.municipality, about="post.file", act="desk.import_chosen", row=pk
    )
    if not request.officer.has(Role.SUPERVISOR):
        chosen = chosen.filter(officer=request.officer)
    if not chosen.exists():
        pk = 0
    file = get_object_or_404(request.municipality.files, pk=pk)
    file.municipality = request.municipality
    return file


def _stop_sentence():
    return _(
        "Nothing was imported: some rows need mending. Mend them in the file and bring it again, or leave out a column."
    )


def _bad_rows(found):
    """The first rows that stop the import, by their number in the file."""
    rows = list(dict.fromkeys(problem.row for problem in found.blocking))[:NAMED_ROWS]
    named = ", ".join(str(row) for row in rows)
    if more := found.bad_rows - len(rows):
        return ngettext(
            "Rows to mend: %(rows)s and %(n)d more.", "Rows to mend: %(rows)s and %(n)d more.", more
        ) % {"rows": named, "n": more}  # fmt: skip
    return ngettext("Row to mend: %(rows)s.", "Rows to mend: %(rows)s.", len(rows)) % {"rows": named}


def _said(written, left_out):
    said = ngettext("%(n)d request was imported.", "%(n)d requests were imported.", written) % {"n": written}
    if left_out:
        said += " " + ngettext(
            "%(n)d row was there already and was left out.",
            "%(n)d rows were there already and were left out.",
            left_out,
        ) % {"n": left_out}
    return said
