"""Operations of one migration that are applied as one change of Django's state of the models.

After each single operation Django renders every model again that is related to the one changed, here nearly all of
them, since a history table doubles each. An empty database took 28 seconds to migrate that way, of which the database
itself used one. Django's loader ignores a module whose name begins with an underscore.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField
from django.db.migrations.operations.models import CreateModel, IndexOperation
from django.db.migrations.state import ProjectState

# In the order of a first migration: tables; columns that refer to tables; indexes, constraints and triggers on columns
# (pgtrigger's operations are IndexOperations too).
KINDS = (CreateModel, AddField, IndexOperation)


class Together(Operation):
    """Applies operations of one kind as one change.

    Each sees the state before all of them and the state after all of them. That is why they must be of one kind: a
    table is made with every column of the state after, so a column cannot be added to it in the same group; and when
    the migration is reversed, a constraint is removed with the state before, which must have its columns. For the same
    reason no operation of a group may change or rename what another one added.

    Code that looks for single operations in a migration does not find these: `migrate --fake-initial` is one.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        kinds = {kind_of(each) for each in operations}
        if len(kinds) != 1 or None in kinds:
            raise ValueError("Only operations of one kind of KINDS can be applied together.")
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        return all(each.reversible for each in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Django changes rendered models at each step but renders none by itself: without them nothing is rendered."""
        state.__dict__.pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for each in reversed(self.operations):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """On one line: `sqlmigrate` writes it as a comment."""
        return "; ".join(each.describe() for each in self.operations)


def kind_of(operation: Operation) -> type[Operation] | None:
    return next((kind for kind in KINDS if isinstance(operation, kind)), None)
