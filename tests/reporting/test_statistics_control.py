from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reporting.rules.statistics import assurance, xmr

QUARTERS = [88, 90, 91, 87, 89, 92, 90, 88, 91, 90, 93, 94]
STEADY = [10, 12] * 6  # mean 11, limits beyond 5 either side


def flagged(values, flag):
    return [i for i, given_flag in enumerate(xmr(values).flags) if given_flag == flag]


def test_limits_of_the_published_example():
    chart = xmr(QUARTERS)
    assert chart.mean == Fraction("90.25")
    assert float(chart.average_moving_range) == pytest.approx(2.18, abs=0.005)
    assert float(chart.lower) == pytest.approx(84.45, abs=0.005)
    assert float(chart.upper) == pytest.approx(96.05, abs=0.005)
    assert chart.flags == (None,) * 12


def test_a_moving_range_of_3_267_times_the_average_is_left_out_once():
    # moving ranges: nine of 1, one of 91; average 10; 91 >= 32.67, so the average is 1 again
    values = [0, 1, 0, 1, 0, 91, 90, 91, 90, 91, 90]
    chart = xmr(values)
    assert chart.average_moving_range == 1
    assert chart.upper - chart.mean == Fraction("2.66")


def test_a_moving_range_of_exactly_3_267_times_the_average_is_left_out():
    # nine ranges of 6.733 and one of 29.403, whose average is 9
    values = [0, 6.733] * 5 + [36.136]
    assert xmr(values).average_moving_range == Fraction("6.733")


def test_screening_happens_once_only():
    # ranges 1, 1, 1, 1, 1, 1, 8, 100: average 14.25 drops the 100; the new average of 2 would drop the 8 as well
    values = [0, 1, 0, 1, 0, 1, 0, 8, 108]
    assert xmr(values).average_moving_range == 2


def test_a_value_outside_a_limit_is_flagged_and_one_on_it_is_not():
    assert flagged([*STEADY, 30, *STEADY], "outside") == [12]
    chart = xmr([*STEADY, 30, *STEADY])
    assert chart.lower < 12 < chart.upper
    assert xmr([0.1] * 9).flags == (None,) * 9  # limits on the values themselves


@pytest.mark.parametrize("direction", [1, -1])
def test_seven_rising_or_falling_points_are_a_trend_all_seven_flagged(direction):
    values = [direction * v for v in (5, 0, 1, 2, 3, 4, 5, 6, 1)]
    assert flagged(values, "trend") == [1, 2, 3, 4, 5, 6, 7]
    assert flagged([direction * v for v in (0, 1, 2, 3, 4, 5)], "trend") == []
    assert flagged([direction * v for v in (1, 2, 3, 3, 4, 5, 6)], "trend") == []


@pytest.mark.parametrize("direction", [1, -1])
def test_seven_points_on_one_side_of_the_mean_and_a_point_on_it_ends_the_run(direction):
    values = [direction * v for v in [1, 4, 1, 4, 1, 4, 1, -1, -4, -1, -4, -1, -4]]
    assert flagged(values, "one_side") == list(range(7))
    interrupted = [direction * v for v in [1, 4, 1, 0, 4, 1, 4, -1, -4, -1, -4, -1, -4]]
    assert xmr(interrupted).mean == 0
    assert flagged(interrupted, "one_side") == []


@pytest.mark.parametrize("direction", [1, -1])
def test_two_of_three_near_a_limit_flags_those_near_it_when_all_three_are_on_that_side(direction):
    """Here the limits lie about 2.1 and the near limits about 1.4 from a mean of about 0."""
    usual = [0, 1, 0, -1, -1] * 6
    assert flagged([direction * v for v in [*usual, 2, 1, 2]], "two_in_three") == [30, 32]
    assert flagged([direction * v for v in [*usual, 1, 2, 2]], "two_in_three") == [31, 32]
    assert flagged([direction * v for v in [*usual, 2, -1, 2]], "two_in_three") == []
    assert flagged([direction * v for v in [*usual, 2, 1, 1, 2]], "two_in_three") == []
    assert flagged([direction * v for v in [*usual, 2, 1, 3]], "two_in_three") == []  # 3 is outside, not near


def test_a_value_on_a_near_limit_is_not_near():
    values = [133, 100, 133, -50, -111.25, -58.75, -146]
    chart = xmr(values)
    assert (chart.mean, chart.average_moving_range) == (0, 75)  # the near limit is 133
    assert chart.flags == (None,) * 7


def test_the_first_rule_that_holds_gives_the_flag():
    rising = xmr([0, 1] * 5 + [0, 1, 2, 3, 4, 5, 6, 7])
    assert rising.flags[-3:] == ("outside",) * 3
    assert rising.flags[10:15] == ("trend",) * 5  # of which the first two lie below the mean with those before
    assert rising.flags[:10] == ("two_in_three", "one_side") * 5


@pytest.mark.parametrize(
    ("better", "high", "low"),
    [("higher", "improvement", "concern"), ("lower", "concern", "improvement"), ("neither", "neutral", "neutral")],
)
def test_a_signal_is_an_improvement_or_a_concern_by_the_side_of_the_mean(better, high, low):
    values = [*STEADY, 30, *STEADY, -8, *STEADY]
    chart = xmr(values, better)
    assert (chart.meanings[12], chart.meanings[25]) == (high, low)
    assert [m is None for m in chart.meanings] == [f is None for f in chart.flags]


@pytest.mark.parametrize(
    ("better", "target", "verdict"),
    [
        ("higher", 97, "consistently fail"),
        ("higher", 84, "consistently pass"),
        ("higher", 90, "inconsistent"),
        ("lower", 97, "consistently pass"),
        ("lower", 84, "consistently fail"),
        ("lower", 90, "inconsistent"),
        ("neither", 84, None),
        ("higher", None, None),
        ("higher", 0, "consistently pass"),
    ],
)
def test_assurance_against_a_target(better, target, verdict):
    assert xmr(QUARTERS, better, target).verdict == verdict


@pytest.mark.parametrize("better", ["higher", "lower"])
@pytest.mark.parametrize("target", [0.1, 0.3])
def test_a_target_on_a_limit_is_within_reach(better, target):
    assert assurance(0.1, Fraction(3, 10), better, target) == "inconsistent"


@pytest.mark.parametrize(
    ("values", "mean"),
    [([], None), ([7], 7)],
)
def test_too_few_values_leave_the_limits_open(values, mean):
    chart = xmr(values, "higher", 5)
    assert chart.mean == mean
    assert chart.average_moving_range is chart.lower is chart.upper is chart.verdict is None
    assert chart.flags == chart.meanings == (None,) * len(values)


def test_fewer_than_thirteen_points_are_on_trial():
    assert xmr(QUARTERS).on_trial
    assert not xmr([*QUARTERS, 92]).on_trial


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_is_refused(value):
    with pytest.raises(ValueError):
        xmr([1, value, 2])


def slow_xmr(values):
    """The definitions of the published package, read one point at a time and with whole-number arithmetic only."""
    n = len(values)
    ranges = [max(values[i], values[i + 1]) - min(values[i], values[i + 1]) for i in range(n - 1)]
    total = sum(ranges)
    kept = [r for r in ranges if 1000 * r * (n - 1) < 3267 * total]
    if total == 0:
        kept = ranges
    # everything times 300 n len(kept): mean, distance to the limit and to the near limit
    unit = 300 * n * len(kept)
    mean = sum(values) * 300 * len(kept)
    limit, near = 798 * sum(kept) * n, 532 * sum(kept) * n
    flags = []
    for i in range(n):
        away = [values[j] * unit - mean for j in range(n)]
        rules = []
        if abs(away[i]) > limit:
            rules.append(1)
        for start in range(max(0, i - 6), min(i, n - 7) + 1):
            seven = values[start : start + 7]
            if sorted(set(seven)) == seven or sorted(set(seven), reverse=True) == seven:
                rules.append(2)
            if all(away[j] > 0 for j in range(start, start + 7)) or all(away[j] < 0 for j in range(start, start + 7)):
                rules.append(4)
        for start in range(max(0, i - 2), min(i, n - 3) + 1):
            three = range(start, start + 3)
            close = [j for j in three if near < abs(away[j]) <= limit]
            if i in close and len(close) >= 2 and (min(away[j] for j in three) > 0 or max(away[j] for j in three) < 0):
                rules.append(3)
        flags.append({1: "outside", 2: "trend", 3: "two_in_three", 4: "one_side", 9: None}[min(rules, default=9)])
    return Fraction(mean, unit), Fraction(mean - limit, unit), Fraction(mean + limit, unit), tuple(flags)


walks = st.lists(st.integers(-3, 3), min_size=2, max_size=30).map(
    lambda steps: [sum(steps[: i + 1]) for i in range(len(steps))]
)


@given(st.one_of(st.lists(st.integers(-20, 20), min_size=2, max_size=30), walks))
@example([5, 5])
def test_limits_and_flags_agree_with_the_definitions_read_slowly(values):
    chart = xmr(values)
    assert (chart.mean, chart.lower, chart.upper, chart.flags) == slow_xmr(values)


@given(walks, st.sampled_from(["higher", "lower"]), st.integers(-10, 10))
def test_turning_the_scale_over_turns_better_over(values, better, target):
    other = "lower" if better == "higher" else "higher"
    chart, mirrored = xmr(values, better, target), xmr([-v for v in values], other, -target)
    assert chart.flags == mirrored.flags
    assert chart.verdict == mirrored.verdict
