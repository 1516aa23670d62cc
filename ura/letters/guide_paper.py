"""A guide as tagged PDF on A4, with the code that opens it on a phone."""

from functools import lru_cache

import qrcode

from ura.letters.defaults import fixed_words
from ura.letters.pdf import _compile, _office


def guide_paper(*, office, language, title, audience, laws, institutions, labels, steps, papers, parts, said, url=""):
    """One guide, every word decided. `papers`: (name, issuer, how); `parts`: (title, rows, are they a list)."""
    words = fixed_words(language)
    data = {
        "title": title, "author": f"{office.municipality}, {office.name}", "language": language, "words": words,
        "office": _office(office, words), "audience": audience, "laws": list(laws),
        "institutions": list(institutions), "labels": labels, "steps": list(steps), "papers": [list(p) for p in papers],
        "parts": [{"title": name, "rows": list(rows), "list": listed} for name, rows, listed in parts],
        "said": said, "code": code_rows(url) if url else [],
    }  # fmt: skip
    return _compile("guide.typ", data)


@lru_cache(maxsize=256)
def code_rows(url):
    """The code of an address, row by row, as runs of dark cells: (first, how many)."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(url)
    code.make()
    return tuple(tuple(_runs(row)) for row in code.get_matrix())


def _runs(row):
    begun = None
    for at, dark in enumerate([*row, False]):
        if dark and begun is None:
            begun = at
        elif not dark and begun is not None:
            yield begun, at - begun
            begun = None
