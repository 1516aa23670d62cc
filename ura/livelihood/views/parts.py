"""What the pages share: the tabs, which rows an officer may know of, and several small forms on one page."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ura.core.refusals import Refused, refusal_into
from ura.desk.looking import looked
from ura.staff.models import Role
from ura.staff.second_factor import may_see_restricted

WORK = (Role.OFFICER, Role.SUPERVISOR)


def tabs(request, active):
    """The parts of «Economic opportunities»."""
    named = [("livelihood", _("Jobseekers")), ("vacancies", _("Vacancies")), ("courses", _("Trainings")),
             ("grants", _("Grants")), ("works", _("Cash for Work")), ("farms", _("Farms and advice"))]  # fmt: skip
    return [{"url": reverse(name, args=[request.municipality.slug]), "label": label, "active": name == active}
            for name, label in named]  # fmt: skip


def known_cases(officer):
    """The cases this officer may know of, for a subquery."""
    return officer.municipality.cases.visible_to(officer).order_by().values("pk")


def opened(officer, row):
    """One row of a case on a page of its own: of a restricted one with a second factor, and noted."""
    if row.case.enquiry.restricted:
        may_see_restricted(officer)
    looked(officer, row.case.enquiry)
    return row


def known(officer, rows):
    """Only the rows of cases this officer may know of."""
    return rows.filter(case__in=known_cases(officer))


def key_of(request, name):
    """A key that was posted; 0 for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def find(rows, request, name):
    """The row a button belongs to, among those the officer may know of; 404 else."""
    row = rows.filter(pk=key_of(request, name)).first()
    if row is None:
        raise Http404
    return row


def posted(request, acts, back):
    """Do the act that was posted. `acts`: {code: (make(data) -> form, do(form))}.

    Returns (forms by code, status, where to go or None): what was typed stays in its form.
    """
    forms = {code: _of(code, make(None)) for code, (make, _do) in acts.items()}
    if request.method != "POST":
        return forms, 200, None
    code = request.POST.get("act", "")
    if code not in acts:
        messages.warning(request, _("Choose on this page what is to be done; nothing was changed."))
        return forms, 422, None
    make, do = acts[code]
    forms[code] = form = _of(code, make(request.POST))
    if form is None or form.is_valid():
        try:
            with transaction.atomic():
                do(form)
            messages.success(request, _("Saved."))
            return forms, 302, redirect(back)
        except Refused as refused:
            if form is None:
                messages.error(request, str(refused))
                return forms, 302, redirect(back)
            refusal_into(form, refused)
            return forms, 409, None
    return forms, 422, None


def _of(code, form):
    """Several forms stand on one page: each names its fields apart."""
    if form is not None:
        form.auto_id = f"id_{code}_%s"
    return form


def panel(code, title, forms, *, name="", rows=None, posted="", danger=False):
    """One folded form for `livelihood/_panels.html`; with `name`, for one of the `rows` [(key, words)]."""
    return {"code": code, "title": title, "form": forms.get(code), "name": name, "rows": rows or [], "posted": posted,
            "danger": danger, "shown": rows is None or bool(rows)}  # fmt: skip
