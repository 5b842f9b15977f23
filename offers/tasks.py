"""Periodic tasks: each finds what is due and does it. Safe to run twice, late or half way."""

from celery import shared_task
from django.utils import timezone

from offers.actions import mailing, planning, regular_payments, rendering, sending, service_answers
from offers.printing_service import connected_service


@shared_task
def plan_letters() -> None:
    planning.plan_letters(by=None, today=timezone.localdate())


@shared_task
def render_letters() -> None:
    rendering.render_due(today=timezone.localdate())


@shared_task
def pay_regularly() -> None:
    """Each payment of a plan whose day has come."""
    regular_payments.pay_due(today=timezone.localdate())


class PrintingServiceRefuses(Exception):
    """GOV.UK Notify takes no letters from us: the job has failed, so that an administrator sees it."""


@shared_task
def send_letters() -> None:
    """Into the outbox of email, and to GOV.UK Notify; then what has become of those that it has."""
    today = timezone.localdate()
    mailing.mail_due_letters(now=timezone.now(), today=today)
    with connected_service() as service:
        done = sending.hand_over_due(service=service, today=today)
        service_answers.ask_about_letters(service=service, today=today)
    if done.is_refused:
        raise PrintingServiceRefuses(done.stopped_because)
