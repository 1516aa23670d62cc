"""The yearly needs analysis: opening it, filling the table, keeping its tasks and round tables."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from ura.codelists.lists import terms
from ura.core.refusals import Refused
from ura.core.versions import lock_version
from ura.municipalities import national
from ura.plans.models import NeedsAnalysis, NeedsRow, NeedsStep
from ura.trail.actions import record

DATA = Path(__file__).parent / "data"
COLUMNS = ("current", "needs", "desired")


def open_analysis(municipality, year, *, by, language="sq"):
    """Open one year's analysis with the topics of Annex 4 and the steps of procedure diaspora/5.1a.

    The wished state of the year before is carried over as the question to begin with, not as an answer.
    """
    if not 2015 <= year <= timezone.localdate().year + 1:
        raise Refused(_("Choose a year from 2015 until next year."), field="year")
    if NeedsAnalysis.objects.filter(municipality=municipality, year=year).exists():
        raise Refused(_("The analysis of %(year)s is open already.") % {"year": year}, field="year")
    analysis = NeedsAnalysis.objects.create(municipality=municipality, year=year, author=by)
    NeedsRow.objects.bulk_create(
        NeedsRow(municipality=municipality, analysis=analysis, topic=term.code)
        for term in terms(municipality).get("gap_topic", [])
    )
    NeedsStep.objects.bulk_create(
        NeedsStep(municipality=municipality, analysis=analysis, kind=row["kind"], what=row[language])
        for row in national.rows("assessment", DATA)
    )
    record(analysis, "plans.opened", by=by, year=year)
    return analysis


def fill(analysis, cells, *, by, version):
    """Write the table: `cells` is {(topic, column): text}; refuses when a colleague saved in between."""
    analysis = _lock(analysis, version)
    rows = {row.topic: row for row in analysis.rows.all()}
    changed = []
    for (topic, column), text in cells.items():
        row = rows.get(topic)
        if row is None or column not in COLUMNS or getattr(row, column) == text:
            continue
        setattr(row, column, text)
        changed.append(row)
    for row in changed:
        row.save()
    _saved(analysis, "plans.filled", by, topics=len({row.topic for row in changed}))
    return analysis


def add_topic(analysis, topic, *, by):
    """Add a topic of the office's own list to an analysis already open."""
    _row, new = NeedsRow.objects.get_or_create(municipality=analysis.municipality, analysis=analysis, topic=topic)
    if not new:
        raise Refused(_("This topic is in the table already."), field="topic")
    _saved(analysis, "plans.topic", by, topic=topic)


def keep_step(analysis, *, by, step=None, version=None, **fields):
    """Add or change a task, a talk or a round table of the analysis; refuses when a colleague saved it in between."""
    if step:
        lock_version(step, version)
    step = step or NeedsStep(municipality=analysis.municipality, analysis=analysis)
    for name, value in fields.items():
        setattr(step, name, value)
    step.version += step.pk is not None
    step.save()
    _saved(analysis, "plans.step", by, step=step.pk)
    return step


def _lock(analysis, version):
    locked = NeedsAnalysis.objects.select_for_update().get(pk=analysis.pk)
    locked.municipality = analysis.municipality
    if int(version) != locked.version:
        raise Refused(
            _(
                "A colleague changed the analysis while you were writing. Your text is kept below: "
                "look at what changed and save again."
            )
        )
    return locked


def _saved(analysis, act, by, **fields):
    analysis.version += 1
    analysis.save(update_fields=["version"])
    record(analysis, act, by=by, **fields)
