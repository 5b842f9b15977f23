"""Weeks of nights, missed and doubled, beside a plain reading of the law; `make drill-clocks` has two years of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.drills.clocks import council_of, days_of
from tests.drills.plain_duties import Life, owed


@pytest.mark.django_db(transaction=True)
def test_weeks_of_nights_missed_and_doubled_miss_no_duty_and_double_no_alert(scene: Callable) -> None:
    """Seen to fail when the night asked for one day alone, and when two at once took no turns."""
    found = days_of(council_of(scene, 12, seed=12, fact_every=3), 24, seed=12)
    assert found.differing() == (0, 0, 0, 0)
    codes = {code for _, code, _ in found.duties}
    assert len(codes) > 8
    assert {"plan_review_on_request", "plan_review_event"} <= codes
    assert found.nights.keys() == {"once", "twice", "missed"}


@pytest.mark.parametrize(
    ("on", "is_owed"),
    [
        pytest.param(date(2028, 10, 11), False, id="not asked yet"),
        pytest.param(date(2028, 10, 12), True, id="asked three days before 25"),
        pytest.param(date(2028, 10, 14), True, id="the last day of being 24"),
        pytest.param(date(2028, 10, 15), False, id="s23CZB(1): has not reached 25"),
    ],
)
def test_the_plain_reading_ends_what_was_asked_for_at_25(on: date, is_owed: bool) -> None:
    """The one difference that 150 people once had. Seen to fail: with the end left open."""
    life = Life(date(2003, 10, 15), asked=[[date(2028, 10, 12), None]])
    assert (("needs_assessment_support", date(2028, 10, 12)) in owed(life, on)) is is_owed
