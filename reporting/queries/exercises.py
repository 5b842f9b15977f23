"""The exercise of a figure that a board asks about."""

from __future__ import annotations

from datetime import date

from careleavers.models import ExerciseRun, User
from careleavers.permissions import Permission
from careleavers.queries.exercises import Check, Exercise, Facts, NumberAsked, on_days
from careleavers.queries.teams import every_scope, scopes_of
from careleavers.rules.team_scopes import TeamScope
from reporting.queries.figures import FigureCount, Question, count
from reporting.queries.measures import ACCOM_SUITABLE
from reporting.rules.cohorts import COHORTS
from reporting.rules.measure_states import MeasureState

AGES = "19-21"


NUMBERS = ("met", "of", "left_out")


def choose_figure(user: User, today: date) -> Facts | None:
    """The figure of today, of the widest scope that they may choose: its three numbers are what is asked."""
    scopes = scopes_of(user, today)
    if not scopes:
        return None
    scope = next((each for each in scopes if each.is_authority), scopes[0])
    figure = _figure(scope, today)
    return {
        "measure": figure.measure.name.lower(),
        "ages": COHORTS[AGES].label.lower(),
        "team": scope.key,
        "scope": scope.label,
        **on_days(on=today),
        **_numbers(figure),
    }


def _figure(scope: TeamScope, on: date) -> FigureCount:
    return count(Question.on(on, scope))[ACCOM_SUITABLE.code, AGES]


def _numbers(figure: FigureCount) -> dict[str, int]:
    return dict(zip(NUMBERS, (figure.n, figure.d, figure.of(MeasureState.EXCLUDED)), strict=True))


def _read_right(run: ExerciseRun, number: str) -> bool:
    """As it was when they began, or as it is now: others practise beside them."""
    on = date.fromisoformat(run.facts["on"])
    scope = next(each for each in every_scope(on) if each.key == run.facts["team"])
    return run.answers.get(number) in (run.facts[number], _numbers(_figure(scope, on))[number])


FIGURE = Exercise(
    app="reporting",
    code="figure",
    title="Read a figure to a board",
    about="A member asks what stands behind a percentage.",
    minutes=5,
    permissions=(Permission.VIEW_FIGURES,),
    choose=choose_figure,
    page=("reporting:dashboard",),
    asks=(
        NumberAsked("met", "How many of them are in suitable accommodation?"),
        NumberAsked("of", "Of how many?"),
        NumberAsked("left_out", "How many are in neither number, because they are left out?"),
    ),
    checks=(
        Check(
            "met",
            "How many it is so for",
            "On the tile, the first of the two numbers. It opens to the people themselves.",
            lambda run: _read_right(run, "met"),
        ),
        Check(
            "of",
            "Of how many",
            "The second number: those for whom the question can be asked. It is not everybody of that age.",
            lambda run: _read_right(run, "of"),
        ),
        Check(
            "left_out",
            "How many are left out",
            "Open the tile: below, who was left out is listed with the reason, such as that they live abroad.",
            lambda run: _read_right(run, "left_out"),
        ),
    ),
)

EXERCISES = (FIGURE,)
