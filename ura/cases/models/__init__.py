"""What a case (dosja) is made of."""

from ura.cases.models.assessment import Assessment, AssessmentFormat, CaseRule, DomainScore, Urgency
from ura.cases.models.case import Case, CaseCategory, CaseEvent, CaseText
from ura.cases.models.group import CaseWorker, Conference, Decision, GroupMember, LocalGroup
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
from ura.cases.models.registration import Registration
from ura.cases.models.review import Closure, Judgement, Quality, Result, Review
from ura.cases.models.session import CounsellingSession, GuideGiven, SessionNeed, SessionWord, Solved

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
    "CaseWorker",
    "Closure",
    "Conference",
    "CounsellingSession",
    "Decision",
    "DomainScore",
    "Goal",
    "GroupMember",
    "GuideGiven",
    "Judgement",
    "LocalGroup",
    "Plan",
    "PlanState",
    "Quality",
    "Registration",
    "Result",
    "Review",
    "SessionNeed",
    "SessionWord",
    "SignedHow",
    "Solved",
    "Source",
    "Urgency",
    "Who",
]
