"""The Celery app. Postgres is the queue of record; this only rings the bell."""

import os

from celery import Celery
from celery.signals import beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")

app = Celery("careleavers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def tick_at_once(**_: object) -> None:
    """So that /health need not wait for the first half minute."""
    app.send_task("careleavers.tasks.tick")
