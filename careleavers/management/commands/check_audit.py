"""Says whether the log of changes and views, and history, are as they were sealed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from careleavers.actions.audit_seals import broken_seals, seal_audit, unchecked_seals


class Command(BaseCommand):
    help = (
        "Seals the log of changes and views and all history up to an hour ago, and checks every seal. Prints the last "
        "digest of each table: keep it somewhere else, and compare. Exit status 1 when a row was changed or removed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [str(one) for one in broken_seals()]
        if broken:
            raise CommandError("The log is not as it was sealed.\n" + "\n".join(broken))
        for name, digest in seal_audit(now=timezone.now()).items():
            self.stdout.write(f"{name:45} {digest or 'nothing to seal yet'}")
        for sentence in unchecked_seals():
            self.stdout.write(sentence)
        self.stdout.write("Every row is as it was sealed.")
