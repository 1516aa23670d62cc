"""The night's housework on the database."""

from django.conf import settings
from django.db import connection
from django.utils import timezone


def count_rows():
    """SQLite learns how its rows are spread, so that it picks the right index; PostgreSQL does this by itself.
    A thousand rows of each index are read: it takes a moment whatever the size."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def forget_expired():
    """Tokens of forms and limits whose time is over go: Django counts all rows of its cache whenever it writes one,
    and takes none away before there are MAX_ENTRIES. Returns how many went."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])
        return cursor.rowcount
