"""The words of economic reintegration: fields of work, what happens to a vacancy, a course, a grant, a day of work."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Field(models.TextChoices):
    """Fields of work, by which people and vacancies are matched."""

    FARMING = "farming", _("Farming, livestock, fishing")
    CONSTRUCTION = "construction", _("Construction")
    MANUFACTURING = "manufacturing", _("Manufacturing, textile, footwear")
    TRADE = "trade", _("Trade and sales")
    TOURISM = "tourism", _("Hotels, bars, restaurants, tourism")
    TRANSPORT = "transport", _("Transport and storage")
    REPAIR = "repair", _("Repair, mechanics, electricity, plumbing")
    CARE = "care", _("Health and care")
    EDUCATION = "education", _("Education")
    OFFICE = "office", _("Office, administration, call centres")
    IT = "it", _("Information technology")
    CLEANING = "cleaning", _("Cleaning and upkeep")
    OTHER = "other", _("Another field")


class Education(models.TextChoices):
    NONE = "0", _("None")
    PRIMARY = "1", _("Elementary (grades 1–5)")
    BASIC = "2", _("Basic (9 years)")
    VOCATIONAL = "3", _("Vocational secondary")
    SECONDARY = "4", _("General secondary")
    HIGHER = "5", _("Higher")


class SeekerState(models.TextChoices):
    SEEKING = "seeking", _("Looks for work")
    WORKS = "works", _("Works")
    ENDED = "ended", _("No longer looks")


class MediationState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    INTERVIEWED = "interviewed", _("Interviewed")
    REFUSED = "refused", _("Refused")
    HIRED = "hired", _("Hired")


MEDIATION_MOVES = {
    MediationState.PROPOSED: {MediationState.INTERVIEWED, MediationState.REFUSED, MediationState.HIRED},
    MediationState.INTERVIEWED: {MediationState.REFUSED, MediationState.HIRED},
    MediationState.REFUSED: set(),
    MediationState.HIRED: set(),
}


class RefusedBy(models.TextChoices):
    EMPLOYER = "employer", _("The employer")
    PERSON = "person", _("The person")


class Contract(models.TextChoices):
    PERMANENT = "permanent", _("Permanent")
    TEMPORARY = "temporary", _("For a time")
    SEASONAL = "seasonal", _("Seasonal")
    PART_TIME = "part_time", _("Part time")
    SELF = "self", _("Self-employed")


class CourseKind(models.TextChoices):
    VOCATIONAL = "vocational", _("Vocational course")
    BUSINESS_PLAN = "business_plan", _("Start-up business plan")  # Tirana plan 4.2.5
    LANGUAGE = "language", _("Language")
    DIGITAL = "digital", _("Digital skills")
    CAREER = "career", _("Career guidance in a group")  # 4.2.4
    FARMING = "farming", _("Farming and agribusiness")
    OTHER = "other", _("Another training")


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", _("Attends")
    COMPLETED = "completed", _("Completed")
    LEFT = "left", _("Left before the end")


class AdviceKind(models.TextChoices):
    FARM = "farm", _("Advice on the farm")  # 4.2.7
    CAREER = "career", _("Career guidance")  # 4.2.4
    BUSINESS = "business", _("Advice on a business plan")


class GrantKind(models.TextChoices):
    STARTUP = "startup", _("Business plan of a returnee")  # 4.2.6
    AGRIBUSINESS = "agribusiness", _("Agribusiness")  # 4.2.8
    OTHER = "other", _("Another grant")


class Sector(models.TextChoices):
    """Of what a business lives (Tirana plan 4.2.6; figure «business_support»)."""

    AGRICULTURE = "agriculture", _("Agriculture and livestock")
    PRODUCTION = "production", _("Production and food processing")
    CONSTRUCTION = "construction", pgettext_lazy("sector", "Construction")
    TRADE = "trade", _("Trade")
    TOURISM = "tourism", _("Tourism and food service")
    CRAFTS = "crafts", _("Crafts")
    TRANSPORT = "transport", pgettext_lazy("sector", "Transport")
    TECHNOLOGY = "technology", _("Information technology")
    SERVICES = "services", _("Other services")
    OTHER = "other", _("Another sector")


class TieRule(models.TextChoices):
    """Who goes first when the points are equal; after it, who applied first."""

    EARLIEST = "earliest", _("Who applied first")
    LEAST = "least", _("Who asks for less")
    FIRST_CRITERION = "first_criterion", _("More points in the first criterion")
    WOMEN = "women", _("Women first")


class GrantState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("application", "Received")
    AWARDED = "awarded", _("Awarded")
    REFUSED = "refused", _("Not awarded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SupportKind(models.TextChoices):
    """Financial support for agribusiness (Tirana plan 4.2.8)."""

    INPUTS = "inputs", _("Seeds, seedlings, fertiliser")
    LIVESTOCK = "livestock", _("Livestock")
    EQUIPMENT = "equipment", _("Equipment, greenhouse, irrigation")
    PROCESSING = "processing", _("Processing and packaging")
    MARKET = "market", _("Market, certification")
    OTHER = "other", _("Other support")


class Payer(models.TextChoices):
    """Who pays."""

    MUNICIPALITY = "municipality", _("Municipality’s budget")
    STATE = "state", _("State budget")
    DONOR = "donor", _("Donor or project")
