"""An empty file of each table with its columns, and the documentation of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from careleavers.importing.tables import TABLES, ImportTable
from careleavers.rules.cells import csv_lines


def template(table: ImportTable) -> str:
    """The table as CSV: its columns and no row, so that nothing made up can be brought over."""
    return "".join(csv_lines([column.name for column in table.columns], []))


def write_templates(folder: Path) -> list[Path]:
    """A file for each table, in a folder that need not be there. One that is there stays as it is. OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in TABLES.values():
        path = folder / f"{table.name}.csv"
        if not path.exists():
            path.write_text(template(table), encoding="utf-8", newline="")
            written.append(path)
    return written


def documentation() -> Iterator[str]:
    """The lines of the part of docs/import_records.md that says which columns there are."""
    for table in TABLES.values():
        yield f"### {table.name}"
        yield ""
        yield "| column | needed | what it is | what it takes | example |"
        yield "| --- | --- | --- | --- | --- |"
        for column in table.columns:
            needed = "yes" if column.required else ""
            yield f"| `{column.name}` | {needed} | {column.about} | {column.value.words} | {column.example} |"
        yield ""
