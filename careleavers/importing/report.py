"""What an import did, and the rows that could not be taken: each goes into a file of its own columns and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careleavers.rules.cells import csv_lines

if TYPE_CHECKING:
    from careleavers.importing.spool import SourceRow

REASON_COLUMN = "what_to_mend"
MOST_SHOWN = 200  # reasons, and notes, of one report on a page
LINES_SHOWN = 12
MOST_FOLDERS = 100  # of failed rows that were written in one second


@dataclass(frozen=True)
class FileFault:
    """Why a file, or a line of it, could not be read. `line` counts from 1."""

    file: str
    line: int | None
    reason: str


@dataclass(frozen=True)
class FailedRow:
    """A row that was not brought over: its cells as they came, and why, by column; "" is about the row as a whole."""

    row: SourceRow
    faults: tuple[tuple[str, str], ...]

    @property
    def reason(self) -> str:
        return " ".join(f"{column}: {said}" if column else said for column, said in self.faults)


@dataclass
class ImportReport:
    """Everything an import has to say. Counts are by the name of a table."""

    system: str
    dry_run: bool = False
    read: dict[str, int] = field(default_factory=dict)
    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    failed: list[FailedRow] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: ImportReport) -> None:
        """What was done with some people more."""
        for name in ("created", "changed", "unchanged"):
            getattr(self, name).update(getattr(other, name))
        self.failed += other.failed
        self.notes += other.notes

    def failed_count(self) -> Counter[str]:
        return Counter(each.row.file.table.name for each in self.failed)

    def as_dict(self) -> dict[str, Any]:
        """The report as one JSON object; `manage.py import_records --help` says what every key means."""
        failed = self.failed_count()
        return {
            "system": self.system,
            "dry_run": self.dry_run,
            "tables": {
                name: {
                    "read": rows,
                    "created": self.created[name],
                    "changed": self.changed[name],
                    "unchanged": self.unchanged[name],
                    "failed": failed[name],
                }
                for name, rows in self.read.items()
            },
            "failed": [
                {"file": each.row.file.name, "line": each.row.line, "id": each.row.their_id, "reason": each.reason}
                for each in self.failed
            ],
            "file_faults": [asdict(each) for each in self.faults],
            "notes": self.notes,
        }


def failed_files(report: ImportReport) -> Iterator[tuple[str, list[str], Iterator[list[str]]]]:
    """For each file with failed rows: its table, its columns and one more, and the rows, to be mended.

    Columns are written as we name them, so that what was mapped once need not be again.
    """
    by_file: dict[int, list[FailedRow]] = {}
    for each in report.failed:
        by_file.setdefault(each.row.file.number, []).append(each)
    for number in sorted(by_file):
        file, rows = by_file[number][0].row.file, by_file[number]
        kept = [place for place, column in enumerate(file.columns) if column in file.table.by_name]
        head = [file.columns[place] for place in kept]
        reasons: dict[int, list[str]] = {}
        for each in rows:
            reasons.setdefault(each.row.line, []).append(each.reason)
        by_line = {each.row.line: each.row for each in sorted(rows, key=lambda each: each.row.line)}
        cells = ([*(row.cells[place] for place in kept), " ".join(reasons[line])] for line, row in by_line.items())
        yield file.table.name, [*head, REASON_COLUMN], cells


def write_failed_files(report: ImportReport, beside: Path, name: str) -> list[Path]:
    """Write them into a new folder beside the files: of this name, or with a number after it. OSError."""
    names = (name, *(f"{name} {number}" for number in range(2, MOST_FOLDERS)))
    folder = next(beside / each for each in names if not (beside / each).exists())
    written: list[Path] = []
    for table, text in failed_csv(report).items():
        folder.mkdir(exist_ok=True)
        written.append(folder / f"{table}.csv")
        written[-1].write_text(text, encoding="utf-8", newline="")
    return written


@dataclass(frozen=True)
class FailureGroup:
    """Rows of one file that failed for one reason. `lines` are the first of them."""

    file: str
    reason: str
    count: int
    lines: tuple[int, ...]

    @property
    def places(self) -> str:
        """ "line 7", "lines 7, 9 and 3 more"."""
        shown = ", ".join(map(str, self.lines))
        more = f" and {self.count - len(self.lines):,} more" if self.count > len(self.lines) else ""
        return f"{'line' if self.count == 1 else 'lines'} {shown}{more}"


def failure_groups(report: ImportReport) -> Iterator[FailureGroup]:
    """One for a reason, however many rows it is about."""

    def reason(each: FailedRow) -> tuple[str, str]:
        return each.row.file.name, each.reason

    for (file, why), rows in groupby(sorted(report.failed, key=reason), reason):
        lines = sorted(each.row.line for each in rows)
        yield FailureGroup(file, why, len(lines), tuple(lines[:LINES_SHOWN]))


def summary(report: ImportReport) -> dict[str, Any]:
    """What a page shows of a report, however long it is."""
    groups = [*failure_groups(report)]
    return {
        "tables": report.as_dict()["tables"],
        "faults": [asdict(each) for each in report.faults[:MOST_SHOWN]],
        "failures": [{"file": each.file, "places": each.places, "reason": each.reason} for each in groups[:MOST_SHOWN]],
        "failures_left_out": max(len(groups) - MOST_SHOWN, 0),
        "notes": report.notes[:MOST_SHOWN],
        "notes_left_out": max(len(report.notes) - MOST_SHOWN, 0),
    }


def failed_csv(report: ImportReport) -> dict[str, str]:
    """The failed rows as CSV by table; those of a second file of one table under its name and a number."""
    found: dict[str, str] = {}
    for table, head, rows in failed_files(report):
        same = sum(name.partition("_")[0] == table for name in found)
        found[f"{table}_{same + 1}" if same else table] = "".join(csv_lines(head, rows))
    return found
