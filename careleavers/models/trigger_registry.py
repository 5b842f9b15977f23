"""The library's registry of triggers, without its slow look at every trigger for each one that is added.

Our models have more than 800 triggers. For each of them `pgtrigger` computes the names of all that are there before, a
third of the time in which every process starts; here the names are kept as triggers come and go.
"""

from __future__ import annotations

from typing import Any

from pgtrigger import Trigger, registry


class TriggerRegistry(registry._Registry):
    """Refuses what the library's own does, with its words."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.tables: dict[tuple[str, str | None], Trigger] = {}
        super().__init__()

    @property
    def pg_function_names(self) -> set[str]:
        return self.names

    @property
    def by_db_table(self) -> dict[tuple[str, str | None], Trigger]:
        return self.tables

    def __setitem__(self, key: str, value: tuple[Any, Trigger]) -> None:
        super().__setitem__(key, value)  # type: ignore[no-untyped-call]
        model, trigger = value
        self.names.add(trigger.get_pgid(model))
        self.tables[model._meta.db_table, trigger.name] = trigger

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)  # type: ignore[no-untyped-call]
        self.names.discard(trigger.get_pgid(model))
        self.tables.pop((model._meta.db_table, trigger.name), None)


def install() -> None:
    """Take the place of the library's registry, with what it holds. A second time nothing changes."""
    if not isinstance(registry._registry, TriggerRegistry):
        former, registry._registry = registry._registry, TriggerRegistry()
        registry._registry.update(former)
