from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from ura.desk.models import Enquiry
from ura.municipalities.tenancy import working_for
from ura.people.actions import add_person
from ura.people.search import find_by_email, find_people
from ura.register.models import Entry

HEAD = ["Numri i protokollit", "Data", "Lënda", "Emri dhe mbiemri", "Lloji i shërbimit", "Statusi", "Data e mbylljes"]


def sheet(*rows, head=HEAD):
    data = BytesIO()
    book = xlsxwriter.Workbook(data)
    page = book.add_worksheet()
    for n, row in enumerate([head, *rows]):
        page.write_row(n, 0, row)
    book.close()
    return data.getvalue()


GOOD = sheet(
    ["7/2025", "12.03.2025", "Njohja e diplomës", "Elona Hoxha", "1", "5", "20.03.2025"],
    ["8/2025", "13.03.2025", "Investim në Zejmen", "Çeljeta Gjoni", "3 - Investim", "Në analizë", ""],
)


@pytest.fixture
def bring(town, client):
    """Choose the file as the supervisor, look, and import; returns the last page."""
    client.force_login(town.ermira.user)

    def go(data, **columns):
        upload = SimpleUploadedFile("regjistri.xlsx", data)
        chosen = client.post("/lezhe/office/import/", {"file": upload})
        if chosen.status_code != 302:
            return chosen
        form = client.get(chosen.url).context["form"]
        return client.post(chosen.url, {k: v or "" for k, v in form.initial.items()} | columns)

    return go


def test_a_register_is_imported_with_its_old_numbers_and_found_by_them(bring, town):
    assert bring(GOOD).status_code == 302
    with working_for(town.lezha):
        rows = list(Enquiry.objects.select_related("entry", "text", "requester").order_by("entry__number"))
        assert [(r.entry.number, r.entry.archive_number, r.text.subject, r.service, r.state) for r in rows] == [
            (1, "7/2025", "Njohja e diplomës", "1", "5"),
            (2, "8/2025", "Investim në Zejmen", "3", "1"),
        ]
        assert (rows[0].received_on, rows[0].closed_on, rows[0].days_taken) == (date(2025, 3, 12), date(2025, 3, 20), 5)
        assert [p.name for p in find_people(town.lezha, "celjeta")] == ["Çeljeta Gjoni"]


@pytest.mark.parametrize("typed", ["7/2025", "Nr. 7/2025"])
def test_an_imported_request_is_found_by_searching_its_old_number(typed, bring, town, client):
    bring(sheet(["Nr. 7/2025", "12.03.2025", "Njohja e diplomës", "", "1", "1", ""],
                ["Nr. 8/2025", "12.03.2025", "Diploma", "", "1", "1", ""]))  # fmt: skip
    listed = client.post("/lezhe/office/enquiries/", {"q": typed}, follow=True).context["lines"]
    assert [line.subject for line in listed] == ["Njohja e diplomës"]


def test_the_same_file_twice_makes_no_doubles(bring, town):
    bring(GOOD)
    bring(GOOD)
    with working_for(town.lezha):
        assert Entry.objects.count() == 2


def test_a_corrected_subject_or_another_day_given_makes_no_second_request_of_one_number(bring, town):
    bring(GOOD)
    bring(sheet(["7/2025", "12.03.2025", "Njohja e diplomës së masterit", "Elona Hoxha", "1", "5", "20.03.2025"]))
    undated = sheet(["9", "", "Pa datë", "", "1", "1", ""], ["", "", "Pa numër", "", "1", "1", ""])
    bring(undated, default_day="05.01.2025")
    bring(undated, default_day="06.01.2025")
    with working_for(town.lezha):
        rows = Entry.objects.order_by("number").values_list("archive_number", flat=True)
        assert list(rows) == ["7/2025", "8/2025", "9", ""]


def test_one_number_of_two_years_is_two_requests(bring, town):
    bring(sheet(["7", "12.03.2024", "Diploma", "", "1", "1", ""]))
    bring(sheet(["7", "12.03.2025", "Diploma", "", "1", "1", ""]))
    with working_for(town.lezha):
        assert Entry.objects.count() == 2


def test_rows_that_repeat_are_named_and_only_the_same_words_are_left_out(bring, town, client):
    client.force_login(town.ermira.user)
    client.cookies["django_language"] = "sq"
    file = sheet(
        ["", "12.03.2025", "Diploma", "Elona Hoxha", "1", "1", ""],
        ["", "12.03.2025", "Diploma", "Elona Hoxha", "1", "1", ""],
        ["7", "12.03.2025", "Diploma", "", "1", "1", ""],
        ["7", "13.03.2025", "Banesa", "", "1", "1", ""],
    )
    said = [(p.row, p.sentence, p.blocking) for p in looked_at(client, file).context["problems"]]
    assert said == [
        (3, "Rreshti 2 thotë të njëjtën gjë: ky nuk merret. Nëse është kërkesë tjetër, shkruani ku ndryshon.", False),
        (5, "Rreshti 4 ka të njëjtin numër: merren të dy. Kontrolloni numrat.", False),
    ]
    bring(file)
    bring(file)
    with working_for(town.lezha):
        subjects = Enquiry.objects.order_by("pk").values_list("text__subject", flat=True)
        assert list(subjects) == ["Diploma", "Diploma", "Banesa"]


CONTACTS = [*HEAD, "E-mail", "Telefoni", "Organizata"]


def asked_by(name, *contacts, n):
    return [f"{n}/2025", "12.03.2025", f"Kërkesa {n}", name, "1", "1", "", *contacts]


def test_somebody_with_five_rows_is_one_person_whom_mail_recognises(bring, town):
    bring(sheet(
        asked_by("Elona Hoxha", "elona@example.org", "", "", n=1),
        asked_by("HOXHA Elona", "Elona@example.org", "+355 66 123 456", "", n=2),
        asked_by("Elona Hoxha", "", "0661 23 456", "", n=3),
        asked_by("Arben Hoxha", "", "066 123 456", "", n=4),
        asked_by("Elona Hoxha", "", "", "", n=5), head=CONTACTS,
    ))  # fmt: skip
    with working_for(town.lezha):
        asked = Enquiry.objects.order_by("pk").values_list("requester", flat=True)
        first, second, third, namesake, unreachable = asked
        assert first == second == third
        assert len({first, namesake, unreachable}) == 3
        (elona,) = find_by_email(town.lezha, "elona@example.org")
        assert [(c.kind, c.value) for c in elona.contacts.all()] == [("phone", "+355 66 123 456")]


def test_who_is_known_in_the_office_stays_that_person_when_a_register_is_imported(bring, town):
    with working_for(town.lezha):
        known = add_person(town.lezha, name="Elona Hoxha", email="elona@example.org", organisation="Ura e Drinit")
    bring(sheet(
        asked_by("Elona Hoxha", "elona@example.org", "", "Shoqata Zana", n=1),
        asked_by("Elona Hoxha", "elona@example.org", "+355 66 123 456", "", n=2), head=CONTACTS,
    ))  # fmt: skip
    bring(sheet(asked_by("Elona Hoxha", "", "+355 66 123 456", "", n=3), head=CONTACTS))
    with working_for(town.lezha):
        asked = Enquiry.objects.order_by("pk")
        assert [enquiry.requester_id for enquiry in asked] == [known.pk] * 3
        assert asked[0].events.get().text == "Shoqata Zana"
        assert [person.pk for person in find_people(town.lezha, "+355 66 123 456")] == [known.pk]


@pytest.mark.parametrize(("language", "typed", "said"), [
    ("sq", "Informasion", "Kjo fjalë nuk është në listë. Mos deshët të thoni «Informacion»?"),
    ("en", "Informasion", "This word is not in the list. Did you mean «Information»?"),
    ("en", "shkop", "This word is not in the list. Choose one of: Information;"),
])  # fmt: skip
def test_an_unknown_word_gets_the_one_that_was_meant_in_the_readers_language(language, typed, said, town, client):
    client.force_login(town.ermira.user)
    client.cookies["django_language"] = language
    (problem,) = looked_at(client, sheet(["1", "12.03.2025", "Diploma", "", typed, "1", ""])).context["problems"]
    assert problem.sentence.startswith(said)


def test_one_bad_row_stops_all_and_is_named(bring, town):
    page = bring(sheet(["1", "12.03.2025", "Mirë", "", "1", "1", ""], ["2", "31.31.2025", "Keq", "", "shkop", "1", ""]))
    assert page.status_code == 422
    assert [(p.row, p.value) for p in page.context["problems"]] == [(3, "31.31.2025"), (3, "shkop")]
    with working_for(town.lezha):
        assert Entry.objects.count() == 0


OWNED = [*HEAD, "Pika fokale"]


def many(bad, number=260):
    """Rows whose focal point nobody knows, which is only noted; those of `bad` have no day that is a day."""
    rows = [[f"{n}", "12.03.2025", f"Kërkesa {n}", "", "1", "1", "", "Askushi"] for n in range(2, number + 2)]
    for n in bad:
        rows[n - 2][1] = "31.31.2025"
    return sheet(*rows, head=OWNED)


def looked_at(client, data):
    return client.get(client.post("/lezhe/office/import/", {"file": SimpleUploadedFile("regjistri.xlsx", data)}).url)


def test_what_must_be_mended_stands_before_hundreds_of_notes_and_the_cut_is_told(town, client):
    client.force_login(town.ermira.user)
    page = looked_at(client, many([255]))
    problems = page.context["problems"]
    assert [(p.row, p.value, p.blocking) for p in problems[:2]] == [
        (255, "31.31.2025", True), (2, "Askushi", False),
    ]  # fmt: skip
    assert len(problems) == 1 + 200
    assert "Lista është shkurtuar: tregohen 200 nga 260 shënime." in page.content.decode()


def test_more_than_two_hundred_rows_to_mend_are_counted_to_the_last(town, client):
    client.force_login(town.ermira.user)
    page = looked_at(client, many(range(2, 252)))
    assert [p.row for p in page.context["problems"] if p.blocking] == list(range(2, 202))
    found = page.context["found"]
    assert (found.rows, found.bad_rows, found.more_blocking, found.more_notes) == (260, 250, 50, 60)
    assert "tregohen 200 gjërat e para për t’u ndrequr dhe ka edhe 50 të tjera" in page.content.decode()


def test_a_refused_import_names_the_rows_and_keeps_what_was_chosen(bring, town):
    page = bring(many([255, 258]), default_day="05.01.2025", column_7="notes")
    assert page.status_code == 422
    assert page.context["form"].non_field_errors()[0].endswith("Rreshtat për t’u ndrequr: 255, 258.")
    assert [(p.row, p.value) for p in page.context["problems"]] == [(255, "31.31.2025"), (258, "31.31.2025")]
    many_bad = bring(many(range(2, 252)))
    named = ", ".join(str(row) for row in range(2, 22))
    assert many_bad.context["form"].non_field_errors()[0].endswith(
        f"Rreshtat për t’u ndrequr: {named} dhe 230 të tjerë."
    )  # fmt: skip
    with working_for(town.lezha):
        assert Entry.objects.count() == 0


def test_rows_without_a_day_take_the_day_given(bring, town):
    rows = sheet(["1", "", "Pa datë", "", "1", "1", ""])
    assert bring(rows).status_code == 422
    assert bring(rows, default_day="05.01.2025").status_code == 302
    with working_for(town.lezha):
        assert Enquiry.objects.get().received_on == date(2025, 1, 5)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04broken", b"%PDF-1.7 x"])
def test_what_is_no_spreadsheet_is_refused_with_a_sentence(bring, data):
    page = bring(data)
    assert (page.status_code, bool(page.context["form"].errors)) == (422, True)


@pytest.mark.parametrize(
    ("who", "status"), [("besnik", 403), ("ana", 403), ("ermira", 200), ("fatmir", 200), ("drita", 404)]
)
def test_the_import_opens_for_supervisor_and_administrator(who, status, town, client):
    client.force_login(getattr(town, who).user)
    assert client.get("/lezhe/office/import/").status_code == status


def test_another_file_of_the_office_is_not_opened_as_an_import(town, client, bring):
    from ura.post.files import store

    with working_for(town.lezha):
        other = store(town.lezha, GOOD, name="x.xlsx", trusted_type="application/x")
    client.force_login(town.ermira.user)
    assert client.get(f"/lezhe/office/import/{other.pk}/").status_code == 404
