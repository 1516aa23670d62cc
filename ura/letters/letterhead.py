"""The head and foot of an office's papers, from its settings."""

from ura.letters.papers import Letterhead


def letterhead_of(municipality, language="sq"):
    """The head and foot of this office's papers."""
    office, english = municipality.office, language == "en"
    return Letterhead(
        municipality=f"Municipality of {municipality.name_en}" if english else municipality.official_sq,
        name=office.name_en if english else office.name_sq,
        place=(municipality.name_en if english else municipality.seat_sq) or municipality.name_sq,
        address=office.address, phone=office.phone, email=office.email,
        website=(office.foot_en if english else office.foot_sq) or office.foot_sq,
        extra=tuple(line for line in [(office.letterhead_en if english else office.letterhead_sq)] if line),
    )  # fmt: skip
