"""The register: who sees what, what the filters and the search find, how many questions a page asks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ura.desk import paging
from ura.desk.actions.coding import correct
from ura.desk.actions.moves import close, move, void
from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for

URL = "/lezhe/office/enquiries/"
NOT_COUNTED = ("SAVEPOINT", "set_config", "BEGIN", "COMMIT")  # the transaction around a page and its setting


def numbers(client, query="", **headers):
    """The numbers a register page shows, in its order."""
    response = client.get(f"{URL}?{query}", headers=headers, follow=True)
    assert response.status_code == 200
    return [int(line.number.split("/")[0]) for line in response.context["lines"]]


def questions(client, url):
    url = client.get(url).headers.get("Location", url)  # words leave the address
    client.get(url)  # the national lists are read once
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in asked if not any(word in q["sql"] for word in NOT_COUNTED)]


@pytest.fixture
def besnik(town, client):
    client.force_login(town.besnik.user)
    return client


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("besnik", 200), ("ermira", 200), ("fatmir", 403), ("drita", 404)])  # fmt: skip
def test_register_opens_for_those_who_work_on_requests_here(who, status, town, make_enquiry, client):
    make_enquiry()
    client.force_login(getattr(town, who).user)
    assert client.get(URL).status_code == status
    assert client.post(URL, {"state": "open", "q": "shkollë"}, follow=True).status_code == status


def test_line_says_everything_of_annex_2_in_words(town, make_enquiry, besnik):
    enquiry = make_enquiry(
        subject="Strehim në Gjirokastër", person={"name": "Besa Çela", "organisation": "Shoqata «Ura»"},
        service="2", requester_type="2", owner=town.besnik,
    )  # fmt: skip
    (line,) = besnik.get(URL).context["lines"]
    shown = (line.number, line.received, line.subject, line.who, line.service, line.requester_type, line.owner)
    today = timezone.localdate()
    assert shown == (
        f"1/{today.year}", f"{today:%d.%m.%Y}", "Strehim në Gjirokastër", "Besa Çela · Shoqata «Ura»",
        "Aktivitet i përbashkët", "Organizatë e shoqërisë civile", "Besnik Prova",
    )  # fmt: skip
    assert f"{enquiry.due_on:%d.%m.%Y}" in line.due
    assert line.url == enquiry.get_absolute_url()


def test_office_next_door_sees_its_own_requests_only(town, make_enquiry, client):
    make_enquiry(subject="Kërkesë e Lezhës")
    mine = make_enquiry(town.korca, subject="Kërkesë e Korçës")
    client.force_login(town.drita.user)
    response = client.get("/korce/office/enquiries/?q=kerkese", follow=True)
    assert [line.pk for line in response.context["lines"]] == [mine.pk]
    assert "Lezhës" not in response.content.decode()


@pytest.fixture
def complaint(town, make_enquiry):
    make_enquiry(subject="Kërkesë e zakonshme")
    return make_enquiry(subject="Ankesë për sjelljen", complaint=True, complaint_about=town.besnik)


@pytest.mark.parametrize("query", ["", "q=ankese", "q=2", "complaint=yes", "state=open", "after=3"])
def test_complaint_does_not_exist_for_whom_it_is_about(query, complaint, besnik):
    response = besnik.get(f"{URL}?{query}", follow=True)
    page = response.content.decode()
    assert complaint.pk not in [line.pk for line in response.context["lines"]]
    assert "sjelljen" not in page
    assert response.context["page"].paginator.count == (0 if query in ("q=ankese", "q=2", "complaint=yes") else 1)


def test_supervisor_sees_the_complaint_marked(town, complaint, client):
    client.force_login(town.ermira.user)
    lines = client.get(URL).context["lines"]
    assert [(line.subject, len(line.marks)) for line in lines] == [
        ("Ankesë për sjelljen", 1),
        ("Kërkesë e zakonshme", 0),
    ]


@pytest.fixture
def three(town, make_enquiry):
    """1: Gjirokastër, returnee, phone, late; 2: due later, diaspora; 3: an organisation by e-mail, closed."""
    today = timezone.localdate()
    make_enquiry(
        subject="Regjistrimi i fëmijëve në Gjirokastër", person={"name": "Çlirim Gjeçovi", "phone": "0661234567"},
        audience="returnee", channel="phone", received_on=today - timedelta(days=60), owner=town.besnik,
    )  # fmt: skip
    make_enquiry(
        subject="Njohja e diplomës", person={"name": "Vjollca Xhaferaj-Përmeti", "email": "Vjollca@example.org"},
        audience="diaspora", service="3", requester_type="3", need="administrative", owner=town.ermira,
    )  # fmt: skip
    third = make_enquiry(
        subject="Takim", person={"organisation": "Shoqata Skënderbeu"}, channel="email", owner=town.besnik
    )
    with working_for(town.lezha):
        close(third, by=town.besnik, outcome="duplicate")


@pytest.mark.parametrize(("typed", "found"), [
    ("Gjirokaster", [1]), ("GJIROKASTËR", [1]), ("gjiro", [1]), ("gj", []), ("clirim gjecovi", [1]),
    ("gjecovi diplomes", []), ("xhaferaj permeti", [2]), ("skenderbeu", [3]), ("Vjollca@Example.org", [2]),
    ("066 123 4567", [1]), ("+355 66 123 4567", [1]), ("00355661234567", [1]), ("2", [2]), ("002", [2]),
    ("2/{year}", [2]), ("2 / {year}", [2]), ("9/{year}", []), ("2/2019", []), ("   ", [3, 2, 1]), ("%_'\"\\", []),
    ("\0", [3, 2, 1]), ("😀", []), ("regjistrimi në", [1]),
])  # fmt: skip
def test_search_finds_by_name_subject_organisation_number_phone_and_mail(typed, found, three, besnik):
    typed = typed.format(year=timezone.localdate().year)
    response = besnik.post(URL, {"q": typed}, follow=True)
    assert [int(line.number.split("/")[0]) for line in response.context["lines"]] == found


@pytest.mark.parametrize(("archive", "typed"), [
    ("45/3", "45/3"), ("Nr. 45/3", "45/3"), ("Nr. 45/3", "nr 45/3"), ("Nr. 45/3", "Nr.45/3"), ("A-7/b", "a-7/B"),
    ("0812", "812"), ("1207/1", " 1207/1 "), ("Prot. 6/12", "prot. 6 / 12"), ("1/{year}", "1/{year}"),
    ("7/2019", "7/2019"),
])  # fmt: skip
def test_the_archive_number_of_the_town_hall_is_searched_like_our_own(archive, typed, town, make_enquiry, besnik):
    year = timezone.localdate().year
    make_enquiry(subject="Njohja e diplomës")
    make_enquiry(archive_number=archive.format(year=year))
    found = [int(line.number.split("/")[0]) for line in besnik.post(URL, {"q": typed.format(year=year)}, follow=True).context["lines"]]  # fmt: skip
    assert found == ([2, 1] if "year" in typed else [2])


def test_a_corrected_archive_number_is_found_and_the_old_one_no_more(town, make_enquiry, besnik):
    enquiry = make_enquiry(archive_number="45/3")
    with working_for(town.lezha):
        correct(enquiry, by=town.besnik, paper={"archive_number": "46/3"})
    assert (numbers(besnik, "q=46/3"), numbers(besnik, "q=45/3")) == ([1], [])


def test_law_in_a_subject_is_found_like_words_when_no_such_number_was_given(town, make_enquiry, besnik):
    make_enquiry(subject="Sipas ligjit 119/2014")
    assert numbers(besnik, "q=119/2014") == [1]


def test_number_is_found_with_and_without_the_prefix_of_the_office(town, make_enquiry, besnik):
    town.lezha.office.protocol_format = "MD-{number}/{year}"
    town.lezha.office.save()
    make_enquiry()
    year = timezone.localdate().year
    found = [
        len(besnik.get(URL, {"q": q}, follow=True).context["lines"])
        for q in (f"MD-1/{year}", f"1/{year}", "1", f"MD-2/{year}")
    ]
    assert found == [1, 1, 1, 0]


@pytest.mark.parametrize(("query", "found"), [
    ("state=open", [2, 1]), ("state=5", [3]), ("state=1&state=5", [3, 2, 1]), ("state=2", []),
    ("service=3", [2]), ("requester_type=3", [2]), ("audience=returnee", [1]), ("channel=email", [3]),
    ("owner=me", [3, 1]), ("owner=none", []), ("owner=me-or-none", [3, 1]), ("new=yes", []), ("need=administrative", [2]), ("complaint=no", [3, 2, 1]),
    ("due=overdue", [1]), ("due=today", []), ("unread=yes", []), ("waiting=yes", []),
    ("from={today}", [3, 2]), ("until={before}", [1]), ("from={before}&until={before}", []),
    ("state=open&service=3&requester_type=3&audience=diaspora&channel=counter&need=administrative&complaint=no&from={today}", [2]),
])  # fmt: skip
def test_filters_narrow_the_register(query, found, three, besnik):
    today = timezone.localdate()
    days = {"today": f"{today:%d.%m.%Y}", "before": (today - timedelta(days=1)).isoformat()}
    assert numbers(besnik, query.format(**days)) == found


def test_owner_and_unit_filter_by_id(town, three, make_enquiry, besnik):
    with working_for(town.lezha):
        unit = town.lezha.units.first()
    make_enquiry(unit=unit)
    assert numbers(besnik, f"owner={town.ermira.pk}") == [2]
    assert numbers(besnik, f"unit={unit.pk}") == [4]


@pytest.mark.parametrize(("query", "problems"), [
    ("service=99", 1), ("state=open&state=x", 1), ("due=never", 1), ("owner=999999999999999999999", 1), ("unit=-1", 1),
    ("from=31.02.2026", 1), ("from=hello&until=hello", 2), ("from=02.01.2026&until=01.01.2026", 1), ("sort=name", 1),
    ("service=%00%3Cscript%3E", 1), ("page=x&after=y", 0), ("page=-1", 0), ("page=99999999999999999999", 0), ("after=0", 0),
    ("after=99999999999999999999", 0), ("unknown=1", 0), ("q=n%C3%AB", 1), ("q=%F0%9F%98%80", 1),
])  # fmt: skip
def test_value_nobody_knows_is_left_out_and_said(query, problems, three, besnik):
    response = besnik.get(f"{URL}?{query}", follow=True)
    assert response.status_code == 200
    assert len(response.context["filters"].problems) == problems
    assert "<script>" not in response.content.decode().split("<main")[1]
    assert response.content.decode().count("note-warn") == (1 if problems else 0)


@pytest.mark.parametrize(("sort", "order"), [
    ("-number", [3, 2, 1]), ("number", [1, 2, 3]), ("received", [1, 2, 3]), ("-received", [3, 2, 1]),
    ("due", [1, 2, 3]), ("-due", [3, 2, 1]), ("status", [1, 2, 3]), ("-status", [3, 2, 1]), ("name", [3, 2, 1]),
])  # fmt: skip
def test_register_is_sorted_by_number_day_or_status_never_by_name(sort, order, three, besnik):
    assert numbers(besnik, f"sort={sort}") == order


def test_voided_request_is_struck_through_and_presses_no_more(town, make_enquiry, besnik):
    enquiry = make_enquiry()
    with working_for(town.lezha):
        void(enquiry, by=town.ermira, reason="Dy herë e njëjta")
    (line,) = besnik.get(URL).context["lines"]
    assert (line.void, line.look, line.due) == (True, "off", "")
    assert "<s><a" in besnik.get(URL).content.decode()


def test_clerk_of_one_unit_sees_its_intake_only(town, make_enquiry, client):
    with working_for(town.lezha):
        own, other = town.lezha.units.all()[:2]
        town.ana.units.create(municipality=town.lezha, unit=own)
    make_enquiry(unit=own)
    make_enquiry(unit=other)
    make_enquiry()
    client.force_login(town.ana.user)
    assert numbers(client) == [1]


@pytest.mark.parametrize("query", ["", "q=shkolle&state=open&service=1&requester_type=1&channel=counter&owner=me&from=01.01.2026&complaint=no"])  # fmt: skip
def test_page_asks_as_many_questions_for_three_requests_as_for_one(query, town, make_enquiry, besnik):
    make_enquiry(owner=town.besnik, person={"name": "Arta Prova"})
    one = questions(besnik, f"{URL}?{query}")
    for name in ("Besa", "Drini"):
        make_enquiry(owner=town.besnik, person={"name": name})
    three = questions(besnik, f"{URL}?{query}")
    assert (len(one), len(three)) == (9, 9), "\n".join(three)


def test_htmx_gets_the_rows_alone(three, besnik):
    whole = besnik.get(URL)
    rows = besnik.get(URL, headers={"HX-Request": "true", "HX-Target": "rows"})
    assert "<html" in whole.content.decode() and "<html" not in rows.content.decode()
    assert [line.pk for line in rows.context["lines"]] == [line.pk for line in whole.context["lines"]]
    assert "HX-Request" in rows.headers["Vary"]
    back = besnik.get(URL, headers={"HX-Request": "true", "HX-Target": "rows", "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 2)
    monkeypatch.setattr(paging, "COUNT_UP_TO", 4)
    monkeypatch.setattr(paging, "LAST_PAGE", 2)


@pytest.mark.parametrize("sort", ["-number", "number", "-received", "received", "due", "-due", "status", "-status"])
def test_pages_go_on_behind_the_last_counted_one_without_loss_or_double(sort, town, make_enquiry, besnik, short_pages):
    for n in range(9):
        enquiry = make_enquiry(received_on=timezone.localdate() - timedelta(days=n % 3))
        if n % 4 == 0:
            with working_for(town.lezha):
                move(enquiry, "2", by=town.besnik)
    seen, after = [], ""
    for _stretch in range(5):
        for page in (1, 2):
            response = besnik.get(f"{URL}?sort={sort}&page={page}&after={after}")
            seen += [line.pk for line in response.context["lines"]]
        after = response.context["page"].older
        if not after:
            break
    with working_for(town.lezha):
        order = response.context["filters"].order
        expected = list(Enquiry.objects.filter(municipality=town.lezha).order_by(*order).values_list("pk", flat=True))
    assert seen == expected


def test_count_stops_and_says_so(town, make_enquiry, besnik, short_pages):
    for _n in range(5):
        make_enquiry()
    response = besnik.get(URL)
    assert response.context["page"].paginator.count == 4
    assert response.context["count_words"] in ("1–2 nga 4+", "1–2 of 4+")


def test_empty_register_offers_the_first_request(town, besnik):
    page = besnik.get(URL).content.decode()
    assert "/lezhe/office/new/" in page.split('id="rows"')[1]
