"""What leaves of a frozen quarter: rows add up, small numbers are hidden, and no hidden one can be worked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from django.urls import reverse

from reporting.models import FrozenFigure, FrozenPeriod
from reporting.queries.published import published_tables
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("_on_the_day")


@pytest.fixture
def quarter(cast: Cast, scene: Callable) -> FrozenPeriod:
    """North 12 of 14, South 9 of 20, nobody's 1 of 2."""
    with scene():
        found = FrozenPeriod.objects.create(ends_on=date(2026, 9, 30))
        for team, n, d in ((None, 22, 36), (cast.service, 21, 34), (cast.north, 12, 14), (cast.south, 9, 20)):
            FrozenFigure.objects.create(
                period=found, measure="EET", measure_version=1, cohort="18-25", team=team, n=n, d=d, target=70
            )
    return found


def test_no_hidden_number_can_be_worked_out_from_the_margins(quarter: FrozenPeriod) -> None:
    """Whole tables near the true one are tried against what is shown: each "c" keeps two values at least."""
    [table] = published_tables(quarter)
    assert [label for label, _ in table.rows] == ["North", "South", "In no team below", "The whole authority"]
    shown = [list(cells) for _, cells in table.rows]
    true = [[12, 2, 14], [9, 11, 20], [1, 1, 2], [22, 14, 36]]
    for cells, reals in zip(shown, true, strict=True):
        assert all(cell in ("c", real) for cell, real in zip(cells, reals, strict=True))
    small = [(i, j) for i, row in enumerate(true) for j, value in enumerate(row) if 1 <= value <= 5]
    assert all(shown[i][j] == "c" for i, j in small)
    values: dict[tuple[int, int], set[int]] = {}
    near = [range(max(0, value - 2), value + 3) for row in true[:3] for value in row[:2]]
    for guess in product(*near):
        rows = [[met, unmet, met + unmet] for met, unmet in zip(guess[::2], guess[1::2], strict=True)]
        whole = [*rows, [sum(column) for column in zip(*rows, strict=True)]]
        if all(said in ("c", whole[i][j]) for i, row in enumerate(shown) for j, said in enumerate(row)):
            for i, j in product(range(4), range(3)):
                if shown[i][j] == "c":
                    values.setdefault((i, j), set()).add(whole[i][j])
    assert values
    assert all(len(found) > 1 for found in values.values())


def test_it_is_reached_from_the_quarter_and_names_nobody(cast: Cast, quarter: FrozenPeriod, sign_in) -> None:
    client = sign_in(cast.pip)
    page = reverse("reporting:quarter_public", args=[quarter.pk])
    assert page in client.get(reverse("reporting:period", args=[quarter.pk])).content.decode()
    shown = client.get(page).content.decode()
    assert ">c</td>" in shown
    assert "Khan" not in shown
    assert sign_in(cast.pat).get(page).status_code == 403
