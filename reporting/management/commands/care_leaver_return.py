"""`manage.py care_leaver_return`: the return of a year as files, or what is still to fix in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from careleavers.management.jsonlines import until_nobody_reads
from careleavers.management.manual import CommandWithManual
from careleavers.models import YoungPerson
from careleavers.rules import words
from careleavers.ssda903.files.writing import csv_file, xml_file
from reporting.management.commands.validate_903 import collection_year_of
from reporting.queries.care_leaver_return import DrawnUpReturn, check_tables, draw_up, tables_before, tables_of
from reporting.rules.care_leaver_return import CollectionYear

MANUAL = """\
Everybody is in it, restricted records too: whoever may run this command may read the database.

  manage.py care_leaver_return --year 2026-27 --into return-2027      Header.csv, Episodes.csv and OC3.csv
  manage.py care_leaver_return --year 2026-27 --into return-2027 --xml
  manage.py care_leaver_return --year 2026-27 --into return-2027 --before before-2027
  manage.py care_leaver_return --year 2026-27 --json

--before writes what DfE knows from earlier years of the same people: the episodes of all of them, and last year's
answers. A validator that asks for last year's files takes these, and then knows the whole care history.

--json prints one object:
  year      the year in which the collection ends
  lines     a list of {"person", "child", "age", "birthday", "observed_on", "in_touch", "activity", "accommodation",
            "final", "gaps"}; child is null where the record has no SSDA903 child ID
  to_come   a list of {"person", "age", "birthday", "from", "to"}: birthdays that have not come yet
  left_out  a list of {"person", "why"}
  errors    what DfE's rules find, as validate_903 gives it

The exit status is 0, and 1 where DfE's rules find an error.
"""


class Command(CommandWithManual):
    help = "Draw up the care-leaver return (SSDA903, OC3) of a year from the record."
    manual = MANUAL

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--year", type=collection_year_of, required=True, help="The year in which the collection ends."
        )
        parser.add_argument("--into", type=Path, metavar="FOLDER", help="Write the files into this folder.")
        parser.add_argument("--before", type=Path, metavar="FOLDER", help="Write what DfE knows from before into it.")
        parser.add_argument("--xml", action="store_true", help="One XML file instead of CSV files.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object instead of sentences.")

    def handle(self, *args: Any, **options: Any) -> None:
        drawn_up = draw_up(CollectionYear(options["year"]), YoungPerson.objects.all(), timezone.localdate())
        tables = tables_of(drawn_up)
        if options["into"]:
            _write(options["into"], {"return.xml": xml_file(tables)} if options["xml"] else _csv_files(tables))
        if options["before"]:
            _write(options["before"], _csv_files(tables_before(drawn_up)))
        outcome = check_tables(drawn_up, tables)
        with until_nobody_reads():
            if options["json"]:
                found = _as_json(drawn_up) | {"errors": outcome.as_json()["errors"]}
                self.stdout.write(json.dumps(found, ensure_ascii=False))
            else:
                self.stdout.writelines(f"{line}\n" for line in _lines(drawn_up, len(outcome.errors)))
        if outcome.errors:
            raise SystemExit(1)


def _csv_files(tables: dict[str, Any]) -> dict[str, bytes]:
    return {f"{name}.csv": csv_file(name, rows) for name, rows in tables.items()}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise CommandError(f"{error.filename} could not be written: {error.strerror}.")


def _as_json(drawn_up: DrawnUpReturn) -> dict[str, Any]:
    return {
        "year": drawn_up.year.year,
        "lines": [
            {
                "person": str(each.person.pk),
                "child": each.person.ssda903_id,
                "age": each.line.age,
                "birthday": each.line.birthday.isoformat(),
                "observed_on": each.line.observed_on.isoformat(),
                **each.codes._asdict(),
                "final": each.line.is_final,
                "gaps": [gap.value for gap in each.line.gaps],
            }
            for each in drawn_up.lines
        ],
        "to_come": [
            {
                "person": str(person.pk),
                "age": to_come.age,
                "birthday": to_come.birthday.isoformat(),
                "from": to_come.window.first.isoformat(),
                "to": to_come.window.last.isoformat(),
            }
            for person, to_come in drawn_up.to_come
        ],
        "left_out": [{"person": str(person.pk), "why": why.value} for person, why in drawn_up.left_out],
    }


def _lines(drawn_up: DrawnUpReturn, errors: int) -> Iterator[str]:
    """Counts alone: what a terminal shows may be seen by others."""
    to_fix = sum(bool(each.line.gaps) for each in drawn_up.lines)
    yield f"Care-leaver return {drawn_up.year}"
    yield f"{words.amount(len(drawn_up.lines), 'line')}, {to_fix} to fix."
    yield f"{words.amount(len(drawn_up.to_come), 'birthday')} to come, {len(drawn_up.left_out)} left out."
    yield f"DfE's rules find {words.amount(errors, 'error')}."
