"""When the requester may go to the Commissioner: after a refusal, or after silence, which counts as one.

Law 119/2014: silence after the deadline is a refusal (article 15(4)); the complaint is filed within 30
working days of the refusal or of the expired deadline (article 24(2)).
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ura.core.workdays import DAY
from ura.desk.deadline_words import long_day
from ura.desk.deadlines import last_day, shipped_rules


@dataclass(frozen=True)
class ComplaintWindow:
    reason: str  # refused or silence
    opens_on: date
    closes_on: date
    law: str
    article: str

    def is_open(self, on):
        return self.opens_on <= on <= self.closes_on

    def sentence(self):
        if self.reason == "silence":
            text = _(
                "No answer came within the deadline, which counts as a refusal "
                "(law no. 119/2014, article 15(4)). The requester may complain to the Commissioner "
                "until %(day)s (law no. %(law)s, article %(article)s)."
            )
        else:
            text = _(
                "The requester may complain to the Commissioner until %(day)s (law no. %(law)s, article %(article)s)."
            )
        return text % {"day": long_day(self.closes_on), "law": self.law, "article": self.article}


def counts_as_refusal(due_on, on, answered_on=None):
    """Whether silence has become a refusal: shown as a status, never as a closure (119/2014, 15(4))."""
    return answered_on is None and on > due_on


def complaint_window(due_on, calendar, *, refused_on=None, answered_on=None, rules=None):
    """The window for a complaint, or None when the request was answered and nothing refused.

    Without a refusal or an answer it is the window that silence will open.
    """
    rule = (shipped_rules() if rules is None else rules)["rti_complaint_to_commissioner"]
    if refused_on is None and answered_on is not None:
        return None
    reason, start = ("refused", refused_on) if refused_on else ("silence", due_on)
    # A refusal may be challenged the same day; silence is one only when the last day has ended.
    opens_on = start if refused_on else start + DAY
    return ComplaintWindow(reason, opens_on, last_day(start, rule, calendar), rule.law, rule.article)
