from celery import shared_task
from django.utils import timezone

from careleavers.actions.jobs import record_heartbeat


@shared_task
def tick() -> None:
    """Shows /health that the beat sends and a worker works."""
    record_heartbeat(name="tick", at=timezone.now())
