"""Charts of proportions: the published limits, no signal that chance explains, and a real change seen in time."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.statistics import laney, wilson
from scripts import signals

STEADY = [(90, 100), (92, 100), (88, 100), (91, 100), (89, 100), (90, 100)] * 2  # mean 90 %, sampling about 3 points


def flags_after(*later: tuple[int, int], baseline: list[tuple[int, int]] = STEADY):
    return laney([*baseline, *later]).flags[len(baseline) :]


def test_limits_are_three_standard_deviations_of_each_point_and_never_closer() -> None:
    """Laney 2002; sigma_z of this series would be 0.64, so it is 1. 0.9 of 1,200 is 1,082 of 1,204 with two and two."""
    chart = laney([*STEADY, (360, 400)])
    deviation = sqrt(1082 / 1204 * (1 - 1082 / 1204))
    assert (chart.mean, chart.sigma_z) == (0.9, 1.0)
    assert chart.limits[0] == pytest.approx((0.9 - 3 * deviation / 10, 0.9 + 3 * deviation / 10))
    assert chart.limits[-1] == pytest.approx((0.9 - 3 * deviation / 20, 0.9 + 3 * deviation / 20))
    assert chart.limits[0] == pytest.approx((0.8094, 0.9906), abs=5e-4)


def test_what_varies_more_than_sampling_has_wider_limits() -> None:
    """Steps of 20 in 100 at a mean of 80 %: 20 / 1.128 of a deviation of 4.03 points, so sigma_z is 4.4."""
    chart = laney([(90, 100), (70, 100)] * 6)
    share = 962 / 1204
    expected = 0.2 / sqrt(share * (1 - share) / 100) / 1.128
    assert chart.sigma_z == pytest.approx(expected)
    assert chart.sigma_z == pytest.approx(4.42, abs=0.01)
    assert chart.flags == (None,) * 12


@pytest.mark.parametrize(
    ("counts", "flagged"),
    [
        pytest.param([(32, 32), (32, 33), (32, 32), (33, 33), (33, 33), (30, 30), (32, 32), (33, 33)] * 2, 0, id="32"),
        pytest.param([(33, 33)] * 19 + [(32, 33)], 0, id="one of 33 after nineteen full quarters"),
        pytest.param([(100, 100)] * 20, 0, id="all of them always"),
        pytest.param([(0, 100)] * 20, 0, id="none of them ever"),
        pytest.param([(3, 3)] * 19 + [(0, 3)], 0, id="three people"),
        pytest.param([(19, 19)] * 19 + [(0, 19)], 0, id="19 people: too few for a percentage"),
        pytest.param([(20, 20)] * 19 + [(0, 20)], 1, id="20 people, of whom none any more"),
        pytest.param([(602, 1000), (593, 1000)] * 10, 0, id="59.3 % after 60.2 %"),
    ],
)
def test_what_is_nearly_constant_or_very_few_cannot_signal(counts, flagged) -> None:
    assert sum(flag is not None for flag in laney(counts).flags) == flagged


def test_no_signals_before_the_twelfth_point() -> None:
    eleven = laney([*STEADY[:10], (20, 100)], "higher")
    twelve = laney([*STEADY[:11], (20, 100)], "higher")
    assert (eleven.on_trial, eleven.flags) == (True, (None,) * 11)
    assert (twelve.on_trial, twelve.flags[-1], twelve.meanings[-1]) == (False, "outside", "concern")


def test_the_usual_level_is_that_of_the_first_twelve() -> None:
    assert laney([*STEADY, (50, 100), (40, 100)]).mean == 0.9


@pytest.mark.parametrize(
    ("later", "flags"),
    [
        pytest.param([(80, 100)], ("outside",), id="below the lower limit of 80.94"),
        pytest.param([(81, 100)], (None,), id="on the side of the limit where the usual lies"),
        pytest.param([(83, 100), (88, 100), (82, 100)], ("two_in_three", None, "two_in_three"), id="two in three"),
        pytest.param([(83, 100), (91, 100), (82, 100)], (None, None, None), id="one of the three on the other side"),
        pytest.param([(88, 100)] * 6 + [(83, 100)], (None,) * 6 + ("one_side",), id="a run of seven, the clear one"),
        pytest.param([(89, 100)] * 8, (None,) * 8, id="a run of eight, each of which may well be 90 %"),
    ],
)
def test_signals_after_the_baseline(later, flags) -> None:
    """The baseline ends with 90 %, on its mean, so that no run reaches into it."""
    assert flags_after(*later) == flags


def test_a_trend_is_flagged_where_it_has_left_the_usual() -> None:
    falling = [(n, 100) for n in (89, 88, 87, 86, 85, 84, 83, 82)]
    assert flags_after(*falling)[-2:] == ("trend", "trend")
    assert flags_after(*falling)[:4] == (None,) * 4


@pytest.mark.parametrize(
    ("better", "meaning"), [("higher", "concern"), ("lower", "improvement"), ("neither", "neutral")]
)
def test_a_signal_says_whether_it_is_good(better, meaning) -> None:
    assert laney([*STEADY, (60, 100)], better).meanings[-1] == meaning


def test_a_quarter_that_counts_nobody_is_a_gap_and_no_point() -> None:
    with_gap = laney([*STEADY[:5], (0, 0), *STEADY[5:], (60, 100)])
    without = laney([*STEADY, (60, 100)])
    assert (with_gap.limits[5], with_gap.flags[5]) == (None, None)
    assert with_gap.flags[:5] + with_gap.flags[6:] == without.flags
    assert (with_gap.mean, with_gap.sigma_z) == (without.mean, without.sigma_z)


@pytest.mark.parametrize("counts", [[], [(0, 0)]])
def test_nobody_at_all(counts) -> None:
    chart = laney(counts, "higher", 0.9)
    assert chart.mean is chart.sigma_z is chart.verdict is None
    assert chart.limits == chart.flags == chart.meanings == (None,) * len(counts)
    assert chart.on_trial


@pytest.mark.parametrize(
    ("target", "verdict"),
    [(0.7, "consistently pass"), (0.9, "inconsistent"), (0.999, "consistently fail"), (None, None)],
)
def test_whether_the_target_can_be_relied_on(target, verdict) -> None:
    assert laney(STEADY, "higher", target).verdict == verdict


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError):
        laney([(5, 4)])


counts = st.lists(st.integers(0, 60).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))), max_size=30)


@given(counts)
def test_nothing_signals_that_may_well_be_the_usual(pairs) -> None:
    chart = laney(pairs, "higher")
    for (n, d), flag, meaning in zip(pairs, chart.flags, chart.meanings, strict=True):
        assert (flag is None) == (meaning is None)
        if flag:
            interval = wilson(n, d)
            assert not interval.lower <= chart.mean <= interval.upper
            assert d >= 20
            assert sum(bool(d) for _, d in pairs) >= 12
    mirrored = laney([(d - n, d) for n, d in pairs], "lower")
    assert mirrored.flags == chart.flags


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("people", [20, 33, 100, 500])
def test_chance_alone_flags_at_most_two_points_in_a_hundred(people: int, share: float) -> None:
    """docs/statistics.md has all sizes over 10,000 series; the worst is near 1 %."""
    assert signals.stable(people, share, 20, 250) <= 2


@pytest.mark.parametrize(("share", "by"), [(0.5, 0.1), (0.6, -0.1), (0.7, 0.1), (0.9, -0.1)])
def test_a_change_of_ten_points_is_seen_within_eight_quarters(share: float, by: float) -> None:
    """docs/statistics.md has these over 10,000 series; the worst is near 95 %."""
    assert signals.caught(share, by, 300) >= 90
