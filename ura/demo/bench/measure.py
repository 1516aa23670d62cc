"""Taking the time, watching the statements, and one line of JSON for each figure."""

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles

from django.db import connection

QUIET = 5.0  # the pace of the machine on which the targets are told, when nobody else is on it
NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "SELECT set_config")


@dataclass
class Size:
    """How much is measured: quick ends within seconds, long takes its time."""

    quick: bool = False
    long: bool = False
    tiny: bool = False  # for the test of the benchmarks themselves

    def of(self, full, quick, tiny):
        return tiny if self.tiny else quick if self.quick else full


def tell(bench, value, unit, *, n, target=None, at_least=False, floor=None, ratio=None, **more):
    """Print one figure. `at_least`: the target is a lower bound, as of a rate."""
    line = {"bench": bench, "database": connection.vendor, "n": n, "value": _short(value), "unit": unit}
    if target is not None:
        line |= {"target": target, "meets": value >= target if at_least else value <= target}
    if floor is not None:
        line |= {"floor": _short(floor), "ratio": _short(ratio if ratio is not None else value / floor)}
    line |= {name: _short(each) for name, each in more.items()} | {"pace": round(pace(), 1)}
    if target is not None and unit != "queries":
        line["calm"] = _short(value * (line["pace"] / QUIET if at_least else QUIET / line["pace"]))
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return line


_strides = []  # since the last figure was told


def pace():
    """Milliseconds that a bare loop took while a figure was measured: when it doubles, the machine is busy elsewhere.

    `calm` beside a figure is what it comes to at the pace of a quiet machine; what is met is judged by the figure.
    """
    taken = median(_strides or [_stride() for _turn in range(15)])
    _strides.clear()
    return taken


def _stride():
    begun = time.perf_counter()
    for _turn in range(30_000):
        pass
    return (time.perf_counter() - begun) * 10_000


def seconds(act, times, *, warm=2):
    """How long each of `times` calls took, after a few that nobody counts."""
    for _turn in range(warm):
        act()
    return [timed(act) for _turn in range(times)]


def timed(act):
    begun = time.perf_counter()
    act()
    taken = time.perf_counter() - begun
    _strides.append(_stride())
    return taken


def cpu(act, times):
    """What one call costs this process itself, in milliseconds: what a busy machine cannot hide."""
    begun = time.process_time()
    for _turn in range(times):
        act()
    return (time.process_time() - begun) / times * 1000


def p50(taken):
    return median(taken)


def p95(taken):
    return quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]


@contextmanager
def watched():
    """The statements sent meanwhile as (sql, params), without transactions and settings."""
    seen = []

    def watch(execute, sql, params, many, context):
        if not sql.startswith(NOT_COUNTED):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def _short(value):
    return round(value, 2 if abs(value) < 100 else 1) if isinstance(value, float) else value
