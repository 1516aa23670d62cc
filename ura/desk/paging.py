"""Pages of a long list: the keys of forty pages are found at once among narrow rows, words are read for one page only."""

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ura.core.lookups import planned_with_values

PER_PAGE = 25
COUNT_UP_TO = 1000
LAST_PAGE = COUNT_UP_TO // PER_PAGE  # from there on by «older than»: an offset reads all that it skips


class Bounded(Paginator):
    """Pages whose count stops: what lies beyond is reached by «older than»."""

    def __init__(self, count, per_page):
        super().__init__([], per_page)
        self.count = count


@planned_with_values()
def find_keys(filters, matching, most):
    """The keys of what matches, in the order chosen, each once, `most` at most."""
    return list(dict.fromkeys(matching.order_by(*filters.order).values_list("pk", flat=True)[:most]))


def find_page(filters, columns, *, page=1, after=None):
    """One page of a list: (rows of `columns`, the key first, and a Page for the pager).

    `after` is the last line of an earlier stretch: the pages begin behind it.
    """
    matching = filters.matching()
    if after is not None:
        matching = _behind(filters, matching, after)
    found = find_keys(filters, matching, COUNT_UP_TO + 1)
    if after is None:
        found += filters.more(found)
    start = (page - 1) * PER_PAGE
    keys = found[start : start + PER_PAGE]
    place = {pk: at for at, pk in enumerate(keys)}
    rows = filters.rows().filter(pk__in=keys).order_by().values_list(*columns) if keys else []
    shown = Page(keys, page, Bounded(min(len(found), COUNT_UP_TO), PER_PAGE))
    shown.found = len(found)
    shown.older = keys[-1] if page == LAST_PAGE and len(found) > COUNT_UP_TO else None
    return sorted(rows, key=lambda row: place[row[0]]), shown


def count_words(page, none):
    """«26–50 of 1 000+»; `none` when there is nothing."""
    here = len(page.object_list)
    if not here:
        return none
    more = "+" if page.found > COUNT_UP_TO else ""
    count = number_format(page.paginator.count, force_grouping=True) + more
    start = (page.number - 1) * PER_PAGE + 1
    return _("%(from)s–%(to)s of %(count)s") % {"from": start, "to": start + here - 1, "count": count}


def _behind(filters, matching, pk):
    """Only what comes after this line in the order chosen."""
    names = [name.removeprefix("-") for name in filters.order]
    last = filters.rows().visible_to(filters.officer).filter(pk=pk).values(*names).first()
    first = names[0]
    if last is None or last[first] is None:
        return matching
    way = "lt" if filters.order[0].startswith("-") else "gt"
    condition, equal = Q(), {}
    for name in names:
        condition |= Q(**equal, **{f"{name}__{way}": last[name]})
        equal[name] = last[name]
    return matching.filter(condition, **{f"{first}__{way}e": last[first]})
