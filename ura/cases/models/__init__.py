"""What a case (dosja) is made of."""

from ura.cases.models.case import Case, CaseCategory, CaseEvent, CaseText

__all__ = ["Case", "CaseCategory", "CaseEvent", "CaseText"]
