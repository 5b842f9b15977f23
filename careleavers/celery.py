"""The Celery app. Postgres is the queue of record; this only says when to look at it."""

import logging
import os

from celery import Celery, chain
from celery.signals import beat_init
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")

app = Celery("careleavers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def tick_at_once(**_: object) -> None:
    """So that /health need not wait for the first half minute."""
    app.send_task("careleavers.tasks.tick")


def run_soon(*tasks: str) -> None:
    """Ask a worker for these tasks now, one after another. Without a broker they wait for the hour of the beat."""
    try:
        chain(*(app.signature(task, immutable=True) for task in tasks)).apply_async(retry=False)
    except OperationalError:
        logging.getLogger(__name__).warning("The broker cannot be reached: %s wait for the beat.", ", ".join(tasks))
