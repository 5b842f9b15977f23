from celery import shared_task
from django.utils import timezone

from reporting.actions import duties, health_needs, periods, report_mail


@shared_task
def freeze_due_figures() -> None:
    """Freezes each quarter and month that is over and has no frozen figures; counts health for the last quarter."""
    today = timezone.localdate()
    for ends_on in periods.due_periods(today):
        periods.freeze_period(by=None, ends_on=ends_on, today=today)
    health_needs.count_health(today=today)


@shared_task
def send_report_mail() -> None:
    """Links to the reports that are there again, to those who want them: once each time, however often it is asked."""
    report_mail.send_report_mail(today=timezone.localdate())


@shared_task
def count_duties() -> None:
    """Counts what became of the duties of the quarter that runs, and of one that is over for the last time."""
    duties.count_duties(today=timezone.localdate())
