"""The models as they were at each migration, made into classes only where an operation asks for one.

Django makes classes of all models before each migration, and of nearly all again after each operation: every table here
has a history table beside it, and all of them refer to users. An empty database took 22 seconds to migrate that way, of
which Postgres itself used two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation
from django.db.models import Model
from django.utils.functional import cached_property

Key = tuple[str, str]  # app and model, in lower case


class AppsOnDemand(StateApps):
    """`get_model` makes classes of a model, of what it refers to and of what refers to it, as far as that goes on.

    That is all that an operation on the schema reads. Code that walks all models gets those made so far.
    """

    def __init__(self, real_apps: set[str], states: dict[Key, ModelState]) -> None:
        self.is_making = True  # no cache is cleared until there is something in it
        super().__init__(cast("Any", real_apps), {})
        self.states = states
        self.refers_to = {key: set(referred(state)) for key, state in states.items()}
        self.referred_by: dict[Key, set[Key]] = defaultdict(set)
        for key, others in self.refers_to.items():
            for other in others:
                self.referred_by[other].add(key)
        self.asked: set[Key] = set()
        self.made: set[Key] = set()
        self.is_making = False

    def get_model(self, app_label: str, model_name: str | None = None, require_ready: bool = True) -> type[Model]:
        if model_name is None:
            app_label, model_name = app_label.split(".")
        if not self.is_making:
            self.make((app_label, model_name.lower()))
        return cast("type[Model]", super().get_model(app_label, model_name, require_ready))

    def make(self, key: Key) -> None:
        if key in self.asked:
            return
        self.asked.add(key)
        wanted = self.with_what_they_refer_to({key, *self.referred_by[key]}) - self.made
        self.made |= wanted
        self.is_making = True  # a class asks for its base classes, whose turn comes
        try:
            self.render_multiple([state for key, state in self.states.items() if key in wanted])
        finally:
            self.is_making = False
        self.clear_cache()

    def clear_cache(self) -> None:
        """Once for all classes made together: Django does after each, and forgets what it knows of the settings too."""
        if not self.is_making:
            super().clear_cache()

    def with_what_they_refer_to(self, keys: Iterable[Key]) -> set[Key]:
        found: set[Key] = set()
        ahead = set(keys)
        while ahead:
            found |= ahead
            ahead = {other for key in ahead for other in self.refers_to.get(key, ())} - found
        return found & self.states.keys()


def referred(state: ModelState) -> Iterator[Key]:
    for field in state.fields.values():
        if field.remote_field:
            yield resolve_relation(field.remote_field.model, state.app_label, state.name_lower)
            if through := getattr(field.remote_field, "through", None):
                yield resolve_relation(through, state.app_label, state.name_lower)
    for base in state.bases:
        if isinstance(base, str):
            yield resolve_relation(base, state.app_label, state.name_lower)


class StateOnDemand(ProjectState):
    """A change of a model drops the classes, and nothing makes them again until one is asked for."""

    @cached_property
    def apps(self) -> StateApps:
        return AppsOnDemand(self.real_apps, self.models)

    def clone(self) -> StateOnDemand:
        """An operation keeps a copy of the state before it: that has the classes, until this one changes both have."""
        new = StateOnDemand({key: state.clone() for key, state in self.models.items()}, self.real_apps)
        if isinstance(made := self.__dict__.get("apps"), AppsOnDemand):
            new.apps = made
            made.states = new.models
        return new

    def drop_classes(self) -> None:
        self.__dict__.pop("apps", None)

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        self.drop_classes()

    def reload_models(self, models: Any, delay: bool = True) -> None:
        self.drop_classes()

    def remove_model(self, app_label: str, model_name: str) -> None:
        self.drop_classes()
        super().remove_model(app_label, model_name)

    def clear_delayed_apps_cache(self) -> None:
        """Asked for by RunPython and at the end, whose code may walk all models: they get all."""
        self.apps = StateApps(cast("Any", self.real_apps), self.models)


class ExecutorOnDemand(MigrationExecutor):
    """Forwards only: backwards Django keeps a state for each migration, with its classes."""

    def _migrate_all_forwards(
        self,
        state: ProjectState,
        plan: list[tuple[Migration, bool]],
        full_plan: list[tuple[Migration, bool]],
        fake: bool,
        fake_initial: bool,
    ) -> ProjectState:
        on_demand = StateOnDemand(state.models, state.real_apps)
        forwards = super()._migrate_all_forwards  # type: ignore[misc]  # its stubs leave out what is not public
        return cast("ProjectState", forwards(on_demand, plan, full_plan, fake, fake_initial))
