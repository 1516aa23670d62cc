"""A table of schemes from a spreadsheet: one row a criterion; a broken table is refused whole, with every sentence."""

from collections import namedtuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.core.refusals import Refused
from ura.core.spreadsheet_reader import read_table
from ura.schemes.actions.keeping_schemes import keep_scheme
from ura.schemes.catalogue import read_scheme
from ura.schemes.conditions import documents_from, documents_text, typed
from ura.schemes.language import data_of, read, rows_of, tree_of

MOST_ROWS = 2000
SCHEME = ["code", "area", "for", "sq", "en", "about_sq", "about_en", "law", "source", "issuer", "places",
          "deadline_sq", "deadline_en", "money_sq", "money_en", "plus_sq", "plus_en", "minus_sq", "minus_en",
          "next_sq", "next_en", "confidence", "local", "documents", "calls"]  # fmt: skip
CRITERION = ["group", "not", "fact", "is", "value", "criterion_law", "criterion_article"]
COLUMNS = [SCHEME[0], *CRITERION, *SCHEME[1:]]
Problem = namedtuple("Problem", "row sentence")


class BadTable(Refused):
    """Nothing was taken over; `problems` are the sentences, row by row."""

    def __init__(self, problems):
        self.problems = problems
        said = ngettext(
            "Nothing was imported: %(n)s row is wrong.", "Nothing was imported: %(n)s rows are wrong.", len(problems)
        )
        super().__init__(said % {"n": len(problems)}, field="file")


def import_schemes(municipality, data, *, name, by):
    """Take over all schemes of a table, or none. Returns their codes."""
    schemes = read_schemes(data, name=name)
    return [keep_scheme(municipality, each, by=by).code for each in schemes]


def read_schemes(data, *, name):
    """The schemes a table says, as data. Raises BadTable with a sentence for each wrong row."""
    table = read_table(data, name=name, max_rows=MOST_ROWS, known=COLUMNS)
    columns = {str(heading).strip().lower(): at for at, heading in enumerate(table.headers)}
    problems = []
    if lacking := [each for each in ("code", "fact", "is", "value") if each not in columns]:
        raise BadTable([Problem(table.header_row, _("The column “%(name)s” is missing.") % {"name": lacking[0]})])
    if unknown := [each for each in columns if each and each not in COLUMNS]:
        problems.append(Problem(table.header_row, _("The column “%(name)s” is not known.") % {"name": unknown[0]}))
    found, first_rows = {}, {}
    code = ""
    for number, values in table.rows:
        row = {name: _text(values[at]) for name, at in columns.items() if at < len(values)}
        if not any(row.values()):
            continue
        code = row.get("code") or code
        try:
            scheme = found.setdefault(code, {"row": {}, "criteria": []})
            first_rows.setdefault(code, number)
            for field in SCHEME:
                if row.get(field):
                    scheme["row"].setdefault(field, row[field])
            scheme["criteria"].append(_criterion(row))
        except Refused as refused:
            problems.append(Problem(number, str(refused)))
    broken = {problem.row for problem in problems}
    schemes = []
    for code, each in found.items():
        try:
            scheme = _scheme(each)
            if first_rows[code] not in broken:
                read_scheme(scheme)
            schemes.append(scheme)
        except Refused as refused:
            problems.append(Problem(first_rows[code], str(refused)))
    problems += [Problem(doubt.row, doubt.sentence) for doubt in table.problems if doubt.row is None]
    if not found and not problems:
        problems.append(Problem(table.header_row, _("The table has no rows.")))
    if problems:
        raise BadTable(sorted(problems, key=lambda problem: problem.row or 0))
    return schemes


def _criterion(row):
    leaf = {"fact": row.get("fact", ""), "is": row.get("is", ""), "value": row.get("value", "")}
    for name, column in (("law", "criterion_law"), ("article", "criterion_article")):
        if row.get(column):
            leaf[name] = row[column]
    if not leaf["fact"]:
        raise Refused(_("A criterion needs a fact."))
    if row.get("not", "").lower() in ("yes", "po", "1", "x", "true"):
        leaf = {"not": leaf}
    read([leaf])  # refused here, so that the sentence stands at its row
    return row.get("group", ""), leaf


def _scheme(each):
    row = each["row"]
    scheme = {name: row[name] for name in SCHEME if row.get(name)}
    for name in ("plus_sq", "plus_en", "minus_sq", "minus_en"):
        scheme[name] = [part.strip() for part in row.get(name, "").split("|") if part.strip()]
    if scheme.get("places"):
        if not scheme["places"].isdecimal():
            raise Refused(_("Places are a whole number."))
        scheme["places"] = int(scheme["places"])
    if "local" in scheme:
        scheme["local"] = scheme["local"].lower() in ("yes", "po", "1", "x", "true")
    scheme["documents"] = documents_from(row.get("documents", "").replace(";", "\n"))
    scheme["calls"] = [
        [part.strip() for part in call.split("/")] for call in row.get("calls", "").split(";") if call.strip()
    ]
    criteria = tree_of(each["criteria"])
    scheme["criteria"] = [data_of(part) for part in read(criteria).parts]
    return scheme


def rows_to_export(schemes):
    """The same table back: what an office has, to be changed in a spreadsheet and brought again."""
    for scheme in schemes:
        data = scheme.data
        first = [data.get(name, "") for name in SCHEME[1:]]
        for place, name in enumerate(SCHEME[1:]):
            if name.startswith(("plus_", "minus_")):
                first[place] = " | ".join(data.get(name, []))
        first[SCHEME.index("local") - 1] = "yes" if data.get("local") else ""
        first[SCHEME.index("documents") - 1] = "; ".join(documents_text(scheme.documents).splitlines())
        first[SCHEME.index("calls") - 1] = "; ".join("/".join(call) for call in data.get("calls", []))
        for at, (group, leaf) in enumerate(rows_of(scheme.criteria)):
            written = data_of(leaf)
            negated = "yes" if "not" in written else ""
            plain = written.get("not", written)
            criterion = [group, negated, plain["fact"], plain["is"], typed(plain["value"]), leaf.law, leaf.article]
            yield [scheme.code, *criterion, *(first if at == 0 else [""] * len(first))]


def _text(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value).strip()


__all__ = ["BadTable", "import_schemes", "read_schemes", "rows_to_export"]
