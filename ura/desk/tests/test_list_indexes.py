"""The long lists ask so that the database finds the index that fits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from ura.desk.filters import Filters
from ura.desk.models import Enquiry
from ura.desk.paging import find_keys


def keys_of(filters):
    return filters.matching().order_by(*filters.order).values_list("pk", flat=True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts its rows and chooses by them")
def test_open_requests_of_a_time_are_read_from_the_index_of_open_ones(working):
    today = timezone.localdate()
    query = f"state=open&service=1&from={today - timedelta(days=900)}&until={today}"
    assert "enquiry_open" in keys_of(Filters(working.besnik, QueryDict(query))).explain()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps every plan by itself")
def test_postgresql_keeps_the_plans_of_what_is_asked_again_but_not_of_the_filters(working):
    def planned():
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements")
            return {statement for (statement,) in cursor.fetchall()}

    filters = Filters(working.besnik, QueryDict("state=open&service=1"))
    for _time in range(connection.connection.prepare_threshold + 2):
        list(Enquiry.objects.filter(municipality=working.lezha, pk=1).values_list("days_taken"))
        find_keys(filters, filters.matching(), 26)
    assert any("days_taken" in statement for statement in planned())
    assert not any('"service" =' in statement for statement in planned())


def test_what_a_filter_by_state_and_days_finds_is_what_fits(working, make_enquiry):
    today = timezone.localdate()
    kept = make_enquiry(received_on=today - timedelta(days=3))
    make_enquiry(received_on=today - timedelta(days=4))
    query = f"state=open&from={today - timedelta(days=3)}&until={today - timedelta(days=3)}"
    assert list(keys_of(Filters(working.besnik, QueryDict(query)))) == [kept.pk]


@pytest.mark.parametrize("codes", [[], ["1') OR ('1'='1"], ["1", "ë"]])
def test_only_codes_are_written_into_a_question(codes, working):
    with pytest.raises(ValueError, match="no codes"):
        list(Enquiry.objects.filter(municipality=working.lezha, state__among=codes))
