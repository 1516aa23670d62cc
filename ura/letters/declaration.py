"""The declaration of consent as a tagged PDF: to be read, ticked and signed by hand, then scanned back."""

from ura.letters.defaults import fixed_words
from ura.letters.papers import Letterhead
from ura.letters.pdf import _compile, _office, blocks


def declaration_pdf(
    *, office: Letterhead, language, title, statement, clauses, version, person="", guardian=False, words
):
    """`clauses`: [(the sentence, does it need a line for an institution)]. `words`: labels of the lines to fill in."""
    fixed = fixed_words(language)
    return _compile(
        "declaration.typ",
        {
            "title": title, "author": f"{office.municipality}, {office.name}", "language": language, "words": fixed,
            "office": _office(office, fixed), "body": blocks(statement),
            "clauses": [[sentence, line] for sentence, line in clauses], "labels": words, "person": person,
            "guardian": guardian, "version": version,
        },
    )  # fmt: skip
