"""The migrations make what the models say and import nothing of ours that may change; groups change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.contrib.postgres.operations import CreateExtension
from django.core.management.base import CommandError
from django.db import IntegrityError, OperationalError, connection, connections, migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import graph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django_migration_linter import MigrationLinter
from pgtrigger.migrations import AddTrigger
from psycopg2.errors import LockNotAvailable

from careleavers.management.commands import migrate
from careleavers.management.commands.makemigrations import together
from careleavers.management.project_state import AppsOnDemand, StateOnDemand
from careleavers.migrations._grouping import Together
from tests.guards.source import APPS, ROOT, imports, named

# What makes a schema, a line for each thing; the order of columns and of names is left out.
CATALOGUE = """
WITH tables AS (
  SELECT oid, relname FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND split_part(relname, '_', 1) = ANY(%(apps)s)
)
SELECT concat_ws(' ', 'column', relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
  attgenerated, pg_get_expr(adbin, adrelid), nullif(attcollation, 100)::regcollation)
FROM pg_attribute JOIN tables ON attrelid = tables.oid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped
UNION ALL SELECT concat_ws(' ', 'constraint', relname, conname, pg_get_constraintdef(pg_constraint.oid))
FROM pg_constraint JOIN tables ON conrelid = tables.oid
UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisunique, indisvalid)
FROM pg_index JOIN tables ON indrelid = tables.oid
UNION ALL SELECT concat_ws(' ', 'trigger', relname, tgname, pg_get_triggerdef(pg_trigger.oid), tgenabled,
  obj_description(pg_trigger.oid), pg_get_functiondef(tgfoid))
FROM pg_trigger JOIN tables ON tgrelid = tables.oid WHERE NOT tgisinternal
UNION ALL SELECT concat_ws(' ', 'extension', extname) FROM pg_extension
UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname = 'fold'
"""


def schema(database: BaseDatabaseWrapper, *names: str) -> set[str]:
    """Of the tables whose names begin with one of these."""
    with database.cursor() as cursor:
        cursor.execute(CATALOGUE, {"apps": list(names)})
        return {line for (line,) in cursor.fetchall()}


def hand_written() -> list[tuple[str, Operation]]:
    """What no model declares: the extensions and functions, each with its app, in order."""
    found = sorted(MigrationLoader(None).disk_migrations.values(), key=str)
    return [
        (each.app_label, operation)
        for each in found
        if each.app_label in APPS
        for operation in each.operations
        if isinstance(operation, CreateExtension)
        or (isinstance(operation, migrations.RunSQL) and " FUNCTION " in str(operation.sql))
    ]


@pytest.fixture
def made_from_models(db: None) -> Iterator[BaseDatabaseWrapper]:
    """A database beside the tests' own, still empty, in which models can make their tables without any migration."""
    other = connection.copy("made_from_models")
    other.settings_dict["NAME"] = name = f"{connection.settings_dict['NAME']}_made_from_models"
    connections[other.alias] = other
    try:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        yield other
    finally:
        other.close()
        del connections[other.alias]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def test_the_migrations_make_what_the_models_say(made_from_models: BaseDatabaseWrapper) -> None:
    """Seen to fail: with an index, a trigger or a column of a migration changed by hand."""
    with made_from_models.schema_editor() as editor:
        for app, operation in hand_written():
            operation.database_forwards(app, editor, ProjectState(), ProjectState())
        for model in apps.get_models():
            if model._meta.can_migrate(made_from_models):
                editor.create_model(model)
    by_models, by_migrations = schema(made_from_models, *APPS), schema(connection, *APPS)
    assert len(by_models) > 1000
    assert by_migrations == by_models


def shape(model: type[models.Model]) -> list[object]:
    """Its columns with what they refer to, and what refers to it."""
    columns = [
        (each.name, each.column, each.related_model and each.related_model._meta.label) for each in model._meta.fields
    ]
    return [columns, sorted(str(each.field) for each in model._meta.related_objects)]


def test_a_model_made_on_demand_is_the_one_made_with_all_others() -> None:
    """Seen to fail: without what refers to it, and without what that refers to (its columns refer to names alone)."""
    state = MigrationLoader(None).project_state()
    for key in [("careleavers", "youngperson"), ("offers", "letter"), ("careleavers", "user")]:
        on_demand = AppsOnDemand(state.real_apps, state.models)
        assert shape(on_demand.get_model(*key)) == shape(state.apps.get_model(*key))
    alone = AppsOnDemand(state.real_apps, state.models)
    alone.get_model("careleavers.jobrun")
    assert len(alone.get_models()) < len(state.models) / 4


def test_code_in_a_migration_gets_all_models() -> None:
    state = StateOnDemand(
        {("library", each.name_lower): ModelState("library", each.name, each.fields) for each in TABLES}
    )
    assert not state.apps.get_models()
    state.clear_delayed_apps_cache()  # as RunPython does
    assert {each.__name__ for each in state.apps.get_models()} == {"Shelf", "Book"}


def test_the_state_before_keeps_its_classes() -> None:
    """Seen to fail: with classes that read the models of the state after, and with a copy that began without any."""
    shelf, book = (ModelState("library", each.name, each.fields) for each in TABLES)
    card = ModelState("library", "Card", shelf.fields)
    after = StateOnDemand({("library", each.name_lower): each for each in (shelf, book, card)})
    made = after.apps.get_model("library", "book")
    before = after.clone()
    assert after.apps.get_model("library", "book") is made
    after.add_field("library", "book", "lent_on", models.DateField(null=True), preserve_default=True)
    after.remove_model("library", "card")
    assert before.apps.get_model("library", "book") is made
    assert before.apps.get_model("library", "card").__name__ == "Card"
    assert "lent_on" in {each.name for each in after.apps.get_model("library", "book")._meta.fields}


@pytest.mark.parametrize("app", APPS)
def test_a_migration_imports_nothing_of_ours_that_may_change(app: str) -> None:
    """Seen to fail: with a model's own class in an expression."""
    for path in (ROOT / app / "migrations").glob("*.py"):
        ours = {module for module, _ in imports(path) if module.partition(".")[0] in APPS}
        assert ours <= {"careleavers.migrations._grouping"}, named(path)


# An invented app of two tables: every kind of operation that can be grouped.
TABLES: list[Operation] = [
    migrations.CreateModel("Shelf", [("id", models.AutoField(primary_key=True)), ("label", models.TextField())]),
    migrations.CreateModel(
        "Book",
        [("id", models.AutoField(primary_key=True)), ("shelf", models.ForeignKey("library.Shelf", models.CASCADE))],
    ),
]
COLUMNS: list[Operation] = [
    migrations.AddField("book", "lent_on", models.DateField(null=True)),
    migrations.AddField("book", "title", models.TextField(default="?"), preserve_default=False),
    migrations.AddField("shelf", "newest", models.ForeignKey("library.Book", models.SET_NULL, null=True)),
]
ON_COLUMNS: list[Operation] = [
    migrations.AddIndex("book", models.Index("title", "lent_on", name="book_by_title")),
    migrations.AddConstraint(
        "book", models.UniqueConstraint(fields=["title"], condition=models.Q(lent_on=None), name="one_at_home")
    ),
    migrations.AddConstraint("shelf", models.CheckConstraint(condition=~models.Q(label=""), name="has_label")),
    AddTrigger("book", pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)),
]
CHANGED: list[Operation] = [
    migrations.RemoveConstraint("book", "one_at_home"),
    migrations.AddConstraint("book", models.UniqueConstraint(fields=["title", "shelf"], name="one_at_home")),
]
GROUPS: list[list[Operation]] = [TABLES, COLUMNS, ON_COLUMNS, CHANGED]
ONE_BY_ONE = [each for group in GROUPS for each in group]
GROUPED: list[Operation] = [Together(group) for group in GROUPS]


def library(operations: list[Operation]) -> migrations.Migration:
    made = migrations.Migration("0001_initial", "library")
    made.operations = operations  # type: ignore[misc]  # Django does the same
    return made


def forwards(operations: list[Operation]) -> set[str]:
    """What there is after these operations."""
    with connection.schema_editor() as editor:
        library(operations).apply(ProjectState(), editor)
    return schema(connection, "library")


def backwards(operations: list[Operation]) -> set[str]:
    with connection.schema_editor() as editor:
        library(operations).unapply(ProjectState(), editor)
    return schema(connection, "library")


@pytest.mark.django_db
def test_a_group_makes_what_its_operations_make() -> None:
    """And the other way round takes it away again. Seen to fail: with the group undone in the order it was done."""
    nothing = schema(connection, "library")
    one_by_one = forwards(ONE_BY_ONE)
    assert len(one_by_one - nothing) > 20
    assert backwards(ONE_BY_ONE) == nothing
    assert forwards(GROUPED) == one_by_one
    assert backwards(GROUPED) == nothing


def test_what_is_written_for_a_change_is_grouped_by_kind_and_nothing_moves_across_another_change() -> None:
    """Seen to fail: with the stretches joined, the renamed column came after the index on it."""
    table, other = TABLES
    column, title, _ = COLUMNS
    index, constraint, *_ = ON_COLUMNS
    renamed = migrations.RenameField("book", "lent_on", "lent_from")
    written = list(together([table, index, column, other, constraint, renamed, title]))
    assert [each.operations if isinstance(each, Together) else each for each in written] == [
        [table, other],
        column,
        [index, constraint],
        renamed,
        title,
    ]


@pytest.mark.django_db
def test_a_group_renders_each_model_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail: with the rendered models kept while the operations change them."""
    rendered: list[str] = []
    render = ModelState.render

    def counted(state: ModelState, apps: Apps) -> Any:
        rendered.append(state.name)
        return render(state, apps)

    monkeypatch.setattr(ModelState, "render", counted)
    forwards(ONE_BY_ONE)
    one_by_one = len(rendered)
    backwards(ONE_BY_ONE)
    rendered.clear()
    forwards(GROUPED)
    assert len(rendered) == len(TABLES) * len(GROUPED) < one_by_one


@pytest.mark.parametrize(
    "operations",
    [[*TABLES, *COLUMNS], [*COLUMNS, *ON_COLUMNS], [migrations.RunSQL("SELECT 1"), migrations.RunSQL("SELECT 2")], []],
    ids=["tables and columns", "columns and constraints", "of no kind", "none"],
)
def test_operations_of_different_kinds_are_not_grouped(operations: list[Operation]) -> None:
    with pytest.raises(ValueError, match="Only operations of one kind"):
        Together(operations)


def test_a_group_is_written_into_a_migration_and_read_back() -> None:
    text = MigrationWriter(library(GROUPED[:2]), include_header=False).as_string()
    found: dict[str, type[migrations.Migration]] = {}
    exec(text, found)
    read = list(found["Migration"].operations)
    assert [type(each) for each in read] == [Together, Together]
    assert MigrationWriter(library(read), include_header=False).as_string() == text


@pytest.mark.django_db
def test_the_version_before_can_run_beside_every_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of the former version still answer while a migration runs: no column or table that they use goes, or may
    suddenly not be empty. Seen to fail: with a column of a letter removed in a second migration."""
    monkeypatch.setattr(graph, "ProjectState", StateOnDemand)  # the linter asks for the SQL of each, one by one
    # The first ones make what nobody uses yet.
    linter = MigrationLinter(
        str(ROOT), include_apps=APPS, no_cache=True, no_output=True, ignore_initial_migrations=True
    )
    linter.lint_all_migrations()
    assert linter.nb_total > 0
    assert not linter.has_errors


def test_a_migration_that_meets_a_lock_is_taken_back_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def busy_twice(*args: Any, **options: Any) -> None:
        tries.append(len(tries))
        if len(tries) < 3:
            raise OperationalError("canceling statement due to lock timeout") from LockNotAvailable()

    monkeypatch.setattr(migrate.djangos.Command, "handle", busy_twice)
    monkeypatch.setattr(migrate, "drop_half_made_indexes", lambda database: None)
    monkeypatch.setattr(migrate, "make_or_remove", lambda database: None)
    monkeypatch.setattr(migrate, "PAUSE", 0)
    said = StringIO()
    migrate.Command(stderr=said).handle()
    assert len(tries) == 3
    assert said.getvalue().count("A table is in use") == 2


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [(LockNotAvailable(), "run migrate again at a quiet time"), (ValueError(), "connection refused")],
    ids=["always in use", "another fault"],
)
def test_a_migration_that_cannot_be_made_says_so(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, sentence: str
) -> None:
    def fails(*args: Any, **options: Any) -> None:
        raise OperationalError("connection refused") from fault

    monkeypatch.setattr(migrate.djangos.Command, "handle", fails)
    monkeypatch.setattr(migrate, "drop_half_made_indexes", lambda database: None)
    monkeypatch.setattr(migrate, "PAUSE", 0)
    with pytest.raises((CommandError, OperationalError), match=sentence):
        migrate.Command(stderr=StringIO()).handle()


@pytest.fixture
def outside(db: None) -> Iterator[BaseDatabaseWrapper]:
    """The tests' own database, each statement of which is committed at once."""
    other = connection.copy("outside")
    connections[other.alias] = other
    try:
        yield other
    finally:
        with other.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS half_made")
        other.close()
        del connections[other.alias]


def test_an_index_that_was_given_up_is_no_hindrance_to_the_next_try(outside: BaseDatabaseWrapper) -> None:
    """Seen to fail: without removing it, where the next try was told that the index exists."""
    make = "CREATE UNIQUE INDEX CONCURRENTLY half_made_number ON half_made (number)"
    with outside.cursor() as cursor:
        cursor.execute("CREATE TABLE half_made (number integer, whole integer)")
        cursor.execute("CREATE INDEX half_made_whole ON half_made (whole)")
        cursor.execute("INSERT INTO half_made VALUES (1, 1), (1, 1)")
        with pytest.raises(IntegrityError):
            cursor.execute(make)
        cursor.execute("DELETE FROM half_made")
        migrate.drop_half_made_indexes(outside.alias)
        cursor.execute(make)
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'half_made'::regclass ORDER BY 1"
        )
        assert [name for (name,) in cursor.fetchall()] == ["half_made_number", "half_made_whole"]


def test_an_index_made_concurrently_waits_for_those_at_work(outside: BaseDatabaseWrapper) -> None:
    """And what comes after it gives way again, as before. Seen to fail: with the limit that a column has."""
    said: list[tuple[str, str]] = []

    def note_limit(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        found = execute(sql, params, many, context)
        execute("SHOW lock_timeout", None, False, context)
        said.append((sql.partition(" ")[0], context["cursor"].fetchone()[0]))
        return found

    with outside.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        [usual] = cursor.fetchone()
        with outside.execute_wrapper(migrate.wait_for_those_at_work), outside.execute_wrapper(note_limit):
            cursor.execute("CREATE TABLE half_made (number integer)")
            cursor.execute("CREATE INDEX CONCURRENTLY half_made_number ON half_made (number)")
            cursor.execute("ALTER TABLE half_made ADD COLUMN whole integer")
    made = [(verb, limit) for verb, limit in said if verb in ("CREATE", "ALTER")]
    assert made == [("CREATE", usual), ("CREATE", "10min"), ("ALTER", usual)]
    assert usual != "10min"
