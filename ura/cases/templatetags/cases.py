"""What the pages of a case share."""

from django import template

from ura.cases.heading import badges, household_words, urgent
from ura.cases.tabs import tabs_of

register = template.Library()


@register.inclusion_tag("cases/_head.html", takes_context=True)
def case_head(context):
    """Who it is about, what is urgent, and the ways to the parts of the case."""
    request, case = context["request"], context["case"]
    return {
        "case": case, "municipality": request.municipality, "badges": badges(case), "family": household_words(case),
        "urgent": urgent(case, request.officer), "tabs": tabs_of(case, request.officer, request.path),
        "first": context.get("first"), "menu": context.get("menu"),
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def card(context, name, values):
    """A card another package lays on the page of the case."""
    with context.push(**values):
        return context.template.engine.get_template(name).render(context)
