"""A tile says no more than its few people bear."""

from collections import Counter

import pytest

from reporting.queries.figures import FigureCount
from reporting.queries.measures import EET
from reporting.queries.tiles import tile
from reporting.rules.charts import TrendPoint
from reporting.rules.cohorts import COHORTS


def counted(met: int, of: int) -> FigureCount:
    return FigureCount(EET, COHORTS["19-21"], Counter(in_eet=met, neet=of - met, died=3))


@pytest.mark.parametrize(("of", "percent"), [(19, ""), (20, "50.0"), (0, "")])
def test_a_percentage_is_said_from_twenty_people_on(of: int, percent: str) -> None:
    shown = tile(counted(of // 2, of), 70, [])
    assert (shown.percent, bool(shown.likely), shown.n, shown.d) == (percent, bool(percent), of // 2, of)


@pytest.mark.parametrize(("quarters", "drawn"), [(0, 0), (1, 0), (2, 2), (12, 12), (13, 12)])
def test_a_trend_is_drawn_from_two_quarters_on_and_shows_the_last_twelve(quarters: int, drawn: int) -> None:
    trend = [TrendPoint(f"quarter {number}", 50, 100) for number in range(1, quarters + 1)]
    chart = tile(counted(10, 20), 70, trend).chart
    assert (len(chart.marks) if chart else 0) == drawn
    assert chart is None or chart.labels[1] == f"quarter {quarters}"
