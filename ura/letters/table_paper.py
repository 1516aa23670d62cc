"""A long table as tagged PDF on A4 across: a heading row on each page."""

from ura.letters.defaults import fixed_words
from ura.letters.pdf import _compile, _office


def table_paper(*, office, language, title, intro, columns, rows):
    """Every word decided; `rows` are rows of texts."""
    words = fixed_words(language)
    data = {
        "title": title, "author": f"{office.municipality}, {office.name}", "language": language, "words": words,
        "office": _office(office, words), "intro": list(intro), "columns": list(columns),
        "rows": [list(row) for row in rows],
    }  # fmt: skip
    return _compile("table.typ", data)
