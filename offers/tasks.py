"""Bells: each asks what is due and does it. Rung twice, late or half way, the result is the same."""

from celery import shared_task
from django.utils import timezone

from offers.actions import planning, rendering


@shared_task
def plan_letters() -> None:
    planning.plan_letters(by=None, today=timezone.localdate())


@shared_task
def render_letters() -> None:
    rendering.render_due()
