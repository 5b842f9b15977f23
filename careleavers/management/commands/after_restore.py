"""What must be done between a restore and the start of the workers."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Max
from django.utils import timezone

from careleavers.actions.housekeeping import end_all_access
from careleavers.backups import since
from careleavers.backups.programs import BackupFailed
from careleavers.backups.since import Happened
from careleavers.models import AuditEvent, User, YoungPerson
from careleavers.rules.words import day

NOTHING_TO_ASK = (
    "Name what knows more than the restored database: --former with the address of the database that was replaced, or "
    "--log with files of the log. With --unknown only sessions are ended."
)
# An event may be older than the last one of the backup and yet have been committed after it.
ORDER_OF_COMMITS = timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Run once after a restore, before the worker starts. Ends every session and throws waiting mail away, then "
        "lists what happened since the backup and must be done again: accounts, roles, restrictions, deaths, letters."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--former", metavar="URL", help="the database that was replaced, where it can be read")
        parser.add_argument("--log", metavar="FILE", type=Path, nargs="+", default=[], help="files of the log")
        parser.add_argument("--unknown", action="store_true", help="neither is there: list nothing")

    def handle(self, *args: Any, former: str | None, log: list[Path], unknown: bool, **options: Any) -> None:
        if not (former or log or unknown):
            raise CommandError(NOTHING_TO_ASK)
        ended, thrown_away = end_all_access(by=None)
        self.stdout.write(f"{ended} sessions ended, {thrown_away} waiting messages thrown away.")
        last = AuditEvent.objects.aggregate(last=Max("happened_at"))["last"]
        if last is None:
            raise CommandError("This database holds no event: it is empty, and nothing was restored.")
        ended_at = timezone.localtime(last)
        self.stdout.write(f"The restored database ends at {day(ended_at.date())}, {ended_at:%H:%M:%S}.")
        try:
            after = last - ORDER_OF_COMMITS
            happened = since.from_database(dj_database_url.parse(former), after) if former else []
            for path in log:
                with path.open() as lines:
                    happened += since.from_log(lines, after)
        except (OSError, BackupFailed) as wrong:
            raise CommandError(str(wrong)) from None
        if not unknown:
            known = set(AuditEvent.objects.filter(happened_at__gt=after).values_list("pk", "happened_at"))
            self.tell(since.by_kind(each for each in happened if (each.event_id, each.at) not in known))

    def tell(self, kinds: dict[str, list[Happened]]) -> None:
        for kind, events in kinds.items():
            self.stdout.write(f"\n{kind}: {len(events)} since the backup")
            if kind == since.OTHER:
                for name, times in Counter(each.name for each in events).most_common():
                    self.stdout.write(f"  {times:6} {name}")
                continue
            for each in events:
                at = timezone.localtime(each.at)
                self.stdout.write(f"  {day(at.date())}, {at:%H:%M:%S} {each.name}{about(each)}")


def about(event: Happened) -> str:
    """Whom it is about and who did it, as far as the restored database knows them."""
    person = YoungPerson.objects.filter(pk=event.person_id).first() if event.person_id else None
    member = User.objects.filter(pk=event.object_id).first() if event.object_kind == "careleavers.user" else None
    by = User.objects.filter(pk=event.by_id).first() if event.by_id else None
    parts = [
        f"of {person.pk} ({person})" if person else event.person_id and f"of {event.person_id}, not in the backup",
        member and f"of {member.email}",
        not (person or member or event.person_id) and event.object_id and f"of {event.object_kind} {event.object_id}",
        f"by {by.email}" if by else event.by_id and f"by {event.by_id}",
    ]
    return "".join(f" {part}" for part in parts if part)
