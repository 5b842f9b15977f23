from celery import shared_task
from django.utils import timezone

from reporting.actions import duties, health_needs, quarters, report_mail


@shared_task
def freeze_due_quarters() -> None:
    """Freezes each quarter that is over and has no frozen figures, and counts health for the last of them."""
    today = timezone.localdate()
    for ends_on in quarters.due_quarters(today):
        quarters.freeze_quarter(by=None, quarter_end=ends_on, today=today)
    health_needs.count_health(today=today)


@shared_task
def send_report_mail() -> None:
    """Links to the reports that are there again, to those who want them: once each time, however often it is asked."""
    report_mail.send_report_mail(today=timezone.localdate())


@shared_task
def count_duties() -> None:
    """Counts what became of the duties of the quarter that runs, and of one that is over for the last time."""
    duties.count_duties(today=timezone.localdate())
