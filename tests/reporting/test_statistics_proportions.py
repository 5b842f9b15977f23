from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import sqrt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reporting.rules.statistics import (
    Interval,
    comparison,
    likely_range,
    percent,
    percentage,
    target_verdict,
    verdict_on_day,
    wilson,
)

n_of_d = st.integers(0, 5000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@pytest.mark.parametrize(
    ("n", "d", "lower", "upper"),
    [
        pytest.param(94, 104, "83.2", "94.7", id="Leicestershire 2019-20, suitable"),
        pytest.param(101, 104, "91.9", "99.0", id="Leicestershire 2019-20, in touch"),
        pytest.param(63, 104, "51.0", "69.4", id="Leicestershire 2019-20, EET"),
        pytest.param(198, 226, "82.7", "91.3", id="Leicestershire 2019-20, plans"),
        pytest.param(4, 6, "30.0", "90.3", id="one caseload"),
        pytest.param(0, 5, "0.0", "43.4", id="none"),
        pytest.param(5, 5, "56.6", "100.0", id="all"),
    ],
)
def test_wilson_interval_as_fingertips_gives_it(n, d, lower, upper):
    assert likely_range(wilson(n, d), places=1) == f"{lower}–{upper} %"


def test_nothing_of_nothing_has_no_interval_and_no_words():
    assert wilson(0, 0) is None
    assert likely_range(None) == ""
    assert percent(0, 0) == percentage(0, 0) == ""
    assert comparison(None, 0.5, "higher", "England") == ""
    assert target_verdict(None, 0.5, "higher") == ""


@pytest.mark.parametrize(("n", "d"), [(-1, 4), (5, 4), (0, -1), (1, 0)])
def test_more_than_all_or_less_than_none_is_refused(n, d):
    for ask in (wilson, percent, percentage):
        with pytest.raises(ValueError, match=f"{n} of {d} cannot be"):
            ask(n, d)


@given(n_of_d.filter(lambda pair: pair[1] > 0))
@example((0, 1))
@example((1, 1))
def test_wilson_bounds_are_where_the_observed_share_is_just_not_surprising(pair):
    """The interval inverts the score test: walk outwards from n/d to the shares at which |z| reaches 1.96."""
    n, d = pair
    observed = n / d

    def surprising(share):
        return abs(observed - share) > 1.96 * sqrt(share * (1 - share) / d)

    def edge(inside, outside):
        for _ in range(60):
            middle = (inside + outside) / 2
            inside, outside = (inside, middle) if surprising(middle) else (middle, outside)
        return inside

    interval = wilson(n, d)
    assert interval is not None
    assert interval.lower == pytest.approx(edge(observed, 0.0), abs=1e-9)
    assert interval.upper == pytest.approx(edge(observed, 1.0), abs=1e-9)
    assert 0 <= interval.lower <= observed <= interval.upper <= 1
    mirrored = wilson(d - n, d)
    assert mirrored is not None
    assert mirrored.lower == pytest.approx(1 - interval.upper, abs=1e-12)


@pytest.mark.parametrize(
    ("n", "d", "written"),
    [
        (94, 104, "90.4 % (94 of 104)"),
        (1, 2000, "0.1 % (1 of 2000)"),  # 0.05: a half goes up
        (3, 2000, "0.2 % (3 of 2000)"),  # 0.15, which binary fractions hold as less than a half
        (1, 8, "12.5 % (1 of 8)"),
        (0, 7, "0.0 % (0 of 7)"),
        (7, 7, "100.0 % (7 of 7)"),
    ],
)
def test_percentages_say_n_of_d(n, d, written):
    assert percentage(n, d) == written


@given(n_of_d.filter(lambda pair: pair[1] > 0), st.integers(0, 3))
def test_percent_rounds_half_up(pair, places):
    n, d = pair
    with localcontext(prec=60):
        exact = Decimal(100 * n) / d
        assert percent(n, d, places) == str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


ENGLAND = 0.86
ABOVE, AROUND, BELOW = Interval(0.9, 0.95), Interval(0.86, 0.9), Interval(0.7, 0.8)


@pytest.mark.parametrize(
    ("interval", "better", "words"),
    [
        (ABOVE, "higher", "better than England"),
        (ABOVE, "lower", "worse than England"),
        (ABOVE, "neither", "higher than England"),
        (BELOW, "higher", "worse than England"),
        (BELOW, "lower", "better than England"),
        (BELOW, "neither", "lower than England"),
        (AROUND, "higher", "similar to England"),  # a bound belongs to the interval
        (Interval(0.8, 0.86), "lower", "similar to England"),
    ],
)
def test_comparison_is_similar_unless_the_comparator_is_outside_the_interval(interval, better, words):
    assert comparison(interval, ENGLAND, better, "England") == words


@pytest.mark.parametrize(
    ("interval", "better", "words"),
    [
        (ABOVE, "higher", "met"),
        (AROUND, "higher", "met"),
        (Interval(0.85, 0.9), "higher", "too close to tell"),
        (Interval(0.8, 0.86), "higher", "too close to tell"),
        (BELOW, "higher", "not met"),
        (BELOW, "lower", "met"),
        (Interval(0.8, 0.86), "lower", "met"),
        (AROUND, "lower", "too close to tell"),
        (ABOVE, "lower", "not met"),
        (ABOVE, "neither", ""),
    ],
)
def test_a_target_is_met_or_missed_only_when_the_whole_interval_is_on_one_side(interval, better, words):
    assert target_verdict(interval, 0.86, better) == words


@pytest.mark.parametrize(
    ("n", "d", "target", "better", "verdict"),
    [
        (0, 40, 0, "lower", (True, "everybody")),
        (5, 100, 10, "lower", (True, "could be chance")),
        (1, 100, 10, "lower", (True, "beyond chance")),
        (30, 100, 10, "lower", (False, "beyond chance")),
        (10, 100, 10, "lower", (True, "could be chance")),
        (10, 100, 10, "higher", (True, "could be chance")),
        (9, 100, 10, "higher", (False, "could be chance")),
        (9, 100, 10, "neither", None),
        (0, 0, 10, "higher", None),
    ],
)
def test_a_verdict_is_a_fact_of_the_day_and_how_sure_it_makes(n, d, target, better, verdict):
    assert verdict_on_day(n, d, target, better) == verdict
