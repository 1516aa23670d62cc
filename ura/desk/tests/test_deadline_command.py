"""`./run manage deadline` prints why an answer is due on a day, to the last line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

RECEIVED = {
    "day": "2026-05-04", "kind": "received", "law": "44/2015", "article": "56-57", "data": {},
    "sq": "E hënë, 4 maj 2026: kërkesa u mor. Dita e marrjes nuk numërohet (ligji nr. 44/2015, neni 56-57).",
    "en": "Monday, 4 May 2026: received. The day of receipt is not counted (law no. 44/2015, article 56-57).",
}  # fmt: skip


def plain(day, kind, sq, en, **data):
    """A step of no law."""
    return {"day": day, "kind": kind, "law": "", "article": "", "data": data, "sq": sq, "en": en}


def deadline(*options):
    out = StringIO()
    call_command("deadline", "--office", "lezhe", "--received", "2026-05-04", *options, stdout=out)
    return json.loads(out.getvalue())


def test_an_extension_is_explained_line_by_line(town):
    assert deadline("--extended-on", "2026-05-12") == {"received": "2026-05-04", "due_on": "2026-05-25", "steps": [
        RECEIVED,
        {"day": "2026-05-04", "kind": "rule", "law": "119/2014", "article": "15(1)",
         "data": {"n": 10, "unit": "working_days", "rule": "rti_answer", "uncertain": False, "start": "2026-05-04"},
         "sq": "Afati: 10 ditë pune pas datës 4 maj 2026 (ligji nr. 119/2014, neni 15(1)).",
         "en": "Deadline: 10 working days after 4 May 2026 (law no. 119/2014, article 15(1))."},
        plain("2026-05-18", "weekends", "4 ditë të fundjavës nuk numërohen.", "4 weekend days are not counted.", n=4),
        plain("2026-05-18", "end", "Fundi i këtij numërimi: e hënë, 18 maj 2026.",
              "This count ends on Monday, 18 May 2026."),
        {"day": "2026-05-12", "kind": "extended", "law": "119/2014", "article": "15(3)",
         "data": {"n": 5, "unit": "working_days", "late": False},
         "sq": "E martë, 12 maj 2026: afati u zgjat me 5 ditë pune nga fundi i tij (ligji nr. 119/2014, neni 15(3)).",
         "en": "Tuesday, 12 May 2026: extended by 5 working days from the end of the deadline "
               "(law no. 119/2014, article 15(3))."},
        plain("2026-05-25", "weekends", "2 ditë të fundjavës nuk numërohen.", "2 weekend days are not counted.", n=2),
        plain("2026-05-25", "end", "Fundi i këtij numërimi: e hënë, 25 maj 2026.",
              "This count ends on Monday, 25 May 2026."),
        plain("2026-05-25", "due", "Afati i përgjigjes: e hënë, 25 maj 2026.",
              "Answer due on Monday, 25 May 2026.", waiting=False),
    ]}  # fmt: skip


def test_another_rule_of_the_law_counts_its_own_days(town):
    assert deadline("--rule", "rti_forward_to_competent") == {"received": "2026-05-04", "due_on": "2026-05-14", "steps": [
        RECEIVED,
        {"day": "2026-05-04", "kind": "rule", "law": "119/2014", "article": "12",
         "data": {"n": 10, "unit": "calendar_days", "rule": "rti_forward_to_competent", "uncertain": True,
                  "start": "2026-05-04"},
         "sq": "Afati: 10 ditë kalendarike pas datës 4 maj 2026 "
               "(ligji nr. 119/2014, neni 12, për t’u konfirmuar nga zyra).",
         "en": "Deadline: 10 calendar days after 4 May 2026 (law no. 119/2014, article 12, "
               "to be confirmed by the office)."},
        plain("2026-05-14", "due", "Afati i përgjigjes: e enjte, 14 maj 2026.",
              "Answer due on Thursday, 14 May 2026.", waiting=False),
    ]}  # fmt: skip


@pytest.mark.parametrize(("options", "sentence"), [
    (["--rule", "nuk"], "Unknown deadline rule: nuk."),
    (["--rule", "cap_appeal_decision", "--extended-on", "2026-05-12"], "This rule knows no extension."),
    (["--extended-on", "12.05.2026"], "12.05.2026 is not a day: write it as 2026-03-12."),
])  # fmt: skip
def test_what_no_rule_or_day_is_is_refused_in_one_sentence(options, sentence, town):
    with pytest.raises(CommandError) as refused:
        deadline(*options)
    assert str(refused.value) == sentence
