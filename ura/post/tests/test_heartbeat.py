"""What the watchman reads: the pages are ready without the background worker, and its silence is said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ura.post.heartbeat import worker_alive
from ura.post.models import Heartbeat


@pytest.mark.parametrize(("minutes_ago", "silent"), [(None, True), (0, False), (4, False), (6, True)])
def test_the_worker_is_information_and_takes_no_page_away(minutes_ago, silent, client, db):
    if minutes_ago is not None:
        worker_alive()
        Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes_ago))
    answer = client.get("/readyz")
    told = answer.json()
    seen = told["worker"].pop("seen")
    assert (answer.status_code, told) == (
        200, {"ready": True, "database": True, "migrations_waiting": 0, "worker": {"silent": silent}}
    )  # fmt: skip
    assert (seen is None) == (minutes_ago is None)
