"""What thirty-nine schemes say of a thousand families, from their rows to the verdicts."""

import json
import random
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from ura.cases.models import Case, CaseText
from ura.core.encrypted import ring
from ura.demo.bench.measure import p50, p95, seconds, tell
from ura.demo.bench.offices import Samples, fill, settle, staffed
from ura.municipalities.tenancy import reading_for, working_for
from ura.people.models import Household, HouseholdMember, Person
from ura.schemes.catalogue import schemes_of
from ura.schemes.facts import facts, kept
from ura.schemes.judging import judge_all
from ura.schemes.knowing import known_of_many
from ura.schemes.models import CaseFact

TARGET = 2000  # ms, for a thousand families and thirty schemes
WRITTEN = 14  # facts an officer wrote down for each


def eligibility(size):
    """Every scheme for every family. Its floor: the same rows by bare SQL, opened, and nothing asked of them."""
    n = size.of(1000, 50, 20)
    municipality, officer = staffed("kukes")
    fill(municipality, officer, n, Samples(min(500, n)))
    _write(municipality, officer, n)
    settle()
    with reading_for(municipality):
        taken = seconds(lambda: _judge(municipality), size.of(5, 2, 1), warm=1)
        bare = seconds(lambda: _bare(municipality), size.of(5, 2, 1), warm=1)
        schemes, verdicts = _judge(municipality)
    tell(
        "eligibility", p50(taken) * 1000, "ms p50", n=n, target=TARGET, floor=p50(bare) * 1000, p95=p95(taken) * 1000,
        schemes=schemes, verdicts=verdicts,
    )  # fmt: skip


def _judge(municipality):
    """(schemes, verdicts given)."""
    offered = list(schemes_of(municipality).values())
    needed = ("municipality", "kind", "household", "arrived_on", "emergency_at", "emergency_met_at")
    person = ("person__municipality", "person__born", "person__sex", "person__citizenships")
    cases = list(municipality.cases.select_related("person").only(*needed, *person))
    known = known_of_many(municipality, cases)
    return len(offered), sum(len(judge_all(offered, known[case.pk].of(case.person_id).values)) for case in cases)


def _bare(municipality):
    """The rows that are asked for, read and opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, person_id, fact, value FROM schemes_casefact WHERE municipality_id = %s", [municipality.pk]
        )
        rows = [json.loads(ring().decrypt(value.encode())) for _case, _person, _fact, value in cursor.fetchall()]
        cursor.execute(
            "SELECT m.household_id, p.born FROM people_householdmember m JOIN people_person p ON p.id = m.person_id"
            " WHERE m.municipality_id = %s", [municipality.pk],
        )  # fmt: skip
        rows += [born and ring().decrypt(born.encode()) for _household, born in cursor.fetchall()]
    return rows


def _write(municipality, officer, n):
    """A case for each of n requests, with a household of three and the facts an officer wrote down."""
    rnd, today = random.Random(3), timezone.localdate()
    asked = [fact for fact in facts().values() if fact.type in ("yes-no", "code", "number") and not fact.known_by]
    with working_for(municipality):
        enquiries = list(municipality.enquiries.select_related("requester").order_by("pk")[:n])
        homes = Household.objects.bulk_create(Household(municipality=municipality) for _each in enquiries)
        kin = Person.objects.bulk_create(
            Person(municipality=municipality, born=f"{rnd.randint(2008, 2025)}-05-0{rnd.randint(1, 9)}")
            for _n in range(2 * len(enquiries))
        )
        Person.objects.filter(pk__in=[each.requester_id for each in enquiries]).update(born="1984-03-02", sex="F")
        members = [("head", each.requester_id, home) for each, home in zip(enquiries, homes, strict=True)]
        members += [("child", person.pk, homes[place // 2]) for place, person in enumerate(kin)]
        HouseholdMember.objects.bulk_create(
            HouseholdMember(municipality=municipality, household=home, person_id=person, relation=relation)
            for relation, person, home in members
        )
        cases = Case.objects.bulk_create(
            Case(
                municipality=municipality, enquiry=each, person_id=each.requester_id, household=home, owner=officer,
                kind=rnd.choice(["returnee", "internal"]), opened_on=today, arrived_on=today - timedelta(rnd.randint(1, 900)),
            )
            for each, home in zip(enquiries, homes, strict=True)
        )  # fmt: skip
        CaseText.objects.bulk_create(CaseText(municipality=municipality, case=each) for each in cases)
        CaseFact.objects.bulk_create(
            CaseFact(
                municipality=municipality, case=case, fact=fact.key, value=json.dumps(kept(_value(fact, rnd))), on=today,
                person_id=case.person_id if fact.of == "person" else None, officer=officer,
            )
            for case in cases
            for fact in rnd.sample(asked, WRITTEN)
        )  # fmt: skip


def _value(fact, rnd):
    if fact.type == "yes-no":
        return rnd.random() < 0.5
    if fact.type == "code":
        return rnd.choice(sorted(fact.codes()))
    return rnd.randint(fact.low, min(fact.high, 200))
