"""What a table holds about persons, said on its class: `personal = Personal(…)`.

From these declarations come the record of processing activities, the package of the right of access, erasure and
retention; a test fails for a table with encrypted text or a link to a person that says nothing.
"""

from dataclasses import dataclass

SELF = "self"  # the row is the person
STAFF = "staff"  # the row is about those who work here, not about persons served


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One line of the record of processing activities: why an office holds data, and by which right."""

    key: str
    name: str
    purpose: str
    basis: str
    whose: str
    recipients: str
    kept: str  # the kind of retention rule that says for how long


@dataclass(frozen=True, kw_only=True)
class Personal:
    """What one table holds.

    `of` leads from the row to the person, as in a filter («enquiry__requester»); several ways are a tuple. Empty:
    no plain way leads there, and `ura.rights.holdings` knows how to find the rows.
    """

    activity: Activity
    what: str
    of: str | tuple = ()
    fields: tuple = ()  # identifiers and free text: erasure empties them
    also: tuple = ()  # codes and days, shown beside them; they stay
    files: tuple = ()  # keys of stored files: erasure takes them from the disk
    scrambled: tuple = ()  # keyed hashes that open something: replaced by chance
    rows_go: bool = False  # the whole row goes: an index
    remain: tuple = ()  # encrypted, but about no person

    @property
    def ways(self):
        return (self.of,) if isinstance(self.of, str) else self.of


@dataclass(frozen=True)
class NotPersonal:
    """Encrypted or linked to a person's matter for another reason, which stands here."""

    reason: str
