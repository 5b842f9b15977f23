from celery import shared_task
from django.utils import timezone

from pathways.actions import morning_mail, reconcile


@shared_task
def reconcile_alerts() -> None:
    """Opens and closes the alerts of everybody, as of today."""
    reconcile.reconcile_alerts(today=timezone.localdate())


@shared_task
def send_morning_mail() -> None:
    """How much waits for them, to those who want to be told: once on each of its days, however often it is asked."""
    morning_mail.send_morning_mail(today=timezone.localdate())
