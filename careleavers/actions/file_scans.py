"""Files in quarantine until the virus scanner has looked at them.

Fails closed: while the scanner does not answer, what waits can be opened by nobody, and is tried again. A claim is
committed before the scanner is asked and lasts as long as the lease, so that a file that a dying worker had is taken
up by another; asked twice about one file, the first answer counts.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from careleavers.actions.alerts import raise_alert
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.meeting_papers import end_task_of_infected, tell_of_infected_paper
from careleavers.actions.quarantine import alert_code, close_alert_of
from careleavers.importing.uploads import look_at
from careleavers.models import Document, DocumentContent, FileScan, ImportFile, MeetingPaper, MeetingPaperContent, User
from careleavers.permissions import Permission
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day
from careleavers.virus_scanner import CannotScan, ScannerDown, find_virus

LEASE = timedelta(minutes=5)  # far longer than one file takes
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=10)  # doubled with each failure
MOST_IN_A_RUN = 300  # files; the next run goes on
FROM_BEFORE_IN_A_RUN = 100
INFECTED = "A virus was found in a photo or file: take it out, or have it looked at again"
FOUND_NOTHING = "The virus scanner finds nothing in it any more"


def scan_files() -> int:
    """Ask the scanner about what is due; returns how many files it said something about.

    When it cannot be reached at all, the run ends: the others wait unharmed.
    """
    if not settings.CLAMD_ADDRESS:
        return 0
    queue_files_from_before(now=timezone.now())
    for done in range(MOST_IN_A_RUN):
        scan = claim_scan(now=timezone.now())
        if scan is None:
            return done
        try:
            found = find_virus(_content(scan), settings.CLAMD_ADDRESS)
        except ScannerDown as silence:
            record_scan_failure(scan=scan.pk, tries=scan.tries, error=str(silence), now=timezone.now())
            return done
        except CannotScan as refusal:
            record_scan_failure(
                scan=scan.pk, tries=scan.tries, error=f"The scanner did not look at it: {refusal}", now=timezone.now()
            )
        else:
            now = timezone.now()
            record_scan(scan=scan.pk, found=found, now=now, today=timezone.localdate(now))
    return MOST_IN_A_RUN


def _content(scan: FileScan) -> bytes:
    if scan.import_file_id:
        content = ImportFile.objects.filter(pk=scan.import_file_id).values_list("content", flat=True).first()
    elif scan.meeting_paper_id:
        paper = MeetingPaperContent.objects.filter(paper=scan.meeting_paper_id)
        content = paper.values_list("content", flat=True).first()
    else:
        kept = DocumentContent.objects.filter(document=scan.document_id)
        content = kept.values_list("content", flat=True).first()
    return bytes(content or b"")  # taken out meanwhile


@action
def queue_files_from_before(*, by: None = None, now: datetime) -> None:
    """What came before there was a scanner is looked at too, some in each run. It stays open until then."""
    former = Document.objects.filter(scan=None, taken_out_on=None)[:FROM_BEFORE_IN_A_RUN]
    papers = MeetingPaper.objects.filter(scan=None, taken_out_on=None)[:FROM_BEFORE_IN_A_RUN]
    state = {"state": FileScan.FROM_BEFORE, "created_at": now}
    FileScan.objects.bulk_create(
        [
            *(FileScan(document=document, **state) for document in former),
            *(FileScan(meeting_paper=paper, **state) for paper in papers),
        ],
        ignore_conflicts=True,
    )


@action
def claim_scan(*, by: None = None, now: datetime) -> FileScan | None:
    """Claim the file that waits longest and that no other worker has, new ones first; None when there is none."""
    due = FileScan.objects.due(now).select_for_update(skip_locked=True)
    scan = due.order_by("-state", "created_at", "pk").first()
    if scan:
        scan.tries += 1
        scan.claimed_until = now + LEASE
        scan.save(update_fields=["tries", "claimed_until"])
    return scan


@action
def record_scan_failure(*, by: None = None, scan: UUID, tries: int, error: str, now: datetime) -> None:
    """The scanner said nothing of it: it stays in quarantine and is tried again after a pause."""
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
    waiting = FileScan.objects.unscanned().filter(pk=scan)
    waiting.update(claimed_until=None, next_try_at=now + pause, failed_because=error[:300])


@action
def record_scan(*, by: None = None, scan: UUID, found: str | None, now: datetime, today: date) -> None:
    """What the scanner said: the file can be opened, or stays closed for good and somebody is told."""
    said = (
        FileScan.objects.unscanned()
        .filter(pk=scan)
        .update(
            state=FileScan.INFECTED if found else FileScan.CLEAN,
            virus=(found or "")[:200],
            scanned_at=now,
            claimed_until=None,
            next_try_at=None,
            failed_because="",
        )
    )
    if not said:  # taken out, undone, or another worker was quicker
        return
    row = FileScan.objects.get(pk=scan)
    if row.import_file:
        _read_or_empty(row.import_file, found)
    elif row.meeting_paper and found:
        tell_of_infected_paper(row.meeting_paper, found, today)
    elif row.meeting_paper:
        end_task_of_infected(row.meeting_paper, by, today)
    elif row.document and found:
        _tell(row.document, row, today)
    elif row.document:
        close_alert_of(row.document, today, FOUND_NOTHING)


def _read_or_empty(file: ImportFile, found: str | None) -> None:
    """What was found infected is destroyed: it belongs to nobody's record, and whoever sent it has it."""
    if found:
        file.content = b""
        record_event("import_file_infected", by=None, on=file.record_import, found=found)
    else:
        file.sheets, why_none = look_at(bytes(file.content), file.name)
        file.unreadable_because = "" if file.sheets else (" ".join(why_none) or "it is empty.")[:300]
    file.save(update_fields=["content", "sheets", "unreadable_because"])


def _tell(document: Document, scan: FileScan, today: date) -> None:
    """Whoever put it into the record, the case holder and the managers: one of them decides."""
    raise_alert(
        person=document.person,
        code=alert_code(document),
        cycle_started_on=today,
        due_on=today,
        text=INFECTED,
        because=f"The virus scanner found {scan.virus} in {_which(document)}. Nobody can open it.",
        today=today,
        closed_by_kind=ClosedBy.INFECTED_FILE,
        also_for=document.recorded_by,
    )
    record_event("document_infected", by=None, person=document.person, on=document, found=scan.virus)


def _which(document: Document) -> str:
    if document.contact is None:
        return f"the file “{document.file_name}”"[:100]
    return f"a file that came with the contact of {day(document.contact.happened_on)}"


@action
def scan_again(*, by: User, document: Document) -> None:
    """A manager thinks that the scanner is wrong: it is asked again, and until then nobody can open the file."""
    if not by.may(Permission.MANAGE_TEAM):
        raise Refused("A manager can have it looked at again. Ask them, or take it out.")
    infected = FileScan.objects.filter(document=document, state=FileScan.INFECTED)
    if not infected.update(state=FileScan.WAITING, virus="", created_at=timezone.now(), tries=0):
        raise Refused("It waits for the virus scanner already.")
    record_event("document_scanned_again", by=by, person=document.person, on=document)


@action
def try_scans_again(*, by: User) -> int:
    """An administrator has mended something: what waits is due at once; returns how many files wait."""
    waiting = FileScan.objects.unscanned()
    waiting.filter(Q(next_try_at__isnull=False)).update(next_try_at=None)
    return waiting.count()
