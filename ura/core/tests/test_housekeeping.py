"""What the night takes away, and what it leaves."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from ura.core import once
from ura.core.housekeeping import forget_expired

pytestmark = pytest.mark.django_db


def test_tokens_that_ran_out_go_and_those_that_count_stay():
    cache.clear()
    once.claim(1, "dje")
    with time_machine.travel(timezone.now() + timedelta(seconds=once.KEPT_FOR + 3600)):
        once.claim(1, "sot")
        assert forget_expired() == 1
        assert not once.claim(1, "sot") and once.claim(1, "dje")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ura_cache")
            assert cursor.fetchone()[0] == 2
