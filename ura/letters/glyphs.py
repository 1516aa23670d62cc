"""What the letter's typeface can print; the rest becomes a visible □, never a failed letter."""

import re

from .texts import clean

BOX = "□"
# Libertinus Serif and DejaVu Sans Mono travel inside typst: Latin with every Albanian sign, Greek, Cyrillic,
# Armenian, Hebrew, Arabic, Georgian, punctuation, currency, arrows and mathematics. A test prints each sign.
_PRINTABLE = (
    "\n\t\u0020-\u04ff\u0531-\u0556\u0561-\u0587\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u063a\u0640-\u0655"
    "\u0660-\u0669\u10d0-\u10f0\u1e00-\u1fbc\u200b-\u200f\u2010-\u2027\u2030-\u203a\u20a0-\u20b5\u2100-\u2116"
    "\u2150\u2153-\u215e\u2190-\u21ff\u2200-\u22ff\u25a0-\u25cf\u2605-\u2606\u2713-\u2714\u2717-\u2718"
)
_UNPRINTABLE = re.compile(f"[^{_PRINTABLE}]")
# Skin tones, variation marks and joiners inside an emoji would each print a box of their own.
_EMOJI_TAIL = re.compile(
    "[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])"
)


def unprintable(text):
    """The signs of a text that a letter cannot print, each once: for a warning before the letter is made."""
    return list(dict.fromkeys(_UNPRINTABLE.findall(_EMOJI_TAIL.sub("", clean(text)))))


def printable(text):
    """The text with a □ for each sign the typeface lacks."""
    return _UNPRINTABLE.sub(BOX, _EMOJI_TAIL.sub("", clean(text)))
