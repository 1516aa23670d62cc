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
def ready(request, worker_sign):
    """503 while the database does not answer or migrations wait.

    `worker_sign` tells of the background worker. It is information: pages are served without it, so a proxy that
    asks here must not take them away.
    """
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Error:
        return JsonResponse({"ready": False, "database": False}, status=503)
    state = {"ready": not waiting, "database": True, "migrations_waiting": waiting}
    if not waiting:
        state["worker"] = worker_sign()
    return JsonResponse(state, status=503 if waiting else 200)
