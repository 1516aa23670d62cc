"""Words as a search sees them: without accents, without case."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
SHORTEST_PREFIX = 3
LONGEST_PREFIX = 12


def fold(text):
    """«Gjirokastër» and "GJIROKASTER" fold to the same word."""
    decomposed = unicodedata.normalize("NFKD", text or "")
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words(text):
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def index_terms(text):
    """Each word and its beginnings from three letters: what an index keeps of a name or a subject.

    The words of a subject beyond the thirtieth are left out, so that nobody fills the index with one letter.
    """
    terms = set()
    for word in words(text)[:30]:
        terms.add(word[:40])
        terms.update(word[:n] for n in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX)))
    return terms


def search_terms(text):
    """The terms a reader typed, as the index knows them: at most five, long words as their beginning."""
    return [word[:40] for word in words(text)[:5]]
