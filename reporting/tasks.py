from celery import shared_task
from django.utils import timezone

from reporting.actions import quarters


@shared_task
def freeze_due_quarters() -> None:
    """Freezes each quarter that is over and has no frozen figures."""
    today = timezone.localdate()
    for ends_on in quarters.due_quarters(today):
        quarters.freeze_quarter(by=None, quarter_end=ends_on, today=today)
