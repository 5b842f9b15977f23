"""`manage.py validate_903`: the rules of the care-leaver return over a folder of files."""

import json
import re
from argparse import ArgumentTypeError
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from careleavers.management.jsonlines import until_nobody_reads
from careleavers.management.manual import CommandWithManual
from careleavers.ssda903.files import ReturnFiles
from reporting.rules.return_rules import FILE_RULE, CheckResult, ReturnError, check_folder

MANUAL = """\
FOLDER holds the files of one collection of the SSDA903 return: CSV or XML, of any name, known by their columns.
YEAR is the year in which the collection ends: 2026 is 1 April 2025 to 31 March 2026. It may be written 2025-26.

  manage.py validate_903 return-2026 --year 2026 --prev return-2025
  manage.py validate_903 return-2026 --year 2026 --json > errors.json

--json prints one object:
  errors   a list of {"rule", "table", "file", "line", "child", "message", "remedy"}
           rule     DfE's number, or FILE for what could not be read in a file
           table    Header, Episodes, OC2, OC3, ...; null where a file is no table of the return
           file     the file's name
           line     its line, counted from 1; null where the whole file is meant
           child    the value of CHILD; null where there is none
           message  what is wrong, in DfE's words
           remedy   what to do
  ran      the rules that were asked
  skipped  a list of {"rule", "why"}

{"errors": [{"rule": "345", "table": "OC3", "file": "oc3.csv", "line": 7, "child": "104218", "message": "...",
"remedy": "..."}], "ran": ["131", "132"], "skipped": [{"rule": "348", "why": "It needs last year's OC3."}]}

The exit status is 0 without errors, 1 with errors, and 2 where no table of the return could be read.
"""
SHOWN_FOR_EACH_RULE = 20
UNREADABLE = 2


class Command(CommandWithManual):
    help = "Check a care-leaver return (SSDA903) against DfE's rules before it is sent."
    manual = MANUAL
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="The folder of this year's files.")
        parser.add_argument(
            "--year", type=collection_year_of, required=True, help="The year in which the collection ends."
        )
        parser.add_argument("--prev", type=Path, metavar="FOLDER", help="The folder of last year's files.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object instead of sentences.")
        parser.add_argument("--all", action="store_true", help="List every place, not only the first of each rule.")
        parser.add_argument(
            "--leap-day",
            choices=["1 March", "28 February"],
            default="1 March",
            help="The birthday, in other years, of somebody born on 29 February.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            checked, outcome = check_folder(options["year"], options["folder"], options["prev"], options["leap_day"])
        except OSError as error:
            raise CommandError(f"{error.filename} could not be read: {error.strerror}.", returncode=UNREADABLE)
        files = checked.files
        with until_nobody_reads():
            if options["json"]:
                self.stdout.write(json.dumps(outcome.as_json()))
            else:
                lines = _report(options["year"], files, outcome, options["all"])
                self.stdout.writelines(f"{line}\n" for line in lines)
        if not files.tables:
            raise CommandError("No table of the return could be read in this folder.", returncode=UNREADABLE)
        if outcome.errors:
            raise SystemExit(1)


def collection_year_of(text: str) -> int:
    """2026 from 2026, 2025-26, 2025/26 or 2025-2026."""
    written = re.fullmatch(r"(?a:(20\d\d)|(20\d\d)[-/](?:20)?(\d\d))", text)
    if written and written[1]:
        return int(written[1])
    if written and int(written[2]) + 1 == 2000 + int(written[3]):
        return int(written[2]) + 1
    raise ArgumentTypeError("write the year in which the collection ends, such as 2026 or 2025-26.")


def _report(year: int, files: ReturnFiles, outcome: CheckResult, everything: bool) -> Iterable[str]:
    yield f"Return for 1 April {year - 1} to 31 March {year}"
    yield "Read: " + (", ".join(f"{name} {len(table)}" for name, table in files.tables.items()) or "nothing")
    by_rule: dict[str, list[ReturnError]] = defaultdict(list)
    for error in outcome.errors:
        by_rule[error.rule].append(error)
    found = _counted(len(outcome.errors), "error")
    yield f"{found}; {_counted(len(outcome.ran), 'rule')} ran, {len(outcome.skipped)} skipped."
    for rule, errors in by_rule.items():
        yield ""
        yield from _file_report(errors) if rule == FILE_RULE else _rule_report(rule, errors, everything)
    if outcome.skipped:
        yield ""
        yield "Skipped"
        yield from (f"  {skipped.rule:<6} {skipped.why}" for skipped in outcome.skipped)


def _file_report(errors: list[ReturnError]) -> Iterable[str]:
    yield f"Files: {_counted(len(errors), 'problem')}"
    for error in errors:
        yield f"  {_place(error)}: {error.message} {error.remedy}"


def _rule_report(rule: str, errors: list[ReturnError], everything: bool) -> Iterable[str]:
    yield f"Rule {rule}: {_counted(len(errors), 'error')}"
    yield f"  {errors[0].message}"
    yield f"  What to do: {errors[0].remedy}"
    shown = errors if everything else errors[:SHOWN_FOR_EACH_RULE]
    yield from (f"    {_place(error)}" for error in shown)
    if len(shown) < len(errors):
        yield f"    and {len(errors) - len(shown)} more: use --all to list them."


def _place(error: ReturnError) -> str:
    line = f" line {error.line}" if error.line else ""
    child = f", child {error.child}" if error.child else ""
    return f"{error.file}{line}{child}"


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
