"""People served, what they agreed to, and who belongs together."""

from ura.people.models.consent import (
    Agreed,
    Consent,
    ConsentOverride,
    ConsentText,
    How,
    Purpose,
    Through,
    WithdrawalAsked,
)
from ura.people.models.household import Guardianship, Household, HouseholdMember
from ura.people.models.person import Merge, Person, PersonContact, PersonToken, TwoPersons

__all__ = [
    "Agreed",
    "Consent",
    "ConsentOverride",
    "ConsentText",
    "Guardianship",
    "Household",
    "HouseholdMember",
    "How",
    "Merge",
    "Person",
    "PersonContact",
    "PersonToken",
    "Purpose",
    "Through",
    "TwoPersons",
    "WithdrawalAsked",
]
