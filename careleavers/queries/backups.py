"""How old the last proved backup is, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from careleavers.models import BackupDrill

TOO_OLD = timedelta(days=10)  # a weekly drill, and three days to mend one that failed


@dataclass(frozen=True)
class BackupState:
    last: BackupDrill | None
    last_proved: BackupDrill | None

    def is_proved(self, now: datetime) -> bool:
        """The last drill succeeded, and on a backup that is not too old."""
        last = self.last
        return bool(last and last.proved and last.taken_at and now - last.taken_at <= TOO_OLD)


def backup_state() -> BackupState:
    drills = BackupDrill.objects.order_by("-drilled_at")
    return BackupState(drills.first(), drills.filter(differences=[]).first())
