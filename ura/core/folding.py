"""Words as a search sees them: without accents, without case."""

import re
import unicodedata

_ALBANIAN = str.maketrans("ëçËÇ", "ecEC")  # the usual case by the short way
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9]+(?:[/-][0-9]+)*")
_NO_NUMBER = re.compile(r"[^\w/-]|_")
MOST_NUMBERS = 4  # of one text
SHORTEST, LONGEST = 3, 8  # letters of a beginning the index keeps; a longer word is found by its first eight


def fold(text):
    """«Gjirokastër» and "GJIROKASTER" fold to the same word."""
    text = (text or "").translate(_ALBANIAN)
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words(text):
    """The folded words of a text, in order; small words say nothing unless they are numbers."""
    return [word for word in _WORD.findall(fold(text)) if len(word) >= SHORTEST or word.isdigit()]


def index_terms(text):
    """The beginnings of each word, from three letters to eight: what an index keeps of a name or a subject.

    The words of a subject beyond the thirtieth are left out, so that nobody fills the index with one letter.
    """
    return {word[:n] for word in words(text)[:30] for n in range(min(SHORTEST, len(word)), min(len(word), LONGEST) + 1)}


def search_terms(text):
    """The terms a reader typed, as the index knows them: at most five."""
    return [word[:LONGEST] for word in words(text)[:5]]


def whole_number(text):
    """A number as it is compared: «Nr. 45 / 3» and "nr.45/3" are one, and so are 0812 and 812."""
    return _NO_NUMBER.sub("", fold(text)).lstrip("0")


def numbers(text):
    """What a number is found by: «Nr. 45/3» also as "45/3"."""
    whole = whole_number(text)
    found = [whole, *(number.lstrip("0") for number in _NUMBER.findall(whole)[:MOST_NUMBERS])]
    return {number for number in found if number}
