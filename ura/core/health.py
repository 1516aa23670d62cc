"""Health for the watchman: /healthz says the process answers, /readyz that it can serve."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error
from django.http import JsonResponse


@login_not_required
def alive(request):
    return JsonResponse({"alive": True})


@login_not_required
def ready(request):
    """503 while the database does not answer or migrations wait."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Error:
        return JsonResponse({"ready": False, "database": False}, status=503)
    return JsonResponse(
        {"ready": not waiting, "database": True, "migrations_waiting": waiting}, status=503 if waiting else 200
    )
