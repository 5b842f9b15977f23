"""The web server's settings, in the demo and in production. Database connections: WEB_WORKERS times WEB_THREADS."""

import gc
import os
import tempfile
from typing import Any

from careleavers import environment, machines
from careleavers.site.log_settings import log_settings

mode = environment.mode(required=True)  # unset, it stops the start: a council's server must not run as a demo
bind = machines.bind("BIND", "127.0.0.1:8000")
logconfig_dict = log_settings(
    environment.log_form(production=mode == environment.PRODUCTION), environment.log_level("LOG_LEVEL", "INFO")
)
worker_class = "gthread"
workers = environment.integer("WEB_WORKERS", 2, least=1, most=64)
threads = environment.integer("WEB_THREADS", 4, least=1, most=64)
# The socket is for a command that nothing here uses, and a read-only home folder has no room for it.
control_socket_disable = True
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
# A heartbeat file on a slow disk can block a worker; memory cannot.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None

# Where the processes put their numbers together for /metrics, before any of them counts.
if environment.token("METRICS_TOKEN"):
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="careleavers-metrics-"))


def child_exit(server: Any, worker: Any) -> None:
    """A process that ended is counted no more as one that runs."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)


def when_ready(server: Any) -> None:
    """Before the workers are forked: what is loaded stays, and a collection need not look at it in midst of a page."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # views, forms and models are imported with the addresses that lead to them
    gc.collect()
    gc.freeze()
