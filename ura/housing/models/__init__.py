"""Calls for a housing programme, the tables of points, applications and what became of them."""

from ura.housing.models.application import Application, ApplicationFile, ApplicationPaper, HousingEvent
from ura.housing.models.call import Call, Decision, PointsTable

__all__ = ["Application", "ApplicationFile", "ApplicationPaper", "Call", "Decision", "HousingEvent", "PointsTable"]
