"""A guide on paper, and its code for the phone."""

from io import BytesIO

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from ura.core.templatetags.ui import number
from ura.directory.models import Audience
from ura.letters.guide_paper import guide_paper
from ura.letters.letterhead import letterhead_of


def public_url(municipality, key):
    """Where anybody opens this guide."""
    return settings.BASE_URL.rstrip("/") + reverse("public_guide", args=[municipality.slug, key])


def code_svg(url):
    """The code to scan, with a white ground of its own: a dark page would hide it from the phone."""
    drawn = BytesIO()
    qrcode.make(url, image_factory=SvgPathFillImage, border=3).save(drawn)
    return drawn.getvalue().decode().partition("?>")[2].strip()


def guide_pdf(municipality, guide, language="sq"):
    """The guide as this office gives it out, in one language. Asks nothing of the database: slow work, no transaction."""
    page = guide.page(language)
    with translation.override(language):
        words = dict(Audience.choices)
        labels = {
            "laws": _("Law"), "institutions": _("Where one goes"), "steps": _("What to do"),
            "papers": _("What to bring"), "paper": _("Document"), "issuer": _("Issued by"), "how": _("How to get it"),
            "scan": _("On the phone"), "code_alt": _("Code that opens this guide on a phone"),
        }  # fmt: skip
        return guide_paper(
            office=letterhead_of(municipality, language), language=language, title=page.title,
            audience=", ".join(str(words[code]) for code in guide.audience), laws=[law for law, _link in page.laws],
            institutions=page.institutions, labels=labels, steps=page.steps, papers=page.papers,
            parts=_parts(page), said=_said(guide), url=public_url(municipality, guide.key),
        )  # fmt: skip


def _parts(page):
    costs = [row for row in [page.cost, page.fee and _("Fee: %(lek)s lek") % {"lek": number(page.fee)}] if row]
    found = [
        (_("Further documents here"), page.own_papers, True),
        (_("How long it takes"), [f"{what}: {long}" for what, long in page.deadlines], True),
        (_("What it costs"), costs or [_("Ask at the office.")], False),
        (_("Good to know"), page.notes, True),
        (_("In our municipality"), [*own_lines(page), *page.own_text.split("\n\n")], False),
        (_("On the internet"), list(page.links), True),
    ]
    return [(title, [row for row in rows if row], listed) for title, rows, listed in found if any(rows)]


def own_lines(page):
    """Where, when and by which phone, as the office wrote it."""
    return [
        f"{label}: {value}"
        for label, value in (
            (_("Where"), page.place),
            (_("Opening hours"), page.hours),
            (_("Phone"), page.phone),
        )
        if value
    ]


def _said(guide):
    said = guide.confirmation
    if said is None or guide.changed_since:
        return _("Ask at the office whether anything changed since this was printed.")
    return _("Confirmed on %(day)s.") % {"day": date_format(said.on, "SHORT_DATE_FORMAT")}
