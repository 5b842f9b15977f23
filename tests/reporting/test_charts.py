import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules.charts import SIGNALS, TrendPoint, control_chart
from reporting.rules.statistics import FLAGS

QUARTERS = [88, 90, 91, 87, 89, 92, 90, 88, 91, 90, 93, 94]


def figures(counts, of=104):
    return [TrendPoint(f"quarter {i}", n, of) for i, n in enumerate(counts, start=1)]


def said(counts, better="higher", of=104):
    return control_chart("Suitable accommodation", figures(counts, of), better).summary


def test_the_sentence_says_the_latest_figure_its_range_and_that_nothing_stands_out():
    assert said(QUARTERS) == (
        "Suitable accommodation was 90.4 % (94 of 104) on quarter 12; likely range 83–95 %;"
        " no unusual change in 12 figures"
    )


@pytest.mark.parametrize("many", [1, 8, 11])
def test_with_fewer_than_twelve_quarters_the_sentence_says_that_it_is_on_trial(many):
    chart = control_chart("Suitable", figures(QUARTERS[: many - 1] + [20]), "higher")
    assert chart.summary.endswith(f"; on trial: {many} of the 12 figures needed to say what is usual")
    assert {mark.kind for mark in chart.marks} == {"usual"}
    assert "limit" not in {level.kind for level in chart.levels}


@pytest.mark.parametrize(
    ("of", "ending"),
    [(19, "fewer than 20 people: too few to tell a change from chance"), (20, "no unusual change in 12 figures")],
)
def test_the_sentence_says_when_there_are_too_few_people_to_tell(of, ending):
    assert control_chart("Suitable", figures([18, 17] * 6, of=of), "higher").summary.endswith(f"; {ending}")


def test_the_sentence_names_the_latest_signal():
    assert said([*QUARTERS, 60, 90]).endswith(
        "; 1 of 14 figures stands out, the latest on quarter 13, outside the usual range"
    )
    assert said([*QUARTERS, 60, 62]).endswith(
        "; 2 of 14 figures stand out, the latest on quarter 14, outside the usual range"
    )


@pytest.mark.parametrize("shown", [[], [TrendPoint("quarter 1", 0, 0)]])
def test_nobody_to_count_is_said_and_drawn_without_marks(shown):
    chart = control_chart("In touch", shown, "higher")
    assert chart.summary == "In touch: nobody to count yet"
    assert chart.marks == chart.paths == ()
    assert [line.label for line in chart.grid] == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]


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


def heights(chart, kind):
    """By step of each line of the kind, its height."""
    return [
        [float(point.split(",")[1]) for point in level.points.split()[::2]]
        for level in chart.levels
        if level.kind == kind
    ]


def test_the_limits_are_those_of_each_quarters_people_within_0_to_100():
    shown = [*figures([95, 96] * 6, of=100), TrendPoint("quarter 13", 19, 20), TrendPoint("quarter 14", 950, 1000)]
    chart = control_chart("In touch", shown, "higher")
    lower, upper = sorted(heights(chart, "limit"), reverse=True)
    (mean,) = heights(chart, "mean")
    assert len(set(mean)) == 1
    assert lower[12] > lower[0] > lower[13] > mean[0] > upper[13]
    assert upper[0] == chart.grid[-1].y == next(line.y for line in chart.grid if line.label == "100 %")


def test_a_stretch_target_is_a_second_line_from_when_there_was_one():
    shown = [TrendPoint(f"quarter {i}", 90, 100, 70, stretch) for i, stretch in enumerate([None, None, 80], start=1)]
    chart = control_chart("Suitable", shown, "higher")
    [target], [stretch] = heights(chart, "target"), heights(chart, "stretch")
    assert len(stretch) < len(target)
    assert stretch[0] < target[0]
    assert [mark.words.endswith("stretch target 80 %") for mark in chart.marks] == [False, False, True]


def test_the_target_is_drawn_as_it_then_was():
    shown = [TrendPoint(f"quarter {i}", 90, 100, target) for i, target in enumerate([55, 55, 70, None, 70], start=1)]
    chart = control_chart("EET", shown, "higher")
    before, after = heights(chart, "target")
    assert before[0] == before[1] > before[2] == after[0]
    assert [mark.words for mark in chart.marks][1:3] == [
        "quarter 2: 90.0 % (90 of 100), target 55 %",
        "quarter 3: 90.0 % (90 of 100), target 70 %",
    ]


def test_a_change_of_definition_is_marked_and_begins_another_baseline():
    old = [TrendPoint(f"quarter {i}", 95, 100, meaning="in the last 8 weeks") for i in range(1, 13)]
    new = [TrendPoint(f"quarter {i}", 70, 100, meaning="in the last 6 weeks") for i in range(13, 16)]
    chart = control_chart("In touch", [*old, *new], "higher")
    (change,) = chart.changes
    assert change.words == "counted differently from quarter 13: in the last 6 weeks"
    assert chart.marks[11].x < change.x < chart.marks[12].x
    assert chart.summary.endswith(
        "; on trial: 3 of the 12 figures needed to say what is usual; "
        "counted differently from quarter 13: in the last 6 weeks"
    )
    assert {mark.kind for mark in chart.marks} == {"usual"}
    assert [len(set(each)) for each in heights(chart, "mean")] == [1, 1]
    assert len(heights(chart, "limit")) == 2
    assert control_chart("In touch", old, "higher").changes == ()


counts = st.lists(st.integers(0, 40).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))), max_size=20)


@given(counts, st.none() | st.integers(0, 100))
def test_everything_lies_inside_the_frame_in_order_and_higher_is_higher(pairs, target):
    shown = [TrendPoint(f"quarter {i}", n, d, target, f"{i // 7}") for i, (n, d) in enumerate(pairs)]
    chart = control_chart("Suitable", shown, "higher")
    assert 2 <= len(chart.grid) <= 6
    assert all(chart.top <= line.y <= chart.bottom < chart.height for line in chart.grid)
    points = [point.split(",") for level in chart.levels for point in level.points.split()]
    assert all(chart.left <= float(x) <= chart.right and chart.top <= float(y) <= chart.bottom for x, y in points)
    assert all(chart.left <= mark.x <= chart.right and 0 <= mark.y <= chart.bottom for mark in chart.marks)
    assert sorted(mark.x for mark in chart.marks) == [mark.x for mark in chart.marks]
    shares = [figure.share for figure in shown if figure.share is not None]
    assert len(chart.marks) == len(shares)
    for (one, at), (other, there) in zip(
        zip(shares, chart.marks, strict=True), list(zip(shares, chart.marks, strict=True))[1:], strict=False
    ):
        assert (at.y >= there.y) if one <= other else (at.y <= there.y)
