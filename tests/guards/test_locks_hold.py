"""Every lock of the product has a race (`lock_races.py`) that it decides, and that is lost without it.

Thirteen locks were once taken out of the code and one test of 3,564 failed: the code was right only because nobody
asked. Each race is run twice: as the product stands, and with every lock taken out of the statements on their way to
Postgres (`racing.py`), when it must go wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial

import pytest

from careleavers.actions import statuses
from pathways.actions import reconcile
from tests.cast import TODAY, Cast
from tests.factories import CareEpisodeFactory
from tests.guards.lock_races import ELSEWHERE, FURTHER, RACES
from tests.guards.racing import Race, race
from tests.guards.source import files, named, nodes

WITH_AMOUNTS = {"offers/actions/money.py _refuse_over_budget"}  # in tests/offers/test_money_races.py


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("prepare", [*RACES.values(), *FURTHER.values()], ids=[*RACES, *FURTHER])
def test_of_two_at_once_the_second_knows_of_the_first(
    scene: Callable, prepare: Callable[[Cast], Race], transactional_db: None, cast: Cast
) -> None:
    with scene():
        contest = prepare(cast)
    assert contest.holds(*race(contest.first, contest.second))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("prepare", [*RACES.values(), *FURTHER.values()], ids=[*RACES, *FURTHER])
def test_without_its_lock_the_race_is_lost(
    scene: Callable, prepare: Callable[[Cast], Race], transactional_db: None, cast: Cast
) -> None:
    """The control of the test above."""
    with scene():
        contest = prepare(cast)
    outcomes = race(contest.first, contest.second, protected=False)
    assert not isinstance(outcomes[0], Exception), "the first has nobody to race with"
    try:
        held = contest.holds(*outcomes)
    except Exception:  # there is nothing to look at, or too much of it
        held = False
    assert not held


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rebuild_first", [True, False])
def test_the_nightly_jobs_take_turns(scene: Callable, rebuild_first: bool, transactional_db: None) -> None:
    """On 28 March the clock leaves out an hour, and what is due at one and at two may begin at the same moment."""
    with scene():
        cast = Cast()
        CareEpisodeFactory.create(person=cast.amira)
    ids = [cast.amira.pk, cast.ben.pk]
    rebuild = partial(statuses.rebuild_possible, by=None, people=ids[::-1], today=TODAY)
    compare = partial(reconcile.reconcile_people, ids=ids, today=TODAY)
    outcomes = race(*((rebuild, compare) if rebuild_first else (compare, rebuild)))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert not list(statuses.differences(ids, TODAY))
    assert reconcile.reconcile_people(ids=ids, today=TODAY)[1:] == (0, 0, 0)


def locks() -> set[str]:
    """Where the product asks Postgres for a lock, or to leave a clash alone: file and function."""
    asked = {"select_for_update", "ignore_conflicts", "update_conflicts"}
    found = set()
    for path in files():
        text = path.read_text()
        if not any(each in text for each in (*asked, "advisory_xact_lock")):
            continue  # most files: their trees take seconds
        for function in nodes(path):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if (
                    (isinstance(node, ast.Attribute) and node.attr in asked)
                    or (isinstance(node, ast.keyword) and node.arg in asked)
                    or (isinstance(node, ast.Constant) and "advisory_xact_lock" in str(node.value))
                ):
                    found.add(f"{named(path)} {function.name}")
    return found


def test_every_lock_has_its_race() -> None:
    """Seen to fail: a select_for_update put into actions.policies.set_policy."""
    assert locks() == RACES.keys() | ELSEWHERE.keys() | WITH_AMOUNTS
