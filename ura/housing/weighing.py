"""What the priority categories of a rent subsidy weigh (law 22/2018, articles 33 and 34; DCM 362/2019).

The points a municipality gives a category depend on the share of its applications among all applications of these
categories: so they are known when the list is drawn up, and are others in each call. How many points are shared out
and in which group they count no law says: the council decides it and the call holds it (`priority_points`,
`priority_group`). A category gets that many points times its share, rounded; a family of several categories their
sum, never more than all of them.
"""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ura.housing.national import groups, priorities, word
from ura.housing.points import read_table

ALL = ""  # the key under which the number of applications of any category is kept


def count(rows):
    """{category: applications} of lists of categories, and under ALL how many have one."""
    with_one = [set(row) for row in rows if row]
    return dict(Counter(code for row in with_one for code in row)) | {ALL: len(with_one)}


def weight(call, code):
    """The points of one category in this call, half a point up."""
    total = call.weights.get(ALL, 0)
    return (2 * call.priority_points * call.weights.get(code, 0) + total) // (2 * total) if total else 0


def points_of(call, categories):
    return min(call.priority_points, sum(weight(call, code) for code in categories))


def room(table, group):
    """The points that a table leaves free in a group."""
    return groups()[group]["points"] - sum(row.most for row in read_table(table.texts)[group])


def explained(application):
    """The sentences behind the points of this application's categories."""
    call = application.call
    if not call.priority_points or not call.weights:
        return []
    lines = [
        ngettext(
            "Priority category «%(name)s»: %(n)s of %(all)s applications of these categories, %(points)s point.",
            "Priority category «%(name)s»: %(n)s of %(all)s applications of these categories, %(points)s points.",
            weight(call, code),
        )
        % {
            "name": word(priorities(), code), "n": call.weights.get(code, 0), "all": call.weights[ALL],
            "points": weight(call, code),
        }
        for code in application.priorities
    ]  # fmt: skip
    if sum(weight(call, code) for code in application.priorities) > call.priority_points:
        lines.append(_("Priority categories together: at most %(n)s points.") % {"n": call.priority_points})
    return lines


def table_of(call):
    """[(category, applications, points)] as weighed for this call's list, the heaviest first."""
    rows = [(word(priorities(), code), n, weight(call, code)) for code, n in call.weights.items() if code != ALL]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
