"""`manage.py kpis`: the pages' own figures for a program, and never a name."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from careleavers.models import Home, PolicyValue
from careleavers.queries.teams import every_scope
from careleavers.rules.team_scopes import AUTHORITY
from reporting.actions.periods import freeze_period
from reporting.models import FrozenFigure, FrozenPeriod
from reporting.queries.figures import Question, count, measures_by_cohort
from reporting.rules.periods import month_of_name, quarter_of_name
from tests.cast import TODAY, Cast
from tests.factories import OccupationStepFactory, StatusPeriodFactory
from tests.reporting import people

pytestmark = pytest.mark.usefixtures("_on_the_day")
END = date(2026, 9, 30)


def kpis(*asked: str) -> Any:
    out = StringIO()
    call_command("kpis", *asked, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def council(cast: Cast, scene) -> Cast:
    with scene():
        for number in range(20):
            people.somebody(Random(number), cast, number, END)
        StatusPeriodFactory.create(
            person=cast.amira, status="former_relevant_child", starts_on=date(2025, 5, 1), band="18-20"
        )
    return cast


def test_the_figures_of_a_day_are_those_of_the_pages(council: Cast) -> None:
    for scope in every_scope(END):
        found = kpis("--on", END.isoformat(), "--team", scope.key)
        assert (found["on"], found["quarter"], found["team"]) == ("2026-09-30", None, scope.label)
        counted = count(Question.on(END, scope))
        assert len(found["figures"]) == len(measures_by_cohort())
        for figure in found["figures"]:
            page = counted[figure["measure"], figure["cohort"]]
            assert (figure["n"], figure["d"]) == (page.n, page.d)
            assert {one["reason"]: one["people"] for one in figure["reasons"]} == +page.by_reason


def test_a_figure_says_how_sure_it_is_and_what_it_was_counted_by(council: Cast) -> None:
    [figure] = [one for one in kpis("--cohort", "19-21")["figures"] if one["measure"] == "IN_TOUCH_8W"]
    assert set(figure) == {
        *("measure", "name", "version", "cohort", "n", "d", "percent", "lower", "upper", "target", "met", "terms"),
        *("stretch", "revision", "reasons"),
    }
    assert figure["lower"] <= figure["percent"] <= figure["upper"]
    assert figure["met"] is (100 * figure["n"] >= 95 * figure["d"])
    assert (figure["target"], figure["revision"]) == (95, None)
    assert figure["terms"]["keep_in_touch_weeks"] == 8


def test_a_quarter_is_as_it_was_frozen_in_its_last_revision(council: Cast, scene) -> None:
    with pytest.raises(CommandError, match="Quarter 2, 2026-27 has no frozen figures of The whole authority"):
        kpis("--quarter", "2026-27Q2")
    freeze_period(by=None, ends_on=END, today=TODAY)
    first = {(one["measure"], one["cohort"]): one for one in kpis("--quarter", "2026-27Q2")["figures"]}
    counted = count(Question.on(END, AUTHORITY))
    assert {key: (one["n"], one["d"]) for key, one in first.items()} == {
        key: (figure.n, figure.d) for key, figure in counted.items()
    }
    with scene():
        Home.objects.create(person=council.amira, kind="U", is_suitable=True, starts_on=END)
    asked = ("ACCOM_SUITABLE", "19-21")
    again = {(one["measure"], one["cohort"]): one for one in kpis("--quarter", "2026-27Q2")["figures"]}
    assert again == first
    freeze_period(by=None, ends_on=END, today=TODAY)
    revised = {(one["measure"], one["cohort"]): one for one in kpis("--quarter", "2026-27Q2")["figures"]}
    assert (revised[asked]["n"], revised[asked]["revision"]) == (first[asked]["n"] + 1, 2)


def test_a_month_is_as_it_was_frozen_and_one_that_ends_a_quarter_is_that_quarter(council: Cast) -> None:
    for ends_on in (END, date(2026, 10, 31)):
        freeze_period(by=None, ends_on=ends_on, today=TODAY)
    october, september = kpis("--month", "2026-10"), kpis("--month", "2026-09")
    assert (october["on"], october["quarter"], october["month"]) == ("2026-10-31", None, "October 2026")
    assert {one["revision"] for one in october["figures"]} == {1}
    counted = count(Question.on(date(2026, 10, 31), AUTHORITY))
    assert {(one["measure"], one["cohort"]): (one["n"], one["d"]) for one in october["figures"]} == {
        key: (figure.n, figure.d) for key, figure in counted.items()
    }
    quarter = kpis("--quarter", "2026-27Q2")
    assert september["figures"] == quarter["figures"]
    assert (september["month"], quarter["month"], quarter["quarter"]) == (
        *("September 2026", None),
        september["quarter"],
    )


def test_what_happened_is_of_the_quarter_up_to_the_day_or_as_it_was_frozen(council: Cast, scene) -> None:
    with scene():
        PolicyValue.objects.create(key="target_b_and_b", value=5, from_on=date(2026, 1, 1))
        for starts_on, ends_on in ((date(2026, 6, 28), date(2026, 7, 4)), (date(2026, 8, 10), date(2026, 8, 20))):
            Home.objects.create(person=council.amira, kind="W", is_suitable=False, starts_on=starts_on, ends_on=ends_on)
        OccupationStepFactory.create(person=council.amira, happened_on=date(2026, 8, 1))

    def nights(*asked: str) -> Any:
        found = kpis(*asked)
        [of_measure] = [each for each in found["happened"] if each["measure"] == "B_AND_B"] or [None]
        return found["happened_from"], of_measure and (of_measure["amount"], of_measure["met"], of_measure["revision"])

    assert nights("--on", "2026-08-09") == ("2026-07-01", (3, True, None))
    assert nights("--on", "2026-08-12") == ("2026-07-01", (6, False, None))
    freeze_period(by=None, ends_on=END, today=TODAY)
    first = nights("--quarter", "2026-27Q2")
    with scene():
        Home.objects.filter(person=council.amira, ends_on=date(2026, 8, 20)).update(ends_on=date(2026, 8, 19))
    assert nights("--quarter", "2026-27Q2") == first == ("2026-07-01", (first[1][0], False, 1))
    freeze_period(by=None, ends_on=END, today=TODAY)
    assert nights("--quarter", "2026-27Q2")[1] == (first[1][0] - 1, False, 2)
    for figures_alone in (("--month", "2026-09"), ("--quarter", "2026-27Q2", "--cohort", "19-21")):
        assert nights(*figures_alone) == (None, None)
    [steps] = [each for each in kpis("--quarter", "2026-27Q2")["happened"] if each["measure"] == "INTERVIEWS"]
    assert steps == {
        "measure": "INTERVIEWS", "name": "Interviews", "version": 1, "people": 1, "unit": "interviews", "amount": 1,
        "n": None, "d": None, "percent": None, "target": None, "stretch": None, "met": None, "revision": 1,
    }  # fmt: skip
    out = StringIO()
    call_command("kpis", "--quarter", "2026-27Q2", stdout=out)
    lines = out.getvalue().splitlines()
    assert "What happened from 1 July 2026 to 30 September 2026" in lines
    assert [" ".join(line.split()) for line in lines if "Interviews" in line] == ["Interviews 1 interview, 1 person"]
    [of_nights] = [line for line in lines if "bed and breakfast" in line]
    assert of_nights.endswith("target at most 5 nights: not met")


def test_a_quarter_that_was_frozen_before_this_was_kept_has_no_happenings(cast: Cast, scene) -> None:
    with scene():
        period = FrozenPeriod.objects.create(ends_on=END)
        FrozenFigure.objects.create(
            period=period, measure="EET", measure_version=1, cohort="19-21", n=1, d=2, target=70
        )
    found = kpis("--quarter", "2026-27Q2")
    assert (found["happened_from"], found["happened"], len(found["figures"])) == (None, [], 1)


def test_lines_for_people(council: Cast) -> None:
    out = StringIO()
    call_command("kpis", "--on", "2026-09-30", "--cohort", "19-21", stdout=out)
    first, *rest = out.getvalue().splitlines()
    assert first == "The whole authority, 30 September 2026"
    assert len(rest) == 4
    assert "target 95 %" in rest[0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--on", "soon"), "'soon' is no day"),
        (("--on", "2090-01-01"), "what is to come is not known yet"),
        (("--quarter", "2026-28Q1"), "'2026-28Q1' is no quarter"),
        (("--quarter", "2026Q5"), "'2026Q5' is no quarter"),
        (("--month", "2026-13"), "'2026-13' is no month"),
        (("--month", "2026-10"), "October 2026 has no frozen figures of The whole authority"),
        (("--cohort", "5-9"), "invalid choice: '5-9'"),
        (("--team", "Nowhere"), 'There was no team "Nowhere"'),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(cast: Cast, asked: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        kpis(*asked)


@pytest.mark.parametrize(
    ("text", "ends_on"),
    [
        ("2026-27Q1", date(2026, 6, 30)),
        ("2026-27q2", date(2026, 9, 30)),
        ("2026/27 Q3", date(2026, 12, 31)),
        ("2026-27Q4", date(2027, 3, 31)),
        ("2099-00Q4", date(2100, 3, 31)),
        ("2026-26Q1", None),
        ("2026-27Q0", None),
        ("", None),
    ],
)
def test_quarters_as_they_are_written(text: str, ends_on: date | None) -> None:
    assert quarter_of_name(text) == ends_on


@pytest.mark.parametrize(
    ("text", "ends_on"),
    [
        ("2026-10", date(2026, 10, 31)),
        ("2028-02", date(2028, 2, 29)),
        ("2026-13", None),
        ("2026-1", None),
        ("2026-27", None),
        ("", None),
    ],
)
def test_months_as_they_are_written(text: str, ends_on: date | None) -> None:
    assert month_of_name(text) == ends_on
