"""Calls for a housing programme, the tables of points, applications and what became of them."""

from ura.housing.models.application import Application, ApplicationPaper, HousingEvent
from ura.housing.models.call import Call, Decision, PointsTable

__all__ = ["Application", "ApplicationPaper", "Call", "Decision", "HousingEvent", "PointsTable"]
