"""Does a message ask to withdraw a consent? Only words that say so clearly; an officer decides, never this file."""

import re

from ura.core.folding import fold

_AGREEMENT = r"(?:pelqim\w*|miratim\w* per (?:te )?dhena\w*|consent\w*)"
_END = (
    r"(?:terheq\w*|terhiq\w*|terhoq\w*|heq\w*|anulo\w*|revoko\w*|nderpre\w*|nderpris\w*|"
    r"withdr[ae]w\w*|withdrawal|revok\w*|cancel\w*|take back)"
)
_NEAR = r"(?:\W+\w+){0,5}?\W+"
_ASKS = re.compile(
    rf"\b{_END}{_NEAR}{_AGREEMENT}\b"
    rf"|\b{_AGREEMENT}{_NEAR}{_END}\b"
    r"|\bnuk (?:e )?(?:jap|pranoj|lejoj) me (?:pelqim\w*|perpunim\w*|t\W?i perpunoni)"
    r"|\b(?:no longer|do not|don\W?t) (?:agree|consent)(?: any ?more)?\W+(?:to|that)\b"
)
_NOT = re.compile(r"\b(?:nuk|s\W|mos|not|n\Wt|never|si|how)(?:\W+\w+){0,3}?\W*$")
_FIRST = 20_000  # signs that are read


def asks_to_withdraw(text):
    """Whether the words ask for the end of a consent: «tërheq pëlqimin tim», "I withdraw my consent"."""
    text = fold(text[:_FIRST])
    for found in _ASKS.finditer(text):
        said_with_not = found[0].startswith(("nuk", "no longer", "do not", "don"))
        if said_with_not or not _NOT.search(text[max(0, found.start() - 30) : found.start()]):
            return True
    return False
