"""Statements that are sent to the database as one answer as if each had been sent alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q, Value
from django.db.models.functions import Cast as AsType
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careleavers.models import Team, asking
from careleavers.models.asking import Asking, ask, ask_together, in_steps, steps_of, together
from careleavers.models.statements import CENTURY, Statement
from tests.cast import Cast

NAMES = Q(name__in=["North", "South"])
TEAMS = Statement(lambda: Team.objects.filter(NAMES).order_by("sort_name").values_list("name"))
CALLED = Statement(lambda name: Team.objects.filter(name=name), str)
AMONG = Statement(lambda ids: Team.objects.filter(pk__in=ids).order_by("sort_name").values_list("pk"), list)


@pytest.fixture
def _each_asked_once(cast: Cast) -> None:
    """From then on they are sent with others."""
    for statement, values in ((TEAMS, ()), (CALLED, ("North",)), (AMONG, ([cast.north.pk],))):
        statement.rows(*values)


@pytest.fixture
def sent(_each_asked_once: None) -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as queries:
        yield queries


@in_steps
def names_of_two(*names: str) -> Asking[list[str]]:
    """In two steps."""
    found = yield from together(*(CALLED.first.steps(name) for name in names))
    rows = yield from AMONG.rows.steps([team.pk for team in found if team])
    return [str(pk) for [pk] in rows]


@in_steps
def nothing() -> Asking[str]:
    return "nothing"
    yield


def test_what_several_ask_next_is_one_statement(sent: CaptureQueriesContext, cast: Cast) -> None:
    """Seen to fail: each statement sent by itself; answers given in another order."""
    north, south = str(cast.north.pk), str(cast.south.pk)
    answers = ask_together(names_of_two.steps("North", "South"), TEAMS.rows.steps(), nothing.steps())
    assert answers == [[north, south], [("North",), ("South",)], "nothing"]
    assert len(sent) == 2, "as many as the longest has steps"


def test_what_would_be_too_long_is_sent_in_parts(sent: CaptureQueriesContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "LONGEST", 2 * len(TEAMS.text_for(())[0].text) + 1)
    two = [TEAMS, Statement(lambda: Team.objects.filter(NAMES).order_by("-sort_name").values_list("name"))]
    two[1].rows()
    answers = ask_together(*(statement.rows.steps() for statement in [*two, *two]), CALLED.first.steps("Nowhere"))
    assert answers[:2] == answers[2:4] == [[("North",), ("South",)], [("South",), ("North",)]]
    assert [query["sql"].count("ARRAY(SELECT") for query in sent.captured_queries] == [0, 2, 0]


def test_what_two_ask_in_the_same_words_is_sent_once(sent: CaptureQueriesContext, cast: Cast) -> None:
    one, other, absent = ask_together(*(CALLED.first.steps(name) for name in ("North", "North", "Nowhere")))
    assert one == other == cast.north
    assert one is not other
    assert absent is None
    assert sent.captured_queries[0]["sql"].count("ARRAY(SELECT") == 2


def test_it_can_be_called_like_any_function(sent: CaptureQueriesContext, cast: Cast) -> None:
    assert names_of_two("South") == [str(cast.south.pk)]
    assert names_of_two.__doc__ == "In two steps."
    assert TEAMS.rows() == [("North",), ("South",)]
    assert ask(nothing.steps()) == "nothing"
    assert ask_together(steps_of(len)("four"), steps_of(names_of_two)()) == [4, []]


def test_an_address_is_sent_alone(sent: CaptureQueriesContext) -> None:
    """Its text would have the length of the net behind it."""
    here = AsType(Value("10.0.0.1"), models.GenericIPAddressField())
    addresses = Statement(lambda: Team.objects.filter(NAMES).annotate(here=here).values_list("here"))
    addresses.rows()
    found, _ = ask_together(addresses.rows.steps(), TEAMS.rows.steps())
    assert found == [("10.0.0.1",)] * 2


# Without what stands for values while a text is put together: a century and long rows of noughts.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x000"))
LAST = CENTURY.start - 1
JSON = st.recursive(st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS, st.lists, max_leaves=4)
INSTANTS = st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year < LAST)
VALUES: dict[str, tuple[models.Field[Any, Any], st.SearchStrategy[Any]]] = {
    "text": (models.TextField(), TEXTS),
    "bool": (models.BooleanField(), st.booleans()),
    "whole": (models.BigIntegerField(), st.integers(-(2**63), 2**63 - 1)),
    "money": (models.DecimalField(max_digits=12, decimal_places=2), st.decimals(-(10**9), 10**9, places=2)),
    "float": (models.FloatField(), st.floats(allow_nan=False, allow_infinity=False)),
    "day": (models.DateField(), st.dates(max_value=date(LAST, 1, 1))),
    "instant": (models.DateTimeField(), INSTANTS),
    "hour": (models.TimeField(), st.times()),
    "span": (models.DurationField(), st.timedeltas(timedelta(-9999), timedelta(9999))),
    "id": (models.UUIDField(), st.uuids()),
    "bytes": (models.BinaryField(), st.binary()),
    "json": (models.JSONField(), JSON),
    "texts": (ArrayField(models.TextField()), st.lists(TEXTS)),
    "ids": (ArrayField(models.UUIDField()), st.lists(st.uuids())),
}


@given(st.fixed_dictionaries({name: strategy | st.none() for name, (_, strategy) in VALUES.items()}))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_kind_of_value_comes_back_as_it_is(cast: Cast, values: dict[str, Any]) -> None:
    """Seen to fail: the types of the columns left out."""
    given_as = {name: field for name, (field, _) in VALUES.items()} | {
        "id": models.TextField()
    }  # no id stays in a text
    columns = {f"of_{name}": AsType(Value(value, given_as[name]), VALUES[name][0]) for name, value in values.items()}
    of_one = Statement(lambda: Team.objects.filter(Q(name="North")).annotate(**columns).values_list(*columns))
    [alone] = of_one.rows()
    (with_another,), _ = ask_together(of_one.rows.steps(), TEAMS.rows.steps())
    known = [bytes(value) if isinstance(value, memoryview) else value for value in with_another]
    expected = [bytes(value) if isinstance(value, memoryview) else value for value in alone]
    assert known == expected
    assert [type(value) for value in known] == [type(value) for value in expected]
    assert {type(value) for value in known} <= {*KINDS, type(None)}


KINDS = (str, bool, int, Decimal, float, date, datetime, time, timedelta, UUID, bytes, list, dict)
