"""People served, what they agreed to, and who belongs together."""

from ura.people.models.person import Person, PersonToken

__all__ = ["Person", "PersonToken"]
