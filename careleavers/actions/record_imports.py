"""Imports that are done in the browser: files sent, columns named, checked, brought over by a worker."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.quarantine import put_into_quarantine
from careleavers.importing.files import read_bytes
from careleavers.importing.loading import import_records
from careleavers.importing.report import ImportReport, failed_csv, summary
from careleavers.importing.spool import Spool
from careleavers.importing.stored import as_written_before
from careleavers.importing.uploads import look_at, missing_columns, table_of_sheet
from careleavers.models import FileScan, ImportFile, RecordImport, User
from careleavers.rules.words import listing

LEASE = timedelta(minutes=10)  # in which a worker says again that it is at it: far longer than a batch takes
LONGEST_NAME = 100  # of a file
BUSY = "A worker is at it: wait until it is done."


@action
def begin_import(*, by: User, system: str, files: Mapping[str, bytes]) -> RecordImport:
    """An import of these files, by name. Refused for a file that cannot be read."""
    started = RecordImport.objects.create(system=as_written_before(system), recorded_by=by)
    _keep_files(started, files, by)
    record_event("import_begun", by=by, on=started, system=started.system)
    return started


@action
def add_files(*, by: User, record_import: RecordImport, files: Mapping[str, bytes]) -> None:
    """More files for it: it has to be checked again."""
    current = _open_again(record_import)
    _keep_files(current, files, by)
    record_event("import_files_added", by=by, on=current, files=len(files))


def _keep_files(record_import: RecordImport, files: Mapping[str, bytes], by: User) -> None:
    for name, content in files.items():
        shown = name[-LONGEST_NAME:]
        file = ImportFile.objects.create(record_import=record_import, name=shown, content=content, recorded_by=by)
        if put_into_quarantine(import_file=file):
            continue  # it is read when the virus scanner has looked at it
        file.sheets, why_none = look_at(content, shown)
        if not file.sheets:
            raise Refused(f"{shown}: {' '.join(why_none) or 'it is empty.'}", field="exports")
        file.save(update_fields=["sheets"])


@action
def remove_file(*, by: User, file: ImportFile) -> None:
    """It is not brought over with the others."""
    current = _open_again(file.record_import)
    record_event("import_file_removed", by=by, on=current)
    file.delete()


@action
def name_columns(*, by: User, file: ImportFile, sheet: int, mapping: Mapping[str, str]) -> None:
    """Which of our columns each column of a sheet stands for, by its name there."""
    current = _open_again(file.record_import)
    file.sheets[sheet]["mapping"] = dict(mapping)
    file.save(update_fields=["sheets"])
    record_event("import_columns_named", by=by, on=current)


def _open_again(record_import: RecordImport) -> RecordImport:
    """Locked, and what was found of other files forgotten. Refused while a worker is at it."""
    current = RecordImport.objects.select_for_update(of=("self",)).get(pk=record_import.pk)
    if current.is_waiting:
        raise Refused(BUSY)
    current.state, current.report, current.failed = RecordImport.OPEN, {}, {}
    current.save(update_fields=["state", "report", "failed"])
    return current


@action
def ask_for_check(*, by: User, record_import: RecordImport) -> None:
    """A worker says soon what would be done. Refused where a file is not understood."""
    current = _open_again(record_import)
    if why := why_not_check(current):
        raise Refused(why)
    _ask(current, RecordImport.CHECKING)
    record_event("import_check_asked_for", by=by, on=current)


def why_not_check(record_import: RecordImport) -> str | None:
    """The sentence that says what has to be done before, or None."""
    files = list(record_import.files.defer("content").select_related("scan"))
    scans = [getattr(each, "scan", None) for each in files]
    if any(scan and scan.state == FileScan.INFECTED for scan in scans):
        return "Take the file out in which the virus scanner found something."
    if any(scan and not scan.is_open for scan in scans):
        return "The virus scanner has not looked at all files yet: open this page again in a moment."
    if unreadable := [each.name for each in files if each.unreadable_because]:
        return f"Take out what cannot be read: {listing(unreadable)}."
    sheets = [sheet for each in files for sheet in each.sheets]
    tables = [(sheet, table_of_sheet(sheet)) for sheet in sheets]
    if not any(table for _, table in tables):
        return "Say what the columns of at least one file are: none is known by its own."
    unready = [sheet["name"] for sheet, table in tables if table and missing_columns(sheet, table)]
    return f"Say what the columns of {listing(unready)} are: some that are needed are missing." if unready else None


@action
def ask_for_import(*, by: User, record_import: RecordImport) -> None:
    """A worker brings over soon what was checked. Refused for what was not checked as it is now."""
    current = RecordImport.objects.select_for_update(of=("self",)).get(pk=record_import.pk)
    if current.state != RecordImport.CHECKED:
        raise Refused(BUSY if current.is_waiting else "Check the files first.")
    _ask(current, RecordImport.IMPORTING)
    record_event("import_asked_for", by=by, on=current, system=current.system)


def _ask(record_import: RecordImport, state: str) -> None:
    record_import.state, record_import.claimed_until = state, None
    record_import.people_done = record_import.people = 0
    record_import.save(update_fields=["state", "claimed_until", "people_done", "people"])


@action
def drop_import(*, by: User, record_import: RecordImport) -> None:
    """Its files and its report are forgotten; what was brought over stays."""
    current = _open_again(record_import)
    record_event("import_dropped", by=by, on=current)
    current.delete()


# By a worker


def run_waiting_imports(*, now: datetime) -> int:
    """Check and bring over what waits, one after another. Returns how many were.

    One that a worker gave up half way is taken up again when its time is over: what is done stays done.
    """
    done = 0
    while claimed := claim_import(now=now):
        _run(claimed, now)
        done += 1
    return done


@action
def claim_import(*, now: datetime) -> RecordImport | None:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    waiting = RecordImport.objects.filter(free, state__in=RecordImport.WAITING).order_by("recorded_at")
    claimed = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if claimed:
        claimed.claimed_until = now + LEASE
        claimed.save(update_fields=["claimed_until"])
    return claimed


def _run(record_import: RecordImport, now: datetime) -> None:
    """Whatever goes wrong, it does not stay "being checked" for ever: it is said on the page and in the log."""
    report = None
    try:
        report = _import(record_import, now)
    except Exception:
        logging.getLogger(__name__).exception("The import %s was broken off.", record_import.pk)
    finish_import(record_import=record_import, report=report, now=timezone.now())


def _import(record_import: RecordImport, now: datetime) -> ImportReport:
    by = record_import.recorded_by
    with closing(Spool()) as spool:
        for file in record_import.files.all():
            mappings = {sheet["name"]: sheet["mapping"] for sheet in file.sheets}
            read_bytes(bytes(file.content), file.name, spool, mappings)

        def report_progress(done: int, total: int) -> None:
            note_progress(record_import=record_import, done=done, total=total)

        return import_records(
            by=by,
            spool=spool,
            system=record_import.system,
            today=timezone.localdate(now),
            now=now,
            dry_run=record_import.state == RecordImport.CHECKING,
            report_progress=report_progress,
        )


@action
def note_progress(*, record_import: RecordImport, done: int, total: int) -> None:
    """How far a worker is, and that it is at it. No event: it comes every few seconds."""
    ours = RecordImport.objects.filter(pk=record_import.pk)
    ours.update(people_done=done, people=total, claimed_until=timezone.now() + LEASE)


@action
def finish_import(*, record_import: RecordImport, report: ImportReport | None, now: datetime) -> None:
    """What came of it; None where it was broken off by something that nobody foresaw."""
    finished = RecordImport.CHECKED if record_import.state == RecordImport.CHECKING else RecordImport.DONE
    record_import.state = finished if report else RecordImport.BROKEN
    record_import.report = summary(report) if report else {}
    record_import.failed = failed_csv(report) if report else {}
    record_import.finished_at, record_import.claimed_until = now, None
    record_import.save(update_fields=["state", "report", "failed", "finished_at", "claimed_until"])


@action
def forget_old_imports(*, by: None = None, now: datetime) -> None:
    """Files of imports that nobody has done anything with for as long as drafts are kept."""
    long_ago = now - timedelta(days=settings.DRAFTS_KEPT_DAYS)
    old = RecordImport.objects.filter(recorded_at__lt=long_ago).exclude(state__in=RecordImport.WAITING)
    old.filter(Q(finished_at=None) | Q(finished_at__lt=long_ago)).delete()
