"""The night's housework on the database."""

from django.db import connection


def count_rows():
    """SQLite learns how its rows are spread, so that it picks the right index; PostgreSQL does this by itself.
    A thousand rows of each index are read: it takes a moment whatever the size."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
