"""The web server's settings, in the demo and in production. Database connections: WEB_WORKERS times WEB_THREADS."""

import gc
import os
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
# A heartbeat file on a slow disk can block a worker; memory cannot.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None


def when_ready(server: Any) -> None:
    """Before the workers are forked: what is loaded stays, and a collection need not look at it in midst of a page."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # views, forms and models are imported with the addresses that lead to them
    gc.collect()
    gc.freeze()
