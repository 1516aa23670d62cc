"""Work that comes round for each office. Packages above the worker say in their `AppConfig.ready` what they add.

    add_round(look_at_clocks, every=300)      look_at_clocks(municipality), at most once in so many seconds

Each is called outside any office's scope and opens its own transactions. It may be killed and run again at any
moment, and two workers may run it at once: doing it twice does no harm.
"""

_rounds = {}


def add_round(act, *, every):
    _rounds[act] = every


def due_rounds(last, now):
    """The acts whose seconds have passed. `last`: when each was begun, kept by whoever runs them."""
    due = [act for act, every in _rounds.items() if now - last.get(act, float("-inf")) >= every]
    last.update(dict.fromkeys(due, now))
    return due
