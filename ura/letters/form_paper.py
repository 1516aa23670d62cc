"""An empty form as a tagged PDF, for the desk without electricity: filled by hand, entered later with its own day."""

from ura.letters.defaults import fixed_words
from ura.letters.papers import Letterhead
from ura.letters.pdf import _compile, _office


def form_pdf(*, office: Letterhead, language, title, sections, declaration, needs, end, officer, labels):
    """`sections`: {title, fields, declaration, needs}; a field: {label, kind: line | words | options, lines, options}.

    `declaration`: {title, statements, clauses, fields, day, signature, note}. `needs`: the heads of the table of needs.
    """
    words = fixed_words(language)
    return _compile(
        "form.typ",
        {
            "title": title, "author": f"{office.municipality}, {office.name}", "language": language, "words": words,
            "office": _office(office, words), "sections": sections, "declaration": declaration, "needs": list(needs),
            "end": end, "officer": officer, "labels": labels,
        },
    )  # fmt: skip
