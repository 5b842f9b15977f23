"""A list of many, read some rows at a time: the same rows in the same order as Django gives them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import CharField, F, Value
from django.test.utils import CaptureQueriesContext

from careleavers.models import YoungPerson
from careleavers.queries import large_lists
from careleavers.queries.large_lists import rows_of
from tests.cast import Cast
from tests.factories import YoungPersonFactory


@pytest.fixture
def seven(cast: Cast, scene: Callable) -> None:
    with scene():
        for _ in range(7):
            YoungPersonFactory.create()


@pytest.mark.parametrize("at_a_time", [1, 3, 1000])
@pytest.mark.usefixtures("seven")
def test_the_rows_are_those_of_django_in_one_statement(monkeypatch: pytest.MonkeyPatch, at_a_time: int) -> None:
    monkeypatch.setattr(large_lists, "AT_A_TIME", at_a_time)
    people = YoungPerson.objects.order_by("sort_name", "pk").annotate(
        born=F("date_of_birth"), nothing=Value(None, CharField())
    )
    values = people.values_list("pk", "first_name", "born", "nothing", "is_restricted", "recorded_at")
    with CaptureQueriesContext(connection) as captured:
        found = list(rows_of(values))
    assert found == list(values)
    assert len(found) >= 7
    assert len(captured) == 1


@pytest.mark.parametrize("nobody", [{"first_name": "Nobody at all"}, {"pk__in": []}], ids=["nobody", "no-question"])
def test_of_nobody_there_is_nothing(db: None, nobody: dict) -> None:
    """Of the second the database need not be asked."""
    assert list(rows_of(YoungPerson.objects.filter(**nobody).values_list("pk"))) == []


@pytest.mark.usefixtures("seven")
def test_whoever_leaves_off_in_the_middle_leaves_nothing_open() -> None:
    rows = rows_of(YoungPerson.objects.order_by("pk").values_list("pk"))
    next(rows)
    rows.close()  # type: ignore[attr-defined]
    assert YoungPerson.objects.count() >= 7
