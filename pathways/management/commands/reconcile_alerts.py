from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from careleavers.rules.words import amount
from pathways.actions.reconcile import reconcile_alerts


class Command(BaseCommand):
    help = (
        "Compares what everybody is owed today with the open alerts, and opens or closes the difference. "
        "It runs every night by itself; running it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = reconcile_alerts(today=timezone.localdate())
        people = amount(done.people, "person", "people")
        self.stdout.write(f"{people}: {amount(done.opened, 'alert')} opened, {done.closed:,} closed.")
