"""Whom an office works with: stakeholders of requests, institutions with their services, and who answers there."""

from ura.directory.models.institution import Contact, Institution, InstitutionKind, Location
from ura.directory.models.service import Audience, Service, ServiceKind, VulnerableGroup
from ura.directory.models.stakeholder import Stakeholder

__all__ = [
    "Audience", "Contact", "Institution", "InstitutionKind", "Location", "Service", "ServiceKind", "Stakeholder",
    "VulnerableGroup",
]  # fmt: skip
