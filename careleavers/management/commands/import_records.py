"""Brings over the records of another system from a folder of CSV files and workbooks, and says what was done."""

from __future__ import annotations

import json
import time
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from careleavers.actions.documents import NewFile
from careleavers.forms.uploads import Unfit, read_file
from careleavers.importing import FORMER_SYSTEM, import_folder, systems
from careleavers.importing.report import ImportReport, failure_groups, write_failed_files
from careleavers.importing.tables import TABLES
from careleavers.importing.templates import documentation, write_templates
from careleavers.importing.values import Unusable, shown
from careleavers.management.manual import CommandWithManual
from careleavers.rules.uploads import MOST_BYTES, TOO_LARGE
from careleavers.rules.words import amount, listing

SYSTEM_LENGTH = 60
NOTHING_FOUND = 2  # exit status where the folder has no table
SECONDS_BETWEEN = 2  # of progress

HELP = """\
Brings over the records of another system: people, and what is about them. Run it again, or after it was broken off,
and nothing is there twice.

  manage.py import_records FOLDER --templates          # writes an empty file of each table, with its columns
  manage.py import_records FOLDER --dry-run            # says what it would do
  manage.py import_records FOLDER --system "Mosaic"    # does it

FOLDER holds CSV files or workbooks (.xlsx, .xls, .ods) under any names: a table is known by its columns. Rows that
could not be brought over are written into a folder beside them, each with the reason, to be mended and loaded again.
docs/import_records.md has every column.
"""

EPILOG = """\
With --json one object is printed, with these keys:
  system, dry_run   as given
  tables            for each table: rows read, created, changed, unchanged, failed
  failed[]          "file", "line", "id" and "reason" of each row that was not brought over
  file_faults[]     "file", "line" and "reason" of what could not be read at all
  notes[]           sentences on what deserves checking
  failed_files[]    the files that were written with the failed rows

Exit status: 0 when the folder was read, whatever failed; 1 when it could not be; 2 when it has no table.
"""


class Command(CommandWithManual):
    help = HELP
    manual = EPILOG
    formatter = RawDescriptionHelpFormatter

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, nargs="?", default=Path("."), metavar="FOLDER", help="the folder that holds the files"
        )
        parser.add_argument(
            "--system",
            default="",
            metavar="NAME",
            help="what the other system is called, always the same",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and save nothing")
        parser.add_argument("--templates", action="store_true", help="write an empty file of each table and stop")
        parser.add_argument("--columns", action="store_true", help="print which columns there are and stop")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")

    def handle(self, *args: Any, folder: Path | str, system: str, **options: Any) -> None:
        folder = Path(str(folder).replace("\0", ""))
        if options["columns"]:
            self.stdout.writelines(f"{line}\n" for line in documentation())
            return
        try:
            if options["templates"]:
                for path in write_templates(folder):
                    self.stdout.write(f"{path}")
                return
            report = self._import(folder, _named(system), dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{folder} cannot be used ({error.strerror}). Give the folder of the files.") from None
        written, problem = self._write_failed(report, folder)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict() | {"failed_files": [str(path) for path in written]}))
        else:
            self.stdout.writelines(f"{line}\n" for line in report_lines(report, written))
        if problem:
            raise CommandError(problem)
        if not report.read:
            raise CommandError(f"{folder} holds no table. Nothing was brought over.", returncode=NOTHING_FOUND)

    def _import(self, folder: Path, system: str, *, dry_run: bool) -> ImportReport:
        shown_at = 0.0

        def report_progress(done: int, total: int) -> None:
            nonlocal shown_at
            if done == total or time.monotonic() - shown_at >= SECONDS_BETWEEN:
                shown_at = time.monotonic()
                self.stderr.write(f"{done:,} of {amount(total, 'person', 'people')}", style_func=str)

        return import_folder(
            folder=folder,
            by=None,
            system=system,
            today=timezone.localdate(),
            now=timezone.now(),
            dry_run=dry_run,
            read_document=reader_of(folder),
            report_progress=report_progress,
        )

    def _write_failed(self, report: ImportReport, folder: Path) -> tuple[list[Path], str]:
        """The files that were written, and why they could not be."""
        try:
            return write_failed_files(report, folder, f"failed {timezone.localtime():%Y-%m-%d %H.%M.%S}"), ""
        except OSError as error:
            return [], f"The failed rows could not be written ({error.strerror}): the report above lists them."


def _named(system: str) -> str:
    """What the other system is called. CommandError where it has to be said: under another name all of it would come
    twice."""
    name = " ".join(system.split())
    if len(name) > SYSTEM_LENGTH:
        raise CommandError(f"Give --system a name of up to {SYSTEM_LENGTH} characters.")
    known = systems()
    if not name and known not in ([], [FORMER_SYSTEM]):
        raise CommandError(f"Say with --system from which system it is: so far {listing(known)}.")
    return name or FORMER_SYSTEM


def reader_of(folder: Path) -> Callable[[str], NewFile]:
    """Reads photos and files beside the tables: none that is elsewhere."""
    inside = folder.resolve()

    def read(place: str) -> NewFile:
        path = (inside / place.replace("\\", "/")).resolve()
        if not path.is_relative_to(inside) or not path.is_file():
            raise Unusable(f"There is no file {shown(place)} beside the tables: put it there.")
        if path.stat().st_size > MOST_BYTES:
            raise Unusable(f"{shown(place)} {TOO_LARGE}.")
        try:
            return read_file(SimpleUploadedFile(path.name, path.read_bytes()))
        except Unfit as unfit:
            raise Unusable(f"{shown(place)} {unfit}.") from None

    return read


def report_lines(report: ImportReport, written: list[Path]) -> Iterator[str]:
    """The report for somebody who will put the files right: what was done first, then what needs them."""
    failed = report.failed_count()
    yield f"From {report.system}. " + (
        "What it would do (a dry run: nothing was saved):" if report.dry_run else "What it did:"
    )
    yield f"  {'':14} {'read':>9} {'created':>9} {'changed':>9} {'unchanged':>9} {'failed':>9}"
    for name in (each for each in TABLES if each in report.read):
        counts = (report.read, report.created, report.changed, report.unchanged, failed)
        yield f"  {name:14} " + " ".join(f"{each.get(name, 0):>9,}" for each in counts)
    if report.faults:
        yield ""
        yield "Could not be read:"
        for fault in report.faults:
            yield f"  {fault.file}{f', line {fault.line}' if fault.line else ''}: {fault.reason}"
    if report.failed:
        yield ""
        yield "Failed rows:"
        for group in failure_groups(report):
            yield f"  {group.file}, {group.places}"
            yield f"      {group.reason}"
    if written:
        yield ""
        yield "The failed rows, to be mended and loaded again:"
        yield from (f"  {path}" for path in written)
    if report.notes:
        yield ""
        yield "Worth checking:"
        yield from (f"  {note}" for note in report.notes)
