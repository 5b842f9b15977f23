"""Triggers are refused, and make place again, as by the library's own registry."""

from __future__ import annotations

import pytest
from pgtrigger import Before, Protect, Trigger, Update, registry

from careleavers.models import Contact, Home
from careleavers.models.trigger_registry import TriggerRegistry, install


def trigger(name: str = "tried", func: str = "RETURN NEW;") -> Trigger:
    return Trigger(name=name, when=Before, operation=Update, func=func)


@pytest.fixture
def added() -> object:
    """Takes out what a test has put in."""
    before = set(registry._registry)
    yield
    for key in set(registry._registry) - before:
        del registry._registry[key]


def test_it_knows_what_the_library_would_compute() -> None:
    """Seen to fail: with a name that is not kept when a trigger comes."""
    known = registry._registry
    assert isinstance(known, TriggerRegistry)
    assert len(known) > 500
    assert known.pg_function_names == {each.get_pgid(model) for model, each in known.values()}
    assert known.by_db_table == {(model._meta.db_table, each.name): each for model, each in known.values()}
    install()
    assert registry._registry is known


@pytest.mark.usefixtures("added")
def test_two_triggers_of_one_name_are_refused_until_the_first_is_gone() -> None:
    """Seen to fail: with a name that stays when its trigger goes."""
    registry.set("careleavers.Contact:tried", model=Contact, trigger=trigger())
    registry.set("careleavers.Home:tried", model=Home, trigger=trigger())
    with pytest.raises(KeyError, match='"tried" already used for model'):
        registry.set("careleavers.Contact:tried", model=Contact, trigger=Protect(name="tried", operation=Update))
    registry.delete("careleavers.Contact:tried")
    assert ("careleavers_contact", "tried") not in registry._registry.by_db_table
    other = trigger(func="RETURN OLD;")
    registry.set("careleavers.Contact:tried", model=Contact, trigger=other)
    assert registry._registry.by_db_table["careleavers_contact", "tried"] is other


@pytest.mark.usefixtures("added")
def test_names_that_are_one_to_postgres_are_refused() -> None:
    registry.set("careleavers.Contact:tried", model=Contact, trigger=trigger())
    registry._registry.names.add(trigger("other").get_pgid(Contact))
    with pytest.raises(KeyError, match="already in use"):
        registry.set("careleavers.Contact:other", model=Contact, trigger=trigger("other"))
    registry._registry.names.discard(trigger("other").get_pgid(Contact))
