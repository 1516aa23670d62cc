"""How gunicorn serves Ura on a server; environment variables change it, see docs/running.md."""

import multiprocessing
import os

_on_sqlite = not os.environ.get("DATABASE_URL", "").startswith("postgres") and not os.environ.get("DATABASE_URL_FILE")

bind = os.environ.get("URA_BIND", "127.0.0.1:8000")
# SQLite lets one write at a time, but two processes read and draw pages beside each other.
workers = int(os.environ.get("WEB_CONCURRENCY") or (2 if _on_sqlite else 2 * multiprocessing.cpu_count()))
worker_class = "gthread"
threads = 8
# Longer than the largest import may take; the proxy gives up later than this.
timeout = 120
graceful_timeout = 30
keepalive = 5
# The page's own log has the address without names and codes; gunicorn's would write the whole line.
accesslog = None
loglevel = "warning"
control_socket_disable = True
# A master that renders before it forks leaves its children hanging (typst), so nothing is loaded early.
preload_app = False
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112


def post_worker_init(worker):
    """Each worker knows all pages before it takes its first request."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018
