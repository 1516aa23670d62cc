"""Questions that every page asks: their SQL is written once in a process, not anew for each page.

Building a question costs Django more than asking it: docs/decisions/0012-questions-written-once.md.
"""

import inspect
import re
from contextlib import nullcontext
from copy import copy
from functools import cache, wraps

from django.db import DEFAULT_DB_ALIAS, connections
from django_scopes import scope

from ura.municipalities.models import Municipality
from ura.municipalities.tenancy import must_be_in_scope

_MARKS = (
    30_000,
    31_000,
)  # what stands for the first argument while the SQL is written, twice; the smallest column holds it
_LARGEST = 2**63  # no number in a table is as large
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def asked_often(ask):
    """Make a function that builds a question into one that answers it: a list of its rows.

        @asked_often
        def _workers(office, case):
            return CaseWorker.objects.filter(municipality=office, case=case, until_on=None)

        _workers(case.municipality_id, case.pk)

    The arguments are keys or texts that reach the question as they are; the function runs once in a
    process, so nothing else in it may change: no day, no language, no officer's roles. One whose first argument is
    `office` asks the tables of that office, and raises OutsideScope when another is being worked for.
    """
    arguments = list(inspect.signature(ask).parameters)
    of_office = arguments[0] == "office"

    def write(mark):
        marks = [mark + place for place in range(len(arguments))]
        with scope(municipality=Municipality(pk=mark)) if of_office else nullcontext():
            rows = ask(*marks)
            compiler = rows.query.get_compiler(rows.db)
            sql, params = compiler.as_sql()
            converters = compiler.get_converters([column[0] for column in compiler.select])
        compiler.get_converters = lambda columns: converters
        return rows, compiler, sql, params

    @cache
    def written():
        (_rows, _compiler, _sql, others), (rows, compiler, sql, params) = (write(mark) for mark in _MARKS)
        # Where the two differ an argument stands.
        places = [
            None if value == other else int(value) - _MARKS[1] for value, other in zip(params, others, strict=True)
        ]
        if any(_DAY.match(str(value)) for value in params):
            raise TypeError(f"{ask.__qualname__}: a day would stay as it was when the question was written")
        if set(places) - {None} != set(range(len(arguments))):
            raise TypeError(f"{ask.__qualname__}: an argument does not reach the question as it is")
        return rows, compiler, sql, list(zip(params, places, strict=True))

    @wraps(ask)
    def answered(*given):
        if of_office:
            must_be_in_scope(given[0])
        if any(isinstance(value, int) and value >= _LARGEST for value in given):
            return []
        rows, compiler, sql, params = written()
        values = [value if place is None else given[place] for value, place in params]
        compiler = copy(compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda: (sql, values)
        return list(rows._iterable_class(_Asked(rows, compiler)))

    return answered


class _Asked:
    """What Django's reader of rows looks for in a queryset, around a question that is written already."""

    def __init__(self, rows, compiler):
        self.db, self.model, self.query = rows.db, rows.model, self
        self._fields, self._known_related_objects, self._hints = rows._fields, {}, {}
        self._compiler = compiler

    def get_compiler(self, using):
        return self._compiler
