"""Small exports of another system written to a folder, and the import run on them."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from careleavers.management.commands.import_records import NOTHING_FOUND
from careleavers.models import (
    Allocation,
    AuditEvent,
    Contact,
    ContactDetail,
    Home,
    ImportedRow,
    Involvement,
    Occupation,
    StatusPeriod,
    YoungPerson,
)
from pathways.models import FormerPlan

Rows = list[dict[str, str]]
RECORD: tuple[Any, ...] = (
    ContactDetail,
    YoungPerson,
    Allocation,
    Contact,
    Home,
    Occupation,
    Involvement,
    StatusPeriod,
    ImportedRow,
    AuditEvent,
    FormerPlan,
)


def person(**more: str) -> dict[str, str]:
    return {
        "person_id": "P1",
        "first_name": "Noor",
        "last_name": "Aziz",
        "date_of_birth": "27/03/2008",
        "gender": "F",
        "team": "North",
        "opened_on": "27/03/2024",
    } | more


def allocation(**more: str) -> dict[str, str]:
    worker = "pat@council.example"
    return {"allocation_id": "A1", "person_id": "P1", "worker_email": worker, "starts_on": "01/04/2024"} | more


def contact(**more: str) -> dict[str, str]:
    return {
        "contact_id": "C1",
        "person_id": "P1",
        "happened_on": "14/10/2026",
        "method": "face_to_face",
        "result": "spoke",
        "note": "Met at college.",
    } | more


def home(**more: str) -> dict[str, str]:
    return {"home_id": "H1", "person_id": "P1", "kind": "U", "suitable": "yes", "starts_on": "01/09/2024"} | more


def occupation(**more: str) -> dict[str, str]:
    return {"occupation_id": "O1", "person_id": "P1", "code": "F2", "starts_on": "01/09/2024"} | more


def plan(**more: str) -> dict[str, str]:
    return {"plan_id": "PL1", "person_id": "P1", "agreed_on": "01/08/2026", "author": "Jo Ellis"} | more


def detail(**more: str) -> dict[str, str]:
    return {
        "contact_detail_id": "D1",
        "person_id": "P1",
        "kind": "mobile",
        "value": "07700 900123",
        "safe_to_use": "yes",
        "starts_on": "01/09/2024",
    } | more


def write_export(folder: Path, *, encoding: str = "utf-8", delimiter: str = ",", **tables: Rows) -> Path:
    """A folder with a file for each table, which has the columns that any of its rows has."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=delimiter, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def load(folder: Path, *more: str) -> dict[str, Any]:
    """The report of `import_records --json`."""
    return json.loads(run(folder, "--json", *more))


def run(folder: Path, *more: str, progress: StringIO | None = None) -> str:
    """What `import_records` prints, where the folder has no table, too."""
    out = StringIO()
    try:
        call_command("import_records", str(folder), "--system=Mosaic", *more, stdout=out, stderr=progress or StringIO())
    except CommandError as error:
        if error.returncode != NOTHING_FOUND:
            raise
    return out.getvalue()


def reasons(report: dict[str, Any]) -> dict[str, str]:
    """Why each row failed, by its ID."""
    return {each["id"]: each["reason"] for each in report["failed"]}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that an import may write."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in RECORD}
