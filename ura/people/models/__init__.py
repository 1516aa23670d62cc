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
from ura.people.models.person import Person, PersonToken

__all__ = [
    "Agreed",
    "Consent",
    "ConsentOverride",
    "ConsentText",
    "How",
    "Person",
    "PersonToken",
    "Purpose",
    "Through",
    "WithdrawalAsked",
]
