"""The readings of an unsettled point that are not taken: each differs from the one taken in what the point names."""

import pytest

from careleavers.rules.law.facts import StatusSettings
from careleavers.rules.law.history import Reading
from careleavers.rules.law.unsettled import POINTS, _change, _count_the_other_way, _each, _take_the_other_leap_day

TAKEN = Reading()


def test_one_other_reading() -> None:
    assert _change(short_breaks_count=True)(TAKEN) == (Reading(short_breaks_count=True),)


def test_several_other_readings() -> None:
    assert _each("outside_england", "counted", "left out")(TAKEN) == (
        Reading(outside_england="counted"),
        Reading(outside_england="left out"),
    )


@pytest.mark.parametrize(
    ("taken", "other"),
    [
        (StatusSettings(count_days="elapsed"), StatusSettings(count_days="inclusive")),
        (StatusSettings(count_days="inclusive"), StatusSettings(count_days="elapsed")),
        (StatusSettings("28 February", "elapsed"), StatusSettings("28 February", "inclusive")),
    ],
)
def test_days_are_counted_the_other_way(taken: StatusSettings, other: StatusSettings) -> None:
    assert _count_the_other_way(Reading(taken)) == (Reading(other),)


@pytest.mark.parametrize(
    ("taken", "other"),
    [
        (StatusSettings("1 March"), StatusSettings("28 February")),
        (StatusSettings("28 February"), StatusSettings("1 March")),
        (StatusSettings("1 March", "inclusive"), StatusSettings("28 February", "inclusive")),
    ],
)
def test_the_other_leap_day_is_taken(taken: StatusSettings, other: StatusSettings) -> None:
    assert _take_the_other_leap_day(Reading(taken)) == (Reading(other),)


@pytest.mark.parametrize("point", POINTS, ids=[point.code for point in POINTS])
def test_no_other_reading_is_the_one_taken(point) -> None:
    others = point.others(TAKEN)
    assert others
    assert TAKEN not in others
