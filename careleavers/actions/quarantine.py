"""Parts of actions with files: nobody can open a new one until the virus scanner has looked at it.

They write inside the action that calls them; `careleavers.actions.file_scans` asks the scanner.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from careleavers.actions.alerts import close_alerts
from careleavers.models import Alert, Document, FileScan, ImportFile, MeetingPaper
from careleavers.rules.alert_kinds import ClosedBy

CODE = "infected_"


def put_into_quarantine(
    *,
    document: Document | None = None,
    import_file: ImportFile | None = None,
    meeting_paper: MeetingPaper | None = None,
) -> bool:
    """This new file waits for the scanner. Returns whether it does: not where none is set up."""
    if not settings.CLAMD_ADDRESS:
        return False
    of = {"document": document, "import_file": import_file, "meeting_paper": meeting_paper}
    FileScan.objects.create(**of, created_at=timezone.now())
    return True


def alert_code(document: Document) -> str:
    """The code of the alert that something was found in this file."""
    return f"{CODE}{document.pk.hex[:12]}"


def close_alert_of(document: Document, today: date, because: str) -> None:
    """Nothing is to be done about this file any more."""
    raised = Alert.objects.filter(code=alert_code(document), closed_by_kind=ClosedBy.INFECTED_FILE, closed_on=None)
    close_alerts(alerts=raised, today=today, because=because)
