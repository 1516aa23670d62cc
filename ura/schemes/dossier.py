"""What a scheme asks for in papers, what of it is there, and how ready a file is."""

from dataclasses import dataclass

from ura.schemes.catalogue import documents
from ura.schemes.models import Paper
from ura.schemes.states import PaperState


@dataclass
class Line:
    """One line of the checklist: a document, or several of which one is enough."""

    options: list  # of Document
    papers: list  # Paper or None, beside each option
    perhaps: bool = False  # needed only if something holds that is not known

    @property
    def state(self):
        states = {paper.state for paper in self.papers if paper}
        for state in (PaperState.HAVE, PaperState.NOT_NEEDED, PaperState.ASKED):
            if state in states:
                return state
        return PaperState.MISSING

    @property
    def label(self):
        return self.state.label

    @property
    def ready(self):
        return self.state in (PaperState.HAVE, PaperState.NOT_NEEDED)

    @property
    def pairs(self):
        return list(zip(self.options, self.papers, strict=True))


def papers_of(case, person):
    """{document: Paper} of one person of a case."""
    rows = Paper.objects.filter(municipality=case.municipality_id, case=case, person=person).select_related("file")
    return {row.document: row for row in rows}


def checklist(scheme, known, papers):
    """The documents this scheme asks of a person with these facts; left out is what certainly does not apply."""
    lines = []
    for asked in scheme.documents:
        applies = asked.when.judge(known) if asked.when else True
        if applies is False:
            continue
        options = [documents()[code] for code in asked.codes]
        lines.append(Line(options, [papers.get(each.code) for each in options], perhaps=applies is None))
    return lines


def readiness(lines):
    """How much of the file is there, in percent; what is perhaps needed counts only once it is there."""
    counted = [line for line in lines if not line.perhaps or line.ready]
    return 100 * sum(line.ready for line in counted) // len(counted) if counted else 100


def is_complete(lines):
    return all(line.ready for line in lines)
