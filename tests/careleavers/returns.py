"""Small returns written to a folder, and the import run on them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from careleavers.management.commands.import_903 import NOTHING_FOUND
from careleavers.models import CareEpisode, DataQualityIssue, Involvement, Observation, StatusPeriod, YoungPerson
from careleavers.ssda903.files import TABLES

SAMPLE = Path(__file__).parent.parent / "data" / "returns_903_sample"
AMY = "A1,2,10/05/2001,WBRI,H801200001001,,"  # 17 on 10 May 2018
BOB = "B2,1,01/02/2003,BAFR,,,"
CARE = "A1,01/06/2015,S,C2,N1,U4,PR1,,,,LE3 8RA,LE3 8RB,SC012345"
BOBS_CARE = "B2,01/06/2016,S,V2,N1,U4,PR1,01/07/2016,E4A,,,,"
RECORD: tuple[Any, ...] = (YoungPerson, CareEpisode, Observation, Involvement, DataQualityIssue, StatusPeriod)


def write_return(folder: Path, **tables: Sequence[str] | str) -> Path:
    """A folder with a file for each table: `Header=[AMY]` writes Header.csv below DfE's column names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        lines = [rows] if isinstance(rows, str) else rows
        (folder / f"{name.lower()}.csv").write_text("\n".join([",".join(TABLES[name]), *lines]) + "\n")
    return folder


def load(folder: Path, year: int, *more: str) -> dict[str, Any]:
    """The report of `import_903 --json`."""
    return json.loads(run(folder, year, "--json", *more))


def run(folder: Path, year: int, *more: str, progress: StringIO | None = None) -> str:
    """What `import_903` prints, where the folder has no table of the return, too."""
    out = StringIO()
    try:
        call_command("import_903", str(folder), f"--year={year}", *more, stdout=out, stderr=progress or StringIO())
    except CommandError as error:
        if error.returncode != NOTHING_FOUND:
            raise
    return out.getvalue()


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that an import may write about people."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in RECORD}


# Five years
