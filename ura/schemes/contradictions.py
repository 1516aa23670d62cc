"""Facts that cannot both be true, each with a sentence; while they stand, none of them is used."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORKS = ("employed", "self_employed")


@dataclass(frozen=True)
class Contradiction:
    keys: tuple
    sentence: str

    def __str__(self):
        return str(self.sentence)


RULES = (
    (("employment", "jobseeker"), lambda work, seeks: work in WORKS and seeks,
     gettext_lazy("The person works and is registered as an unemployed jobseeker: one of the two is out of date.")),
    (("children", "household_size"), lambda children, size: children > size,
     gettext_lazy("There are more children than members of the household: count again.")),
    (("children_6_16", "children"), lambda pupils, children: pupils > children,
     gettext_lazy("There are more children aged 6 to 16 than children: count again.")),
    (("newborn", "children"), lambda newborn, children: newborn and children == 0,
     gettext_lazy("There is a newborn child, and no children: one of the two is wrong.")),
    (("multiple_birth", "children"), lambda born, children: born and children < 3,
     gettext_lazy("More than two children born at once, and fewer than three children: one of the two is wrong.")),
    (("single_parent", "children"), lambda alone, children: alone and children == 0,
     gettext_lazy("A single parent without children: one of the two is wrong.")),
    (("owns_home", "home"), lambda owns, home: owns and home == "none",
     gettext_lazy("The family owns a dwelling and has no dwelling: one of the two is wrong.")),
    (("homeless", "home"), lambda homeless, home: homeless and home == "adequate",
     gettext_lazy("Without shelter, and in a dwelling within the norms: one of the two is wrong.")),
    (("lives_abroad", "lives_here"), lambda abroad, here: abroad and here,
     gettext_lazy("The person lives abroad and in this municipality: one of the two is wrong.")),
    (("kind", "stay"), lambda kind, stay: kind == "foreigner" and stay == "citizen",
     gettext_lazy("A case of a foreigner, and an Albanian citizen: one of the two is wrong.")),
    (("kind", "months_abroad"), lambda kind, months: kind == "returnee" and months == 0,
     gettext_lazy("A returned migrant who was never abroad: one of the two is wrong.")),
    (("disability", "disability_percent"), lambda disabled, percent: not disabled and percent > 0,
     gettext_lazy("No disability, and a degree of disability above 0 %: one of the two is wrong.")),
    (("violence", "protection_order"), lambda violence, order: order and not violence,
     gettext_lazy("A protection order, and no domestic violence: one of the two is wrong.")),
    (("income", "low_income"), lambda income, low: income == 0 and not low,
     gettext_lazy("No income at all, and sufficient income: one of the two is wrong.")),
    (("minor_alone", "age"), lambda minor, age: minor and age >= 18,
     gettext_lazy("An unaccompanied minor who is 18 or older: one of the two is wrong.")),
    (("age", "months_abroad"), lambda age, months: months > age * 12 + 11,
     gettext_lazy("Longer abroad than alive: correct the age or the time abroad.")),
    (("age", "months_since_return"), lambda age, months: months > age * 12 + 11,
     gettext_lazy("Returned before birth: correct the age or the day of return.")),
)  # fmt: skip


def contradictions(values):
    """The rules these facts break; a fact that is not known breaks none."""
    return [
        Contradiction(keys, sentence)
        for keys, breaks, sentence in RULES
        if all(key in values for key in keys) and breaks(*(values[key] for key in keys))
    ]


def differing(fact, written, derived, language):
    """What an officer wrote down is not what the records say."""
    return Contradiction(
        (fact.key,),
        _("“%(fact)s”: written down here as %(written)s, but the records of the office say %(derived)s.")
        % {
            "fact": fact.name(language),
            "written": fact.shown(written, language),
            "derived": fact.shown(derived, language),
        },
    )
