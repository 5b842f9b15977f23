"""Django's makemigrations, which writes operations that can be applied as one change of the models' state together.

Each table here has a history table and triggers beside it, so one new model is a dozen operations, after each of
which Django would render nearly every model again (see careleavers.migrations._grouping).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.core.management.commands.makemigrations import Command as MakeMigrations
from django.db.migrations.operations.base import Operation

from careleavers.migrations._grouping import KINDS, Together, kind_of


class Command(MakeMigrations):
    def write_migration_files(self, changes: dict[str, list[Any]], *args: Any, **kwargs: Any) -> None:
        for migrations in changes.values():
            for migration in migrations:
                migration.operations = list(together(migration.operations))
        super().write_migration_files(changes, *args, **kwargs)


def together(operations: Iterable[Operation]) -> Iterator[Operation]:
    """The same operations, those of one kind in groups.

    Within a stretch of operations that can be grouped, tables come before columns and columns before what builds on
    them; apart from that the order is Django's. Any other operation stays where it is: nothing moves across it.
    """
    for can_be_grouped, stretch in groupby(operations, lambda each: kind_of(each) is not None):
        if not can_be_grouped:
            yield from stretch
            continue
        by_kind = sorted(stretch, key=lambda each: KINDS.index(kind_of(each)))
        for _, neighbours in groupby(by_kind, kind_of):
            found = list(neighbours)
            yield found[0] if len(found) == 1 else Together(found)
