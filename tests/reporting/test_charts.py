import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.charts import SIGNALS, TrendPoint, control_chart, control_of, summary
from reporting.rules.statistics import FLAGS

QUARTERS = [88, 90, 91, 87, 89, 92, 90, 88, 91, 90, 93, 94]


def figures(counts, of=104):
    return [TrendPoint(f"quarter {i}", n, of) for i, n in enumerate(counts, start=1)]


def said(counts, better="higher", of=104):
    shown = figures(counts, of)
    return summary("Suitable accommodation", shown, control_of(shown, better))


def test_the_sentence_says_the_latest_figure_its_range_and_that_nothing_stands_out():
    assert said(QUARTERS) == (
        "Suitable accommodation was 90.4 % (94 of 104) on quarter 12; likely range 83–95 %;"
        " no unusual change in 12 figures"
    )
    assert said([94]).endswith("no unusual change in 1 figure")


def test_the_sentence_names_the_latest_signal():
    assert said([*QUARTERS, 60, 90]).endswith(
        "; 2 of 14 figures stand out, the latest on quarter 13, outside the usual range"
    )


@pytest.mark.parametrize("shown", [[], [TrendPoint("quarter 1", 0, 0)]])
def test_nobody_to_count_is_said_and_drawn_without_marks(shown):
    chart = control_chart("In touch", shown, "higher")
    assert chart.summary == "In touch: nobody to count yet"
    assert chart.marks == chart.paths == ()
    assert [line.label for line in chart.lines] == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]


def test_every_signal_has_words():
    assert set(SIGNALS) == set(FLAGS)


def test_a_figure_of_nobody_leaves_a_gap():
    shown = [*figures([90, 92, 91]), TrendPoint("quarter 4", 0, 0), *figures([93, 94])]
    chart = control_chart("Suitable", shown, "higher")
    assert [len(path.split()) for path in chart.paths] == [3, 2]
    assert len(chart.marks) == 5
    assert chart.labels == ("quarter 1", "quarter 2")


def test_one_figure_stands_in_the_middle_under_one_label():
    chart = control_chart("Suitable", figures([90]), "higher")
    (mark,) = chart.marks
    assert mark.x == (chart.left + chart.right) / 2
    assert chart.labels == ("quarter 1",)


@pytest.mark.parametrize(("better", "kind"), [("higher", "concern"), ("lower", "improvement"), ("neither", "neutral")])
def test_a_signal_differs_in_shape_and_words_not_only_in_colour(better, kind):
    chart = control_chart("Suitable", figures([*QUARTERS, 60, 90]), better)
    signal, usual = chart.marks[12], chart.marks[13]
    assert (signal.kind, usual.kind) == (kind, "usual")
    assert signal.words == f"quarter 13: 57.7 % (60 of 104), outside the usual range: {kind}"
    assert usual.words == "quarter 14: 86.5 % (90 of 104)"
    assert re.findall("[a-zA-Z]", signal.path) != re.findall("[a-zA-Z]", usual.path)


def test_limits_and_target_are_drawn_within_0_to_100():
    chart = control_chart("EET", figures([1, 9, 2, 10, 1, 9], of=10), "higher", target=Fraction(80))
    named = {line.label: line for line in chart.lines}
    assert {"lower limit 0.0 %", "upper limit 100.0 %", "target 80.0 %", "average 53.3 %"} < set(named)
    assert named["upper limit 100.0 %"].y == named["100 %"].y
    assert named["lower limit 0.0 %"].y == named["0 %"].y == chart.bottom
    assert named["target 80.0 %"].kind == "target"


counts = st.lists(st.integers(0, 40).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))), max_size=20)


@given(counts, st.none() | st.integers(0, 100))
def test_everything_lies_inside_the_frame_in_order_and_higher_is_higher(pairs, target):
    shown = [TrendPoint(f"quarter {i}", n, d) for i, (n, d) in enumerate(pairs)]
    chart = control_chart("Suitable", shown, "higher", target)
    grid = [line for line in chart.lines if line.kind == "grid"]
    assert 2 <= len(grid) <= 6
    assert all(0 <= line.y <= chart.bottom < chart.height for line in chart.lines)
    assert all(chart.left <= mark.x <= chart.right and 0 <= mark.y <= chart.bottom for mark in chart.marks)
    assert sorted(mark.x for mark in chart.marks) == [mark.x for mark in chart.marks]
    shares = [figure.share for figure in shown if figure.share is not None]
    assert len(chart.marks) == len(shares)
    for (one, at), (other, there) in zip(
        zip(shares, chart.marks, strict=True), list(zip(shares, chart.marks, strict=True))[1:], strict=False
    ):
        assert (at.y >= there.y) if one <= other else (at.y <= there.y)
