"""A tile says no more than its few people bear."""

from collections import Counter
from datetime import date

import pytest

from careleavers.rules import policies
from careleavers.rules.team_scopes import AUTHORITY
from reporting.queries.figures import FigureCount, Question
from reporting.queries.measures import EET
from reporting.queries.tiles import tile
from reporting.rules.charts import TrendPoint
from reporting.rules.cohorts import COHORTS
from reporting.rules.targets import targets_in_words


def with_target(target: int, stretch: int = 0) -> Question:
    chosen = {EET.target.key: target, EET.stretch.key: stretch}
    return Question(date(2026, 9, 30), AUTHORITY, policies.defaults() | chosen)


CHANCE = "with this many people it could be chance"


def counted(met: int, of: int) -> FigureCount:
    return FigureCount(EET, COHORTS["19-21"], Counter(in_eet=met, neet=of - met, died=3))


@pytest.mark.parametrize(("of", "percent"), [(19, ""), (20, "50.0"), (0, "")])
def test_a_percentage_is_said_from_twenty_people_on(of: int, percent: str) -> None:
    shown = tile(counted(of // 2, of), with_target(70), [])
    assert (shown.percent, bool(shown.likely), shown.n, shown.d) == (percent, bool(percent), of // 2, of)


@pytest.mark.parametrize(("quarters", "drawn"), [(0, 0), (1, 0), (2, 2), (20, 20), (21, 20)])
def test_a_trend_is_drawn_from_two_quarters_on_and_shows_the_last_twenty(quarters: int, drawn: int) -> None:
    trend = [TrendPoint("of nobody", 0, 0)] + [
        TrendPoint(f"quarter {number}", 50, 100) for number in range(1, quarters + 1)
    ]
    chart = tile(counted(10, 20), with_target(70), trend).chart
    assert (len(chart.marks) if chart else 0) == drawn
    assert chart is None or chart.labels[1] == f"quarter {quarters}"


@pytest.mark.parametrize(
    ("met", "of", "target", "verdict", "kind", "sure"),
    [
        pytest.param(228, 228, 100, "Met today: 228 of 228", "go", "", id="everybody meets 100 %"),
        pytest.param(227, 228, 100, "Not met today: 227 of 228", "warn", "hardly by chance", id="one is not"),
        pytest.param(32, 32, 95, "Met today: 32 of 32", "go", CHANCE, id="32"),
        pytest.param(73, 73, 95, "Met today: 73 of 73", "go", "hardly by chance", id="73 of 73"),
        pytest.param(19, 20, 95, "Met today: 19 of 20", "go", CHANCE, id="just"),
        pytest.param(94, 100, 95, "Not met today: 94 of 100", "quiet", CHANCE, id="94"),
        pytest.param(60, 100, 95, "Not met today: 60 of 100", "warn", "hardly by chance", id="far below"),
        pytest.param(3, 3, 95, "", "", "", id="three people"),
    ],
)
def test_a_verdict_says_what_is_so_and_how_sure_it_is(met, of, target, verdict, kind, sure) -> None:
    shown = tile(counted(met, of), with_target(target), [])
    assert (shown.verdict, shown.verdict_kind, shown.sure) == (verdict, kind, sure)


@pytest.mark.parametrize(("stretch", "said"), [(0, "70 %"), (80, "70 %, stretch 80 %")])
def test_a_stretch_target_is_said_beside_the_target(stretch: int, said: str) -> None:
    shown = tile(counted(12, 20), with_target(70, stretch), [])
    assert targets_in_words(shown.target, shown.stretch) == said
