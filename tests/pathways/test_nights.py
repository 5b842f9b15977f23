"""Weeks of nights, missed and doubled, beside a plain reading of the law; `make drill-clocks` has two years of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.drills.clocks import council_of, days_of


@pytest.mark.django_db(transaction=True)
def test_weeks_of_nights_missed_and_doubled_miss_no_duty_and_double_no_alert(scene: Callable) -> None:
    """Seen to fail when the night asked for one day alone, and when two at once took no turns."""
    found = days_of(council_of(scene, 12, seed=7, fact_every=3), 24, seed=7)
    assert found.differing() == (0, 0, 0, 0)
    assert len({code for _, code, _ in found.duties}) > 8
    assert found.nights.keys() == {"once", "twice", "missed"}
