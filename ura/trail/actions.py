"""The one writer of the trail."""

from ura.municipalities.fast import insert
from ura.trail.models import Trail


def record(thing, act, *, by=None, **fields):
    """Write one act about a row of an office. `fields`: names, codes, dates — never what identifies a person.

    `by` is the officer; None is the system or the public.
    """
    return insert(
        Trail(
            municipality_id=thing.municipality_id,
            officer=by,
            act=act,
            about=thing._meta.label_lower,
            row=thing.pk,
            fields={name: value if value is None else str(value) for name, value in fields.items()},
        ),
        later=True,
    )
