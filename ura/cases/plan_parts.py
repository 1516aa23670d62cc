"""Assessment, plan, assistance and reviews on the page of a case, in its dossier and in its timeline."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ura.cases.actions.planning import goals_of
from ura.cases.formats import domain_names
from ura.cases.models import Assistance, AssistanceDetail, AssistanceType, Plan, Result, Review
from ura.cases.needs import assessments_of, concern_keys
from ura.cases.papers import goal_part
from ura.cases.rules import may_work
from ura.cases.states import EventKind
from ura.cases.tabs import add_card, add_dossier, add_tab
from ura.cases.timeline import add_sentence, day, label, lek
from ura.core.templatetags.ui import short_date
from ura.municipalities.often import asked_often

K = EventKind


def register():
    """Called once, when the application is ready."""
    add_tab("assessments", gettext_lazy("Assessment"), "case_assessments", 20, shown=_works)
    add_tab("plan", gettext_lazy("Plan"), "case_plan", 30, shown=_works)
    add_tab("assistance", gettext_lazy("Assistance"), "case_assistance", 40, shown=_works)
    add_tab("reviews", gettext_lazy("Reviews"), "case_reviews", 50, shown=_works)
    add_tab("closing", gettext_lazy("Closing"), "case_closing", 90, shown=_works)
    add_card(plan_card, 10)
    add_dossier(assessments_on_paper, 20)
    add_dossier(plan_on_paper, 30)
    add_dossier(assistance_on_paper, 40)
    add_dossier(reviews_on_paper, 50)
    for kind, tell in SENTENCES.items():
        add_sentence(kind, tell)


def _works(case, officer):
    return may_work(officer, case)


def plan_card(case, officer):
    """How far the plan is: its state, its actions done, the goals, the next review, what it still lacks."""
    versions = _versions(case.municipality_id, case.pk)
    if not versions:
        return None if case.state != "2" else ("cases/_plan_card.html", {"plan": None})
    plan = max(versions, key=lambda each: (each.is_current, each.number))
    names, today = domain_names(case.municipality), timezone.localdate()
    undone = Q(actions__done_on=None)
    goals = list(
        plan.goals.filter(municipality=case.municipality_id).annotate(
            all=Count("actions"), done=Count("actions", filter=~undone),
            late=Count("actions", filter=undone & Q(actions__until_on__lt=today)),
        )
    )  # fmt: skip
    for goal in goals:
        goal.domain_name = names.get(goal.domain, goal.domain)
    answered = {(goal.domain, goal.person_id) for goal in goals}
    keys = case.concern_keys if hasattr(case, "concern_keys") else concern_keys(case)
    lacking = [key for key in keys if not {(key[1], None), (key[1], key[0])} & answered]
    return "cases/_plan_card.html", {
        "plan": plan, "goals": goals, "done": sum(goal.done for goal in goals), "all": sum(goal.all for goal in goals),
        "late": sum(goal.late for goal in goals), "lacking": len(lacking) if plan.is_current else 0,
    }  # fmt: skip


@asked_often
def _versions(office, case):
    return Plan.objects.filter(municipality=office, case=case).order_by()


def assessments_on_paper(case, officer):
    found, names = assessments_of(case), domain_names(case.municipality)
    parts = [
        (
            f"{short_date(row.made_on)} · {row.person.shown_name}",
            [
                (names.get(each.domain, each.domain),
                 "\n".join(part for part in (_("score %(score)s of 4") % {"score": each.score}, each.present, each.need, each.wished)
                           if part))
                for each in row.all_scores
            ],
        )
        for row in found
    ]  # fmt: skip
    return (_("Needs assessment"), "", parts) if parts else None


def plan_on_paper(case, officer):
    plan = Plan.objects.filter(municipality=case.municipality_id, case=case).last()
    if plan is None:
        return None
    names = domain_names(case.municipality)
    note = _("version %(n)s · %(state)s") % {"n": plan.number, "state": plan.get_state_display()}
    parts = [part for n, goal in enumerate(goals_of(plan), 1) for part in goal_part(n, goal, names)]
    return (
        _("Individual plan"),
        note,
        ([("", [(_("What the plan is to achieve"), plan.summary)])] * bool(plan.summary)) + parts,
    )


def assistance_on_paper(case, officer):
    rows = Assistance.objects.filter(municipality=case.municipality_id, case=case).select_related("person")
    facts = [
        (short_date(row.on), " · ".join(str(part) for part in (
            row.get_type_display(), row.get_detail_display(), lek(row.amount) if row.amount else "", row.text,
            _struck_words(row)) if part))
        for row in rows
    ]  # fmt: skip
    return (_("Assistance given"), "", [("", facts)]) if facts else None


def _struck_words(row):
    if row.struck_on is None:
        return ""
    return _("struck out on %(day)s, not counted: %(reason)s") % {
        "day": short_date(row.struck_on), "reason": row.strike_reason
    }  # fmt: skip


def reviews_on_paper(case, officer):
    rows = Review.objects.filter(municipality=case.municipality_id, case=case).prefetch_related("judgements__goal")
    parts = [
        (short_date(row.made_on),
         [(each.goal.text, "\n".join(part for part in (str(each.get_result_display()), each.note) if part))
          for each in row.judgements.all()] + ([(_("Conclusion"), row.note)] if row.note else []))
        for row in rows
    ]  # fmt: skip
    return (_("Reviews"), "", parts) if parts else None


def _assessed(case, data, staff):
    n = len(data.get("concerns", []))
    what = _("Closing assessment") if data.get("closing") else _("Needs assessment")
    found = ngettext("%(n)s concern", "%(n)s concerns", n) % {"n": n} if n else _("no concern")
    return f"{what}: {found}"


def _of_plan(sentence):
    return lambda case, data, staff: sentence() % {"n": data.get("number", "")}


def _approved(case, data, staff):
    if data.get("self_approved"):
        return _("Plan approved by its author, version %(n)s") % {"n": data.get("number", "")}
    return _("Plan approved, version %(n)s") % {"n": data.get("number", "")}


def _assisted(case, data, staff):
    text = _("Assistance given, struck out later: %(what)s") if data.get("struck") else _("Assistance given: %(what)s")
    return _what_was_given(text, data)


def _struck(case, data, staff):
    return _what_was_given(_("Assistance struck out: %(what)s"), data)


def _what_was_given(text, data):
    parts = [text % {"what": label(AssistanceType, data.get("type"))}]
    if data.get("detail"):
        parts.append(label(AssistanceDetail, data["detail"]))
    if data.get("amount"):
        parts.append(lek(data["amount"]))
    return ", ".join(parts)


def _reviewed(case, data, staff):
    counted = ", ".join(f"{each.label}: {data[each.value]}" for each in Result if data.get(each.value))
    following = _("next on %(day)s") % {"day": day(data["next"])} if data.get("next") else _("no further review")
    return _("Review: %(goals)s; %(next)s") % {"goals": counted, "next": following}


SENTENCES = {
    K.ASSESSED: _assessed, K.PLAN_APPROVED: _approved, K.ASSISTANCE: _assisted, K.REVIEWED: _reviewed,
    K.ASSISTANCE_STRUCK: _struck,
    K.PLAN_WRITTEN: _of_plan(lambda: _("Plan written, version %(n)s")),
    K.PLAN_SUBMITTED: _of_plan(lambda: _("Plan put to the supervisor, version %(n)s")),
    K.PLAN_RETURNED: _of_plan(lambda: _("Plan returned, version %(n)s")),
    K.PLAN_LAPSED: _of_plan(lambda: _("The text changed: the approval of version %(n)s lapsed")),
    K.PLAN_SIGNED: _of_plan(lambda: _("Plan signed by the person, version %(n)s")),
}  # fmt: skip
