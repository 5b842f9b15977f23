"""Send letters: into the outbox of email, to GOV.UK Notify, and ask about those that it has. With or without Celery."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from careleavers.rules.words import amount
from offers.actions.mailing import mail_due_letters
from offers.actions.sending import hand_over_due
from offers.actions.service_answers import ask_about_letters
from offers.printing_service import connected_service


class Command(BaseCommand):
    help = (
        "Hand letters that are due to GOV.UK Notify, or write them into the outbox of email. Several may run at once; "
        "each letter goes once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        mailed = mail_due_letters(now=timezone.now(), today=today)
        with connected_service() as service:
            done = hand_over_due(service=service, today=today)
            answers = ask_about_letters(service=service, today=today)
        self.stdout.write(
            f"{amount(mailed, 'letter')} to go by email. "
            f"{amount(done.handed_over, 'letter')} handed over, {done.waiting} wait, {done.set_aside} set aside. "
            f"Of {answers.asked} with the service {answers.moved} have moved on."
        )
        for reason in filter(None, {done.stopped_because, answers.stopped_because}):
            self.stdout.write(f"GOV.UK Notify: {reason}")
