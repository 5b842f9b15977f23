"""The Celery app. Postgres is the queue of record; this only says when to look at it."""

import logging
import logging.config
import os
import time
from contextlib import ExitStack

from celery import Celery, Task, chain
from celery.signals import beat_init, setup_logging, task_postrun, task_prerun
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from careleavers.site import log_context

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")
# Celery would run Django's checks at each start, import all pages for them and drop what they find: `migrate` says it.
os.environ.setdefault("CELERY_SKIP_CHECKS", "yes")

# Of whoever waits for a page: seconds for the broker to be reached and to answer, and how often it is tried.
IMPATIENT = {
    "socket_connect_timeout": 1.0,
    "socket_timeout": 1.0,
    "max_retries": 1,
    "interval_start": 0.0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}

app = Celery("careleavers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def tick_at_once(**_: object) -> None:
    """So that /health need not wait for the first half minute."""
    app.send_task("careleavers.tasks.tick")


@setup_logging.connect
def log_as_the_pages_do(**_: object) -> None:
    """Celery leaves logging alone where somebody answers this signal."""
    logging.config.dictConfig(settings.LOGGING)


@task_prerun.connect
def begin_of_job(task_id: str, task: Task, **_: object) -> None:
    """Each line that the job logs carries its id."""
    saying = ExitStack()
    saying.enter_context(log_context.logging_about(request_id=task_id, job=task.name))
    task.request.careleavers_log = saying, time.perf_counter()


@task_postrun.connect
def end_of_job(task: Task, state: str | None = None, **_: object) -> None:
    saying, began = task.request.careleavers_log
    facts = {"status": state, "ms": round((time.perf_counter() - began) * 1000, 1)}
    logging.getLogger("careleavers.jobs").info("%s %s", task.name, state, extra={"facts": facts})
    saying.close()


def run_soon(*tasks: str) -> None:
    """Ask a worker for these tasks now, one after another. Without a broker, or with one that does not answer within
    seconds, they wait for the hour of the beat."""
    try:
        with app.connection_for_write(transport_options=IMPATIENT) as broker:
            chain(*(app.signature(task, immutable=True) for task in tasks)).apply_async(connection=broker, retry=False)
    except (OperationalError, RedisError, OSError):
        logging.getLogger(__name__).warning("The broker cannot be reached: %s wait for the beat.", ", ".join(tasks))
