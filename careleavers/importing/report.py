"""What an import did, and the rows that could not be taken: each goes into a file of its own columns and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careleavers.rules.cells import csv_lines

if TYPE_CHECKING:
    from careleavers.importing.spool import SourceRow

REASON_COLUMN = "what_to_mend"
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
        lines = sorted(rows, key=lambda each: each.row.line)
        cells = ([*(each.row.cells[place] for place in kept), each.reason] for each in lines)
        yield file.table.name, [*head, REASON_COLUMN], cells


def write_failed_files(report: ImportReport, beside: Path, name: str) -> list[Path]:
    """Write them into a new folder beside the files: of this name, or with a number after it. OSError."""
    written: list[Path] = []
    names = (name, *(f"{name} {number}" for number in range(2, MOST_FOLDERS)))
    folder = next(each for each in names if not (beside / each).exists())
    for table, head, rows in failed_files(report):
        (beside / folder).mkdir(exist_ok=True)
        same = sum(path.stem.partition("_")[0] == table for path in written)
        path = beside / folder / (f"{table}_{same + 1}.csv" if same else f"{table}.csv")
        path.write_text("".join(csv_lines(head, rows)), encoding="utf-8", newline="")
        written.append(path)
    return written
