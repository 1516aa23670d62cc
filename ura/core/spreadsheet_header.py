"""Where the heading row of a spreadsheet is, and what its columns are called."""

from django.utils.translation import gettext as _

from .cells import as_text
from .folding import fold


def find_header(first, known):
    """The line with most of the headings hoped for; else the first that is words in most of the table's columns."""
    wanted = {fold(heading).strip() for heading in known}
    if wanted:
        hits = [sum(fold(as_text(value)).strip() in wanted for value in row) for _number, row in first]
        if max(hits, default=0) >= min(2, len(wanted)):
            return hits.index(max(hits))
    filled = [sum(as_text(value) != "" for value in row) for _number, row in first]
    widest = max(filled, default=0)
    for at, (_number, row) in enumerate(first):
        words = sum(isinstance(value, str) and any(letter.isalpha() for letter in value) for value in row)
        if widest and words >= max(1, 0.6 * widest) and words >= 0.7 * filled[at]:
            return at
    return None


def header_depth(first, at, merges):
    """How many lines the header takes: a heading over several columns has its parts below."""
    top = first[at][0] - 1
    here = [merge for merge in merges if merge[0][0] == top]
    depth = max((end[0] - top + 1 for _start, end in here), default=1)
    below = first[at + 1][1] if at + 1 < len(first) else []
    spanning = [column for start, end in here if end[1] > start[1] for column in range(start[1], end[1] + 1)]
    parts = [below[column] for column in spanning if column < len(below)]
    if spanning and parts and all(isinstance(part, str) and part.strip() for part in parts):
        depth = max(depth, 2)
    return min(depth, 3, len(first) - at)


def headings(table, first, at, depth, merges):
    """(headings, their columns): merged ones spread over their columns, empty ones named, doubles numbered."""
    top, width = first[at][0] - 1, max(len(row) for _number, row in first)
    grid = [list(row) + [""] * (width - len(row)) for _number, row in first[at : at + depth]]
    spread = [m for m in merges if top <= m[0][0] < top + depth]
    for (row, column), (_last, last_column) in spread:
        for other in range(column, min(last_column + 1, width)):
            grid[row - top][other] = grid[row - top][column]
    if spread:
        table.problem(
            "merged_header", _("The header has merged cells. Check that each column was understood."), top + 1
        )
    below = [row for _number, row in first[at + depth :]]
    found, columns, seen = [], [], {}
    for column in range(width):
        parts = dict.fromkeys(as_text(line[column]) for line in grid)
        heading = " ".join(part for part in parts if part)
        if not heading:
            if not any(column < len(row) and as_text(row[column]) for row in below):
                continue
            heading = _("Column %(letters)s") % {"letters": _letters(column)}
            table.problem("unnamed_column", _("%(column)s has no heading.") % {"column": heading}, top + 1)
        seen[fold(heading)] = seen.get(fold(heading), 0) + 1
        if (count := seen[fold(heading)]) > 1:
            table.problem(
                "double_heading",
                _("The heading «%(heading)s» stands over several columns.") % {"heading": heading},
                top + 1,
            )
            heading = f"{heading} ({count})"
        found.append(heading)
        columns.append(column)
    return found, columns


def _letters(column):
    text = ""
    while column >= 0:
        text, column = chr(65 + column % 26) + text, column // 26 - 1
    return text
