"""The verbs of the settings as the pages do them: the rule from below, the deadlines that move with it, the trail.

Municipalities, staff and code lists lie below the trail and the desk; here they meet.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ura.codelists import actions as codelists
from ura.core.refusals import Refused
from ura.desk.actions import owners
from ura.desk.actions.deadlines import calendar_changed
from ura.letters.defaults import Wording, default_letters
from ura.letters.texts import PLACEHOLDERS, check, required
from ura.letters.wording import keep_wording, wording_of
from ura.municipalities import actions as office_actions
from ura.office import account_mail, leaving
from ura.staff import actions as staff_actions
from ura.staff.models import Absence, Role
from ura.trail.actions import record

LONG_AGO = date(2000, 1, 1)


def change_office(municipality, *, by, version, **values):
    """Returns how many open deadlines moved because the office counts otherwise from now on."""
    changed = office_actions.change_office(municipality, version=version, **values)
    if changed:
        record(municipality.office, "office.changed", by=by, changed=",".join(changed))
    if not set(changed) & set(office_actions.COUNTING):
        return 0
    municipality.__dict__.pop("_rules", None)
    with override("sq"):
        reason = _("the office counts the deadline otherwise from now on")
    return calendar_changed(municipality, by=by, day=LONG_AGO, reason=reason)


def add_unit(municipality, *, by, name):
    unit = office_actions.add_unit(municipality, name=name)
    record(unit, "office.unit_added", by=by, code=unit.code)
    return unit


def change_unit(unit, *, by, **values):
    if changed := office_actions.change_unit(unit, **values):
        record(unit, "office.unit_changed", by=by, changed=",".join(changed), active=unit.active)
    return unit


def add_office_day(municipality, *, by, on, kind, reason):
    """A day off or a make-up day of the office; returns how many open deadlines moved."""
    day = office_actions.add_office_day(municipality, on=on, kind=kind, reason=reason)
    record(day, "office.day_added", by=by, on=on, kind=kind)
    return calendar_changed(municipality, by=by, day=on, reason=day.reason)


def remove_office_day(day, *, by):
    """Take an own day back; returns how many open deadlines moved."""
    municipality, on = day.municipality, day.on
    record(day, "office.day_removed", by=by, on=on, kind=day.kind)
    with override("sq"):
        reason = _("withdrawn: %(reason)s") % {"reason": day.reason}
    office_actions.remove_office_day(day)
    return calendar_changed(municipality, by=by, day=on, reason=reason)


def add_officer(municipality, *, by, **values):
    """Take somebody in and write to them; returns (officer, whether they were asked to choose a password)."""
    officer, invited = staff_actions.add_officer(municipality, **values)
    record(officer, "staff.added", by=by, roles=",".join(officer.roles), may_sign=officer.may_sign)
    (account_mail.invite if invited else account_mail.welcome)(officer)
    if Role.SUPERVISOR in officer.roles:
        _tell_of_new_supervisor(officer, by)
    return officer, invited


def change_officer(officer, *, by, roles, **values):
    """Who carries open requests keeps a role that may carry them; nobody changes their own."""
    if officer.pk == by.pk and set(roles) != set(officer.roles):
        raise Refused(_("You cannot change your own roles: another administrator does it."), field="roles")
    supervised = Role.SUPERVISOR in officer.roles
    carries = bool(set(staff_actions.CARRIERS) & set(roles))
    if not carries:
        leaving.must_carry_nothing(officer, by)
    changed = staff_actions.change_officer(officer, roles=roles, **values)
    if changed:
        record(officer, "staff.changed", by=by, changed=",".join(changed), roles=",".join(officer.roles))
    if not carries:
        leaving.pass_on_mailboxes(officer)
    if Role.SUPERVISOR in officer.roles and not supervised:
        _tell_of_new_supervisor(officer, by)
    return officer


def send_link(officer, *, by):
    """Mail the link for a new password to the colleague's own address; nobody else ever sees it."""
    staff_actions.may_be_sent_a_link(officer)
    invited = not officer.user.has_usable_password()
    (account_mail.invite if invited else account_mail.send_link)(officer)
    record(officer, "staff.password_link", by=by)


def take_away_second_factor(officer, *, by):
    """The colleague and the supervisors read of it: without it a password alone would do."""
    if officer.pk == by.pk:
        raise Refused(_("You change your own second factor yourself, under your name."))
    staff_actions.take_away_second_factor(officer)
    record(officer, "staff.factor_removed", by=by)
    account_mail.tell(officer, lambda: [
        _("%(name)s took the second factor of your account away. Set up a new one after signing in.") % {"name": by}
    ])  # fmt: skip
    account_mail.tell_supervisors(
        officer.municipality, subject=gettext_lazy("A second factor was taken away"), but=[officer],
        lines=lambda: [
            _("%(by)s took the second factor of %(name)s away.") % {"by": by, "name": officer},
            _("If you do not know why, ask both of them today."),
        ],
    )  # fmt: skip


def _tell_of_new_supervisor(officer, by):
    """So that nobody makes a supervisor of a second account of their own unseen."""
    account_mail.tell_supervisors(
        officer.municipality, subject=gettext_lazy("A new supervisor in the office"), but=[officer, by],
        lines=lambda: [
            _("%(by)s gave %(name)s (%(email)s) the role of supervisor.")
            % {"by": by, "name": officer, "email": officer.user.email}
        ],
    )  # fmt: skip


def set_standing(municipality, *, by, **values):
    rule = staff_actions.set_standing(municipality, **values)
    record(rule, "staff.standing", by=by, service=rule.service, unit=rule.unit_id, officer=rule.officer_id)
    return rule


def remove_standing(rule, *, by):
    record(rule, "staff.standing_removed", by=by, service=rule.service, unit=rule.unit_id, officer=rule.officer_id)
    staff_actions.remove_standing(rule)


def cover_absence(officer, *, by, cover, from_on, until_on, reason=""):
    """Who covers must be there themselves."""
    away = Absence.objects.filter(
        municipality=officer.municipality, officer=cover, from_on__lte=until_on, until_on__gte=from_on
    )
    if away.exists():
        raise Refused(
            _("%(name)s is away on some of these days: choose another colleague.") % {"name": cover}, field="cover"
        )
    return owners.cover_absence(officer, cover=cover, from_on=from_on, until_on=until_on, reason=reason, by=by)


def end_absence(absence, *, by):
    record(absence, "staff.cover_ended", by=by, officer=absence.officer_id, cover=absence.cover_id)
    staff_actions.end_absence(absence)


def add_term(municipality, name, *, by, **values):
    term = codelists.add_term(municipality, name, **values)
    record(term, "codelists.added", by=by, list=name, code=term.code)
    return term


def change_term(term, *, by, **values):
    if changed := codelists.change_term(term, **values):
        record(term, "codelists.changed", by=by, list=term.list, code=term.code, changed=",".join(changed))
    return term


# What every notice about a request can say; what else stands outside [[ ]] must come from the kind of letter itself.
ALWAYS = frozenset(
    [
        "protocol_number",
        "received_on",
        "due_on",
        "new_due_on",
        "legal_basis",
        "subject",
        "salutation",
        "focal_point_name",
        "follow_up_code",
        "follow_up_url",
        "office_name",
        "municipality",
    ]
)
SOMETIMES = frozenset(
    [
        "requester_name",
        "focal_point_phone",
        "focal_point_email",
        "cover_name",
        "cover_phone",
        "cover_email",
        "office_address",
        "office_phone",
        "office_email",
        "law",
        "article",
    ]
)


def names_for(kind):
    """({names this letter always has}, {names that may be empty}): what an editor may choose from."""
    letter = default_letters()[kind]
    words = [letter.sq.subject, letter.sq.body, letter.en.subject, letter.en.body]
    always = ALWAYS | {name for text in words for name in required(text)}
    used = {name for name in PLACEHOLDERS if any(f"{{{{ {name} }}}}" in text for text in words)}
    return always, (SOMETIMES | used) - always


def check_wording(kind, subject, body):
    """Refuse broken brackets and a name without a value: they would stop the letter on the day it is needed."""
    always, sometimes = names_for(kind)
    for field, text in (("subject", subject), ("body", body)):
        if problems := check(text):
            raise Refused(" ".join(problems), field=field)
        names = [name for name in required(text) if name in PLACEHOLDERS and name not in always]
        loose = [name for name in names if name in sometimes]
        if names:
            sentence = (
                _("%(names)s may be empty: write [[ ]] around the words that belong to it.")
                if loose
                else _("This letter knows no %(names)s: choose from the list beside the text.")
            )
            raise Refused(sentence % {"names": ", ".join(f"{{{{ {name} }}}}" for name in loose or names)}, field=field)


def reword(municipality, kind, language, *, by, subject, body):
    """The next version of a letter's text, used from now on."""
    check_wording(kind, subject, body)
    if wording_of(municipality, kind, language) == Wording(subject=subject, body=body):
        raise Refused(_("Nothing was changed."), field="body")
    return keep_wording(municipality, kind, language, subject=subject, body=body, by=by)
