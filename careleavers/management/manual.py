"""Commands whose `--help` ends with a manual: what goes in, what comes out, which exit status means what."""

from __future__ import annotations

from argparse import HelpFormatter as ArgparseFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, DjangoHelpFormatter


class HelpFormatter(DjangoHelpFormatter):
    """Django's order of options, with the text about the keys left as it is laid out."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "".join(indent + line for line in text.splitlines(keepends=True))


class CommandWithManual(BaseCommand):
    """A command whose `manual` follows its options in `--help`, laid out as it is written."""

    manual = ""
    formatter: type[ArgparseFormatter] = HelpFormatter

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=self.formatter, epilog=self.manual, **kwargs
        )
