"""Tags for the looks. Each returns one short string: a list page calls them for every row."""

from functools import cache, lru_cache
from html import escape

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()


@cache
def _icon(name, extra):
    sheet = static("ura/icons.svg")
    return mark_safe(f'<svg class="icon{extra}" aria-hidden="true"><use href="{sheet}#{name}"></use></svg>')


@register.simple_tag
def icon(name, size=""):
    """An icon of the sprite; `{% icon "inbox" %}` or `{% icon "inbox" "l" %}`. Says nothing to a screen reader."""
    return _icon(name, f" icon-{size}" if size else "")


_HERE = ' aria-current="page"'


@register.simple_tag
def ways(items):
    """The list of the rail: a NavItem each, or None for a gap. Pages show it twice, wide and narrow."""
    return mark_safe(f'<ul class="nav">{"".join([_way(item) for item in items or ()])}\n</ul>')


def _way(item):
    if not item:
        return '\n  <li class="nav-gap"></li>'
    count = f'<span class="count">{escape(str(item.count))}</span>' if item.count else ""
    here = _HERE if item.active else ""
    return f'\n  <li><a href="{escape(item.url)}"{here}>{icon(item.icon)}{escape(str(item.label))}{count}</a></li>'


@register.simple_tag
def status(code, label):
    """A status badge: code 1 to 5, or late, today, held, wait, done, void, new, off, warn, bad."""
    kind = f"s{code}" if str(code).isdigit() else f"s-{code}"
    return format_html('<span class="status {}">{}</span>', kind, label)


def days_in_words(days):
    """How far a day is, as one says it: today, tomorrow, in 3 days, 2 days late."""
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.simple_tag
def due(day, closed=False, on=None):
    """A due date with the days left in words; `closed` says it no longer presses."""
    if not day:
        return "—"
    return _due(day, bool(closed), on or timezone.localdate(), get_language())


@lru_cache(maxsize=512)  # a list shows the same few days in every row
def _due(day, closed, on, language):
    written = date_format(day, "SHORT_DATE_FORMAT")
    if closed:
        return format_html('<span class="due"><time datetime="{}">{}</time></span>', day.isoformat(), written)
    days = (day - on).days
    kind = "late" if days < 0 else "today" if days == 0 else "soon" if days <= 2 else "calm"
    return format_html(
        '<span class="due due-{}"><time datetime="{}">{}</time> <b>{}</b></span>',
        kind,
        day.isoformat(),
        written,
        days_in_words(days),
    )


@register.simple_tag
def days_left(day, on=None):
    """Only the words: «edhe 3 ditë»."""
    return days_in_words((day - (on or timezone.localdate())).days) if day else ""


@register.filter
def number(value, places=None):
    """A number grouped the Albanian way, 1 250 000,50; nothing for nothing."""
    if value is None or value == "":
        return ""
    return number_format(value, places, use_l10n=True, force_grouping=True)


@register.filter
def initials(name):
    """Two letters for the round sign beside a name."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def short_date(day):
    """02.03.2026."""
    return (
        date_format(
            timezone.localtime(day) if hasattr(day, "hour") and timezone.is_aware(day) else day,
            "SHORT_DATE_FORMAT",
        )
        if day
        else ""
    )


def rest_of(query, *without):
    """What an address keeps when one of its values is put anew: `?a=1&` to write `b=2` behind."""
    kept = query.copy()
    for name in without:
        kept.pop(name, None)
    return f"?{kept.urlencode()}&" if kept else "?"


@register.simple_tag(takes_context=True)
def to_page(context, number):
    """This address at another page; the rest of it is read once for all the links of a pager."""
    request = context["request"]
    if not hasattr(request, "_rest_of_pager"):
        request._rest_of_pager = rest_of(request.GET, "page")
    return f"{request._rest_of_pager}page={number}"


@register.filter
def page_numbers(page):
    """1 … 4 5 6 … 9, with None where pages are left out."""
    last = page.paginator.num_pages
    shown = sorted({1, page.number - 1, page.number, page.number + 1, last} & set(range(1, last + 1)))
    out = []
    for n in shown:
        if out and n - out[-1] > 1:
            out.append(n - 1 if n - out[-1] == 2 else None)
        out.append(n)
    return out
