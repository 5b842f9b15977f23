from celery import shared_task
from django.utils import timezone

from pathways.actions import reconcile


@shared_task
def reconcile_alerts() -> None:
    """Opens and closes the alerts of everybody, as of today."""
    reconcile.reconcile_alerts(today=timezone.localdate())
