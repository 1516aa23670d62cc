"""Who signs a letter of the office, by function."""

from ura.letters import signatories
from ura.letters.signatories import choices

__all__ = ["choices", "chosen"]


def chosen(reply):
    """Who signs this letter: the officer chosen, else the first the office offers; None when there is nobody."""
    return signatories.chosen(reply.municipality, reply.signatory)
