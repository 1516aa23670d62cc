"""What a scheme says of one person or family: eligible, not eligible, not known; why; and what would settle it."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from ura.schemes.facts import facts
from ura.schemes.states import Confidence, Verdict
from ura.schemes.wording import sentence

VERDICTS = {True: Verdict.ELIGIBLE, False: Verdict.NOT_ELIGIBLE, None: Verdict.UNKNOWN}


@dataclass(frozen=True)
class Reason:
    value: bool | None
    node: object
    known: dict

    def words(self, language=None):
        return sentence(self.node, self.known, language)

    @property
    def sq(self):
        return self.words("sq")

    @property
    def en(self):
        return self.words("en")

    def __str__(self):
        return self.words()

    @property
    def unsure(self):
        """The criterion itself is an assumption: the office decides."""
        return self.node.confidence in (Confidence.KNOWN, Confidence.UNCERTAIN)


class Judgement:
    """The verdict is there at once; sentences are made only when somebody reads them."""

    __slots__ = ("__dict__", "known", "scheme", "verdict")

    def __init__(self, scheme, known):
        self.scheme, self.known = scheme, known
        self.verdict = VERDICTS[scheme.criteria.judge(known)]

    @property
    def label(self):
        return self.verdict.label

    @cached_property
    def reasons(self):
        """What decided, first: the failing ones when it is refused, the open ones when it is not known."""
        found = [Reason(part.judge(self.known), part, self.known) for part in self.scheme.criteria.parts]
        order = {False: 0, None: 1, True: 2}
        return sorted(found, key=lambda reason: order[reason.value])

    @cached_property
    def settling(self):
        """The facts that would settle it, in the order of the criteria."""
        known = facts()
        return [known[key] for key in self.scheme.criteria.unsettled(self.known)]


def judge(scheme, known):
    return Judgement(scheme, known)


def judge_all(schemes, known):
    """[Judgement] of many schemes for one person or family."""
    return [Judgement(scheme, known) for scheme in schemes]
