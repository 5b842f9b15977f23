"""`manage.py check_letter`: does a PDF keep to the printing areas, and is its address one that post reaches?"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from offers.documents.pdf_check import PdfCheck, PdfProblem, check_letter

MOST_BYTES_READ = 20 * 1024 * 1024  # ten times what a letter may be: a disk image must not fill the memory


class Command(BaseCommand):
    help = (
        "Checks the pages, margins and address window of a letter that is ready to print. Ends with status 1 when the "
        "letter would be refused. With --json it prints one object: file; pages; prints (true or false); address (its "
        "lines as a machine reads them); problems, each with code, severity (error or warning), message, page, area, "
        "box (left, top, right, bottom in mm from the top left corner) and text (what is written there)."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.pdf", help="The letter.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object instead of sentences.")
        parser.add_argument(
            "--strict",
            action="store_true",
            help="Keep the contact block to 125-190 by 30-95 mm, which the service's published text asks and its check "
            "does not.",
        )
        parser.add_argument("--no-abroad", action="store_true", help="Refuse addresses outside the United Kingdom.")

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["file"]
        checked = check_letter(_read(name), strict=options["strict"], allow_abroad=not options["no_abroad"])
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(name, checked)))
        else:
            self._say(checked)
        if not checked.prints:
            raise CommandError(f"{name} would be refused.")

    def _say(self, checked: PdfCheck) -> None:
        for problem in checked.problems:
            self.stdout.write(f"{problem.severity}: {problem.message} ({problem.code})")
        if checked.prints:
            self.stdout.write(f"Ready to print: {checked.pages} page{'' if checked.pages == 1 else 's'}.")


def _read(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            pdf = file.read(MOST_BYTES_READ + 1)
    except OSError as reason:
        raise CommandError(f"{name} cannot be read: {reason.strerror}.") from reason
    if len(pdf) > MOST_BYTES_READ:
        raise CommandError(f"{name} is larger than 20 MB: that is no letter.")
    return pdf


def _as_json(name: str, checked: PdfCheck) -> dict[str, Any]:
    return {
        "file": name,
        "pages": checked.pages,
        "prints": checked.prints,
        "address": checked.address,
        "problems": [_problem(problem) for problem in checked.problems],
    }


def _problem(problem: PdfProblem) -> dict[str, Any]:
    box = problem.box and {edge: round(value, 1) for edge, value in problem.box._asdict().items()}
    return {**asdict(problem), "box": box}
