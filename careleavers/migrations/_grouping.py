"""Operations of one migration that are applied as one change of Django's picture of the models.

After each single operation Django renders every model again that is related to the one changed, here nearly all of
them, since a history table doubles each. An empty database took 28 seconds to migrate that way, of which the database
used one. Django's loader passes over a module whose name begins with an underscore.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField
from django.db.migrations.operations.models import CreateModel, IndexOperation
from django.db.migrations.state import ProjectState

# In the order of a first migration: tables, then the columns that refer to them, then what stands on columns: indexes,
# constraints and (by pgtrigger, whose operations are of the same kind) triggers.
KINDS = (CreateModel, AddField, IndexOperation)


class Together(Operation):
    """Applies operations of one kind as one change.

    Each sees the models as they were before all of them and as they are after all of them. That is why they are of one
    kind: a table is made with every column of the picture after, so a column cannot be added to it in the same group;
    and a constraint is removed, when the migration is reversed, by the picture before, which has to hold its columns.
    For the same reason no operation of a group may change or rename what another one of it added.

    What looks for single operations in a migration does not see these: `migrate --fake-initial`, for one.
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
