from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.rules_document import document


class Command(BaseCommand):
    help = "Writes docs/rules.md from the code: every rule, source, setting and unsettled point."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether the file is up to date.")
        parser.add_argument("--file", type=Path, default=settings.BASE_DIR / "docs" / "rules.md", help="Where it goes.")

    def handle(self, *args: Any, check: bool, file: Path, **options: Any) -> None:
        text = document()
        if not check:
            file.write_text(text, encoding="utf-8")
            self.stdout.write(f"{file} is written.")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            raise CommandError(f"{file} differs from the code: run manage.py rules_doc.")
        else:
            self.stdout.write(f"{file} is up to date.")
