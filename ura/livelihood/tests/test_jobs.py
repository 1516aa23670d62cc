"""A jobseeker is registered, proposed with consent, hired while there is a place, and asked after months."""

from datetime import timedelta

import pytest

from ura.core.refusals import Refused
from ura.livelihood.actions.jobs import (
    check_placement,
    due_checks,
    keep_vacancy,
    move_mediation,
    place,
    propose,
    register_jobseeker,
)
from ura.people.consent_acts import give


def seeker_of(v, case=None, person=None, **more):
    return register_jobseeker(case or v.case, person or v.teuta, by=v.town.besnik, occupation="Rrobaqepëse",
                              field="manufacturing", education="3", **more)  # fmt: skip


def vacancy_of(v, places=1, until_on=None):
    return keep_vacancy(v.town.lezha, by=v.town.besnik, employer="Konfeksione Prova", title="Rrobaqepëse",
                        field="manufacturing", education="2", places=places, pay=50_000, contract="permanent", where="",
                        until_on=until_on or v.today, note="")  # fmt: skip


def test_a_child_and_a_stranger_are_not_registered_and_nobody_twice(at_work):
    v = at_work
    with pytest.raises(Refused, match="under 16"):
        seeker_of(v, person=v.iris)
    with pytest.raises(Refused, match="does not belong"):
        seeker_of(v, person=v.gjon)
    seeker = seeker_of(v)
    with pytest.raises(Refused, match="already"):
        seeker_of(v)
    assert [e.kind for e in v.case.events.all()][-1] == "jobseeker" and seeker.registered_on == v.today


def test_the_employer_learns_of_nobody_without_their_consent(at_work):
    v = at_work
    with pytest.raises(Refused, match="Konfeksione Prova"):
        propose(seeker_of(v), vacancy_of(v), by=v.town.besnik)


def test_one_place_is_given_once(at_work):
    v = at_work
    for person in (v.teuta, v.gjon):
        give(person, how="phone", purposes=["sharing"], recipient="Konfeksione Prova", by=v.town.besnik,
             statement="Po, jam dakord që të dhënat t’i jepen punëdhënësit.")  # fmt: skip
    one, other = seeker_of(v), seeker_of(v, v.other, v.gjon)
    vacancy = vacancy_of(v)
    first, second = propose(one, vacancy, by=v.town.besnik), propose(other, vacancy, by=v.town.besnik)
    with pytest.raises(Refused, match="proposed for this vacancy already"):
        propose(one, vacancy, by=v.town.besnik)
    move_mediation(first, "interviewed", by=v.town.besnik)
    move_mediation(first, "hired", by=v.town.besnik)
    one.refresh_from_db()
    assert one.state == "works" and one.placements.get().vacancy == vacancy
    with pytest.raises(Refused, match="places of this vacancy"):
        move_mediation(second, "hired", by=v.town.besnik)
    with pytest.raises(Refused, match="who refused"):
        move_mediation(second, "refused", by=v.town.besnik)
    second.refresh_from_db()
    move_mediation(second, "refused", by=v.town.besnik, refused_by="person", reason="Larg")
    with pytest.raises(Refused, match="decided already"):
        move_mediation(second, "hired", by=v.town.besnik)
    with pytest.raises(Refused, match="is over since"):
        propose(other, vacancy_of(v, until_on=v.today - timedelta(days=1)), by=v.town.besnik)


def test_work_is_asked_about_after_three_and_six_months(at_work):
    v = at_work
    seeker = seeker_of(v, registered_on=v.long_ago)
    row = place(seeker, by=v.town.besnik, employer="Vetë", started_on=v.today - timedelta(days=100), contract="self")
    assert [list(rows) for _months, rows in due_checks(v.town.lezha)] == [[row], []]
    with pytest.raises(Refused, match="6 months are over on"):
        check_placement(row, by=v.town.besnik, months=6, kept=True)
    check_placement(row, by=v.town.besnik, months=3, kept=True)
    with pytest.raises(Refused, match="last day of work"):
        check_placement(row, by=v.town.besnik, months=6, kept=False)
    row.refresh_from_db()
    check_placement(row, by=v.town.besnik, months=6, kept=False, ended_on=v.today)
    seeker.refresh_from_db()
    assert (row.kept_3, row.kept_6, row.ended_on, seeker.state) == (True, False, v.today, "seeking")
