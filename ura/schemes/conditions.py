"""Documents and their conditions as an officer types them, one a line:

identity_card
title_deed | tenancy_contract | utility_bill          one of these is enough
protection_order if protection_order = yes            only when this holds
social_status_certificate if disability = yes or orphan = yes
"""

import re

from django.utils.translation import gettext as _

from ura.core.refusals import Refused
from ura.schemes.language import Group, data_of

_CONDITION = re.compile(r"^\s*(\w+)\s*(!=|<>|<=|>=|==|[=≠<≤>≥]|\bin\b|\bbetween\b|\bcontains\b)\s*(.+?)\s*$")


def documents_from(text):
    """The documents of a scheme from its lines."""
    return [_line(row) for row in text.splitlines() if row.strip()]


def documents_text(asked):
    """The same lines back."""
    return "\n".join(_written(each) for each in asked)


def _line(row):
    codes, _if, condition = row.partition(" if ")
    names = [part.strip() for part in codes.split("|") if part.strip()]
    found = {"one_of": names} if len(names) > 1 else {"code": names[0] if names else ""}
    if condition.strip():
        parts = [_condition(part) for part in condition.split(" or ")]
        found["when"] = parts[0] if len(parts) == 1 else {"any": parts}
    return found


def _condition(text):
    match = _CONDITION.match(text)
    if not match:
        raise Refused(
            _("“%(text)s” is no condition. Write it as: fact, comparison, value (children > 0).")
            % {"text": text.strip()},
            field="documents",
        )
    return {"fact": match[1], "is": match[2], "value": match[3]}


def _written(asked):
    codes = " | ".join(asked.codes)
    if asked.when is None:
        return codes
    leaves = [leaf for part in asked.when.parts for leaf in (part.parts if isinstance(part, Group) else (part,))]
    return f"{codes} if " + " or ".join(_leaf(data_of(leaf)) for leaf in leaves)


def _leaf(data):
    return f"{data['fact']} {data['is']} {typed(data['value'])}"


def typed(value):
    """A value as one types it into a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
