"""Periodic tasks: each finds what is due and does it. Safe to run twice, late or half way."""

from celery import shared_task
from django.utils import timezone

from offers.actions import planning, rendering


@shared_task
def plan_letters() -> None:
    planning.plan_letters(by=None, today=timezone.localdate())


@shared_task
def render_letters() -> None:
    rendering.render_due(today=timezone.localdate())
