"""A migration of a table that has rows makes no index while everybody waits for it.

A plain CREATE INDEX, a constraint of any kind and a column with an index of its own read the whole table while nobody
may write to it, however soon the lock itself was given (bench/next_version has each kind as it is to be written).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from careleavers.migrations._grouping import Together
from tests.guards.source import APPS

# The last one of each app that is older than this rule.
OLDER = {"careleavers": 12, "pathways": 4, "offers": 4, "reporting": 3}
# What a migration says of itself where everybody may wait: for example that the table has a row for each team.
REASON = "why_everybody_may_wait"
PLAIN_INDEX = re.compile(r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY\b)", re.IGNORECASE)


def flat(operations: Iterable[Operation]) -> Iterator[Operation]:
    """What is done to the database, one by one."""
    for each in operations:
        if isinstance(each, Together):
            yield from flat(each.operations)
        elif isinstance(each, migrations.SeparateDatabaseAndState):
            yield from flat(each.database_operations)
        else:
            yield each


def blocking(operations: Iterable[Operation]) -> list[str]:
    """The operations that read a table, with everybody waiting, that an earlier migration made."""
    found, made = [], set()
    for each in flat(operations):
        if isinstance(each, migrations.CreateModel):
            made.add(each.name_lower)
        elif isinstance(each, migrations.RunSQL):
            found += [each.describe()] if PLAIN_INDEX.search(str(each.sql)) else []
        elif getattr(each, "model_name_lower", getattr(each, "name_lower", None)) not in made and reads_table(each):
            found.append(each.describe())
    return found


def reads_table(operation: Operation) -> bool:
    if isinstance(operation, (AddIndexConcurrently, AddConstraintNotValid)):
        return False
    if isinstance(operation, (migrations.AddIndex, migrations.AddConstraint)):
        return True
    if isinstance(operation, (migrations.AlterUniqueTogether, migrations.AlterIndexTogether)):
        return bool(operation.option_value)
    if isinstance(operation, migrations.AddField):
        return operation.field.unique or operation.field.db_index
    # Whether the index is new cannot be seen here. A foreign key, changed in another respect, has one already.
    if isinstance(operation, migrations.AlterField):
        return (operation.field.unique or operation.field.db_index) and not operation.field.is_relation
    return False


@pytest.mark.parametrize("app", APPS)
def test_no_newer_migration_lets_everybody_wait_without_a_reason(app: str) -> None:
    """Seen to fail: with the number of the last older one lowered, which found the index on who works with whom."""
    for (label, name), migration in MigrationLoader(None).disk_migrations.items():
        if label == app and not migration.initial and int(name[:4]) > OLDER[app]:
            found = blocking(migration.operations)
            assert not found or getattr(migration, REASON, ""), f"{label}.{name}: {found}. Or say {REASON} in it."


INDEX = models.Index(fields=["title"], name="by_title")
UNIQUE = models.UniqueConstraint(fields=["title"], name="one_title")
NOT_EMPTY = models.CheckConstraint(condition=~models.Q(title=""), name="has_title")
NO_TWO = ExclusionConstraint(name="no_two", expressions=[("title", "=")])
BOOK = migrations.CreateModel("Book", [("id", models.AutoField(primary_key=True)), ("title", models.TextField())])
KEY = models.ForeignKey("library.Shelf", models.CASCADE, null=True)
KEY_WITHOUT_INDEX = models.ForeignKey("library.Shelf", models.CASCADE, null=True, db_index=False)


@pytest.mark.parametrize(
    ("operations", "count"),
    [
        ([migrations.AddIndex("Book", INDEX)], 1),
        ([Together([migrations.AddIndex("book", INDEX), migrations.AddConstraint("book", UNIQUE)])], 2),
        ([migrations.AddConstraint("book", NO_TWO)], 1),
        ([migrations.AddConstraint("book", NOT_EMPTY)], 1),
        ([migrations.AlterUniqueTogether("book", {("title", "id")})], 1),
        ([migrations.AddField("book", "shelf", KEY)], 1),
        ([migrations.AddField("book", "number", models.TextField(unique=True, null=True))], 1),
        ([migrations.AlterField("book", "title", models.TextField(db_index=True))], 1),
        ([migrations.RunSQL("create unique  index one_title ON library_book (title)")], 1),
        ([migrations.SeparateDatabaseAndState([migrations.AddIndex("book", INDEX)])], 1),
        ([migrations.AddIndex("book", INDEX), BOOK], 1),
        ([BOOK, migrations.AddIndex("book", INDEX), migrations.AddConstraint("book", UNIQUE)], 0),
        ([AddIndexConcurrently("book", INDEX), RemoveIndexConcurrently("book", "by_title")], 0),
        ([AddConstraintNotValid("book", NOT_EMPTY), ValidateConstraint("book", "has_title")], 0),
        ([migrations.AddField("book", "shelf", KEY_WITHOUT_INDEX), migrations.RemoveIndex("book", "by_title")], 0),
        ([migrations.AlterField("book", "shelf", KEY), migrations.AlterUniqueTogether("book", set())], 0),
        ([migrations.RunSQL("CREATE INDEX CONCURRENTLY by_title ON library_book (title)")], 0),
        ([migrations.SeparateDatabaseAndState([], [migrations.AddIndex("book", INDEX)])], 0),
    ],
)
def test_what_lets_everybody_wait(operations: list[Operation], count: int) -> None:
    assert len(blocking(operations)) == count
