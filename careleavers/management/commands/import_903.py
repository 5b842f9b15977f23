"""Loads a children looked-after return (SSDA903) into the record and says what was done with every row."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from careleavers.management.manual import CommandWithManual
from careleavers.rules.words import amount
from careleavers.ssda903.importing import Refusal, Report, import_return
from careleavers.ssda903.importing.report import KINDS

FIRST_YEAR, LAST_YEAR = 1990, 2100
LINES_SHOWN = 12
NOTHING_FOUND = 2  # exit status where the folder has no table of the return
FIELDS = {
    "first_name": "first names",
    "last_name": "last names",
    "upn": "UPNs",
    "ssda903_id": "SSDA903 IDs",
    "gender": "genders",
    "ethnicity": "ethnicities",
    "died_on": "dates of death",
    "care_open": "care that is open in the record and not in the return",
    "return": "returns that were refused for somebody in the record",
}

HELP = """\
Loads a children looked-after return (SSDA903) into the record, and says what was created, changed, skipped and
refused, with file, line and column. Run it again and nothing changes.

  manage.py import_903 returns/2026 --year 2026 --dry-run

FOLDER holds the tables of one return as CSV or XML, under any file names: a table is known by its columns. Load the
years in order, the oldest first. Children are known from year to year, and to the record, by CHILD (the SSDA903 ID).

--year is the year in which the collection ENDS: 2026 is 1 April 2025 to 31 March 2026. It dates the answers about care
leavers (on the birthday in the collection) and says which codes are expected; it refuses nothing. A folder of the
sample data that is named 2017 holds the collection that started in 2017, which is --year 2018.
"""

EPILOG = """\
With --json one object is printed, with these keys:
  created, changed, skipped   how many rows; skipped ones are in the record already, or it knows a later return
  counts                      the same for each kind: {"care_episodes": {"created": 3, "changed": 0, "skipped": 1}, ...}
  refused[]                   "what" ("file", "child": nothing of the child was loaded, "row", or "value": left out
                              alone), "file", "line", "column", "child", "reason" and "remedy"
  marked_to_mend              values kept though they cannot be right, counted by field: {"upn": 12, ...}
  read                        rows and files of every table: {"OC3": {"rows": 40, "files": ["oc3.csv"]}, ...}
  read_and_not_kept           rows of the tables that the record has no place for: {"Reviews": 120, ...}
  notes[]                     sentences on what was kept and deserves checking
  folder, year, dry_run       as given

Exit status: 0 when the folder was read, whatever was refused; 1 when it could not be; 2 when it has no table of the
return, or the command was not understood.
"""


class Command(CommandWithManual):
    help = HELP
    manual = EPILOG
    formatter = RawDescriptionHelpFormatter

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that holds the return's files")
        parser.add_argument(
            "--year", type=_year, required=True, metavar="N", help="the year in which the collection ends, such as 2026"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and save nothing")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")

    def handle(self, *args: Any, folder: Path | str, year: int, **options: Any) -> None:
        try:
            report = import_return(
                by=None,
                folder=Path(folder),
                year=year,
                today=timezone.localdate(),
                dry_run=options["dry_run"],
                report_progress=lambda progress: self.stderr.write(progress, style_func=str),
            )
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            said = error.strerror if isinstance(error, OSError) else error
            raise CommandError(f"{folder} cannot be read ({said}). Give the folder that holds the return.") from None
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict()))
        else:
            self.stdout.writelines(f"{line}\n" for line in report_lines(report))
        if not report.read:
            raise CommandError(f"{folder} holds no table of the return. Nothing was loaded.", returncode=NOTHING_FOUND)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise ArgumentTypeError(f"{text!r} is no year. Give the year in which the collection ends, such as 2026.")
    return int(text)


def report_lines(report: Report) -> Iterator[str]:
    """The report for somebody who will put the return right: what was done first, then what needs them."""
    yield f"Return of the collection ending on 31 March {report.year}, from {report.folder}"
    yield from _read(report)
    yield from _done(report)
    yield from _refused(report.refused)
    if report.tally.issues_by_field:
        yield ""
        yield "Kept, and marked to fix on each person's page:"
        for field, count in sorted(report.tally.issues_by_field.items()):
            yield f"  {count:>7,}  {FIELDS[field]}"
    if report.notes:
        yield ""
        yield "Worth checking:"
        yield from (f"  {note}" for note in report.notes)


def _read(report: Report) -> Iterator[str]:
    yield ""
    if not report.read:
        yield "No table of the return was found."
        return
    yield "Read:"
    for name, table in report.read.items():
        kept = "   read and not kept: the record has no place for it yet" if name in report.not_kept else ""
        yield f"  {table['rows']:>7,}  {name} ({', '.join(table['files'])}){kept}"


def _done(report: Report) -> Iterator[str]:
    tally = report.tally
    yield ""
    said = "What it would do (a dry run: nothing was saved)" if report.dry_run else "What it did"
    yield f"{said}:"
    yield f"  {'':26} {'created':>9} {'changed':>9} {'skipped':>9}"
    for kind in KINDS:
        counts = (tally.created[kind], tally.changed[kind], tally.skipped[kind])
        yield f"  {kind.capitalize():26} {counts[0]:>9,} {counts[1]:>9,} {counts[2]:>9,}"
    yield "  Skipped: in the record already, or there from a later return."


def _refused(refused: Sequence[Refusal]) -> Iterator[str]:
    if not refused:
        yield ""
        yield "Nothing was refused."
    for what, title in (
        ("file", "Files that could not be read as they should"),
        ("child", "Children of whom nothing was loaded"),
        ("row", "Rows that were not loaded"),
        ("value", "Values that were left out"),
    ):
        ours = [one for one in refused if one.what == what]
        if ours:
            yield ""
            yield f"{title}: {_count(ours)}"
            yield from _grouped(ours)


def _count(refused: Sequence[Refusal]) -> str:
    if refused[0].what == "child":
        return f"{len({one.child for one in refused}):,}"
    return f"{len(refused):,}"


def _grouped(refused: Sequence[Refusal]) -> Iterator[str]:
    """One line for a reason, however many lines of the file it is about."""

    def reason(one: Refusal) -> tuple[str, str, str, str]:
        return (one.file, one.column or "", one.reason, one.remedy)

    groups = [list(group) for _, group in groupby(sorted(refused, key=reason), reason)]
    for ours in sorted(groups, key=lambda group: (group[0].file, min(one.line or 0 for one in group))):
        file, column, why, remedy = reason(ours[0])
        lines = sorted(one.line for one in ours if one.line)
        shown = ", ".join(map(str, lines[:LINES_SHOWN]))
        if len(lines) > LINES_SHOWN:
            shown += f" and {amount(len(lines) - LINES_SHOWN, 'more', 'more')} (--json lists them)"
        children = Counter(one.child for one in ours if one.child)
        where = f"{file}{f', line {shown}' if len(lines) == 1 else f', lines {shown}' if lines else ''}"
        where += f", {column}" if column else ""
        where += f", child {next(iter(children))}" if len(children) == 1 else ""
        yield f"  {where}"
        yield f"      {why}{f' {remedy}' if remedy else ''}"
