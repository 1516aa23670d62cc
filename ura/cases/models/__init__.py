"""What a case (dosja) is made of."""

from ura.cases.models.assessment import Assessment, AssessmentFormat, CaseRule, DomainScore, Urgency
from ura.cases.models.case import Case, CaseCategory, CaseEvent, CaseText
from ura.cases.models.plan import (
    Action,
    Assistance,
    AssistanceDetail,
    AssistanceType,
    Goal,
    Plan,
    PlanState,
    SignedHow,
    Source,
    Who,
)
from ura.cases.models.review import Closure, Judgement, Quality, Result, Review

__all__ = [
    "Action",
    "Assessment",
    "AssessmentFormat",
    "Assistance",
    "AssistanceDetail",
    "AssistanceType",
    "Case",
    "CaseCategory",
    "CaseEvent",
    "CaseRule",
    "CaseText",
    "Closure",
    "DomainScore",
    "Goal",
    "Judgement",
    "Plan",
    "PlanState",
    "Quality",
    "Result",
    "Review",
    "SignedHow",
    "Source",
    "Urgency",
    "Who",
]
