"""What an import did: rows created, changed and left as they were, and everything refused, with file and line."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

PEOPLE, EPISODES, OBSERVATIONS = "young people", "care episodes", "care leaver answers"
INVOLVEMENTS, ISSUES = "openings to the service", "marks to mend"
KINDS = (PEOPLE, EPISODES, OBSERVATIONS, INVOLVEMENTS, ISSUES)

What = Literal["file", "child", "row", "value"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken over: a whole file, a whole child, one row, or one value of a row that was.

    `line` counts the file's lines from 1, the column names included; None where no one line is at fault.
    """

    what: What
    file: str
    line: int | None
    column: str | None
    child: str | None
    reason: str
    remedy: str = ""


@dataclass(slots=True)
class Tally:
    """Rows by kind: created, changed, or skipped because the record says so already or knows better."""

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    issues_by_field: Counter[str] = field(default_factory=Counter)  # data quality issues created, by field

    def add(self, other: Tally) -> None:
        for name in ("created", "changed", "skipped", "issues_by_field"):
            getattr(self, name).update(getattr(other, name))


@dataclass(slots=True)
class Report:
    """Everything an import has to say. `year` is the year in which the collection ends."""

    folder: str
    year: int
    dry_run: bool
    read: dict[str, dict[str, Any]] = field(default_factory=dict)
    not_kept: dict[str, int] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The report as one JSON object; `manage.py import_903 --help` says what every key means."""
        tally = self.tally
        return {
            "folder": self.folder,
            "year": self.year,
            "dry_run": self.dry_run,
            "created": tally.created.total(),
            "changed": tally.changed.total(),
            "skipped": tally.skipped.total(),
            "counts": {
                kind.replace(" ", "_"): {
                    "created": tally.created[kind],
                    "changed": tally.changed[kind],
                    "skipped": tally.skipped[kind],
                }
                for kind in KINDS
            },
            "refused": [asdict(one) for one in self.refused],
            "marked_to_mend": dict(tally.issues_by_field),
            "read": self.read,
            "read_and_not_kept": self.not_kept,
            "notes": self.notes,
        }
