"""The public register of law 119/2014, article 8."""

import pytest
from django.utils import timezone

from ura.codelists.management.commands.seed import DATA
from ura.desk.actions.company import mark_complaint
from ura.desk.actions.moves import close_orally, void, withdraw
from ura.desk.models import Enquiry
from ura.municipalities import national
from ura.municipalities.tenancy import working_for

YEAR = timezone.localdate().year
DAY = timezone.localdate().strftime("%d.%m.%Y")
INFORMATION, ACTIVITY = (row["en"] for row in national.rows("national", DATA)[:2])


@pytest.fixture
def book(town, make_enquiry):
    """Five requests: answered orally, open joint activity, complaint, restricted, void."""
    rows = [make_enquiry(person={"name": "Teuta Prova"}, subject="Diçka private", service=s) for s in "12111"]
    with working_for(town.lezha):
        close_orally(rows[0], by=town.besnik, oral_answer="Po.")
        mark_complaint(rows[2], by=town.ermira, about=town.besnik)
        Enquiry.objects.filter(pk=rows[3].pk).update(restricted=True)
        void(rows[4], by=town.besnik, reason="gabim")
    return rows


def lines(client, query=""):
    response = client.get(f"/lezhe/register/{query}", headers={"cookie": "django_language=en"})
    assert response.status_code == 200
    return [
        (line.label, line.kind, line.status, line.days) for line in response.context["lines"]
    ], response.content.decode()


def test_every_request_is_a_line_without_name_and_subject(client, book):
    shown, page = lines(client)
    assert shown == [
        (f"5/{YEAR}", "", "Voided", None),
        (f"4/{YEAR}", "", "Not opened", None),
        (f"3/{YEAR}", INFORMATION, "In analysis", None),
        (f"2/{YEAR}", ACTIVITY, "In analysis", None),
        (f"1/{YEAR}", INFORMATION, "Closed", 0),
    ]
    assert [word in page for word in ("Teuta", "Diçka private", "gabim", "complaint")] == [False] * 4
    assert DAY in page


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("?service=2", [2]), ("?state=5", [1]), ("?state=1", [3, 2]), ("?state=void", [5]), ("?service=1", [3, 1]),
     ("?before=3", [2, 1]), ("?year=1999", [5, 4, 3, 2, 1]), ("?state=nonsense&before=x", [5, 4, 3, 2, 1])],
)  # fmt: skip
def test_filters_never_tell_of_what_is_restricted(query, numbers, client, book):
    shown, _page = lines(client, query)
    assert [label for label, *_ in shown] == [f"{n}/{YEAR}" for n in numbers]


def test_fifty_lines_a_page_and_then_older_ones(client, town, make_enquiry, django_assert_max_num_queries):
    for _ in range(52):
        make_enquiry()
    client.get("/lezhe/register/")
    with django_assert_max_num_queries(9):
        shown, page = lines(client)
    assert (len(shown), shown[-1][0], "before=3" in page) == (50, f"3/{YEAR}", True)
    older, page = lines(client, "?before=3")
    assert ([label for label, *_ in older], 'rel="next"' in page) == ([f"2/{YEAR}", f"1/{YEAR}"], False)


def test_the_file_holds_the_same_lines_and_nothing_more(client, book):
    response = client.get("/lezhe/register/csv/", headers={"cookie": "django_language=en"})
    text = response.content.decode("utf-8-sig").splitlines()
    assert text == [
        "Number;Received;Kind;Status;Working days taken",
        f"5/{YEAR};{DAY};;Voided;",
        f"4/{YEAR};{DAY};;Not opened;",
        f"3/{YEAR};{DAY};{INFORMATION};In analysis;",
        f"2/{YEAR};{DAY};{ACTIVITY};In analysis;",
        f"1/{YEAR};{DAY};{INFORMATION};Closed;0",
    ]
    assert response["Content-Disposition"] == f'attachment; filename="lezhe-{YEAR}.csv"'


def test_another_office_has_a_register_of_its_own(client, book):
    response = client.get("/korce/register/")
    assert (response.status_code, response.context["lines"]) == (200, [])


def test_a_withdrawn_request_stays_with_its_days(client, town, make_enquiry):
    enquiry = make_enquiry()
    with working_for(town.lezha):
        withdraw(enquiry)
    shown, _page = lines(client)
    assert shown == [(f"1/{YEAR}", INFORMATION, "Closed", 0)]
