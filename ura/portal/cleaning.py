"""Text as people paste it, without the signs that no database and no letter can hold."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# They turn the rest of a line round; right-to-left scripts do not need them in one line.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_words(text):
    """Several lines: NUL and other controls go, halves of signs become one that says so."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def clean_line(text):
    """One line of them, single-spaced."""
    return " ".join(_OVERRIDES.sub("", clean_words(text)).split())
