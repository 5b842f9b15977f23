"""What an exercise is, and what came of one: worked out from the rows that were written while it was done.

An app declares its exercises in its `queries/exercises.py` and registers them in its `record.py`; the text of each is
`templates/<app>/exercises/<code>.html`, with the facts of the run. No exercise writes: what is done is done on the
product's own pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from careleavers.models import ExerciseRun, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.rules.words import day

# Of the people who may be chosen, an exercise looks at no more than these.
LOOKED_AT = 50
# By name, as a text says them; the ids of the rows that it is about are texts too.
Facts = dict[str, Any]


@dataclass(frozen=True)
class Check:
    """One thing that is to be done. `holds` reads what was written since the exercise began; `hint` says where."""

    code: str
    said: str
    hint: str
    holds: Callable[[ExerciseRun], bool]


@dataclass(frozen=True)
class NumberAsked:
    """A whole number that is to be read off a page and typed in."""

    code: str
    label: str


@dataclass(frozen=True)
class Exercise:
    """One exercise, for whoever has all of the permissions.

    `choose` finds what it is about among what the user sees on the day, and gives the facts of its text; None where the
    practice council has nothing left for it. `page` is where it is begun: a URL name, and the facts in its address.
    """

    app: str
    code: str
    title: str
    about: str
    minutes: int
    permissions: tuple[Permission, ...]
    choose: Callable[[User, date], Facts | None]
    checks: tuple[Check, ...]
    page: tuple[str, ...]
    asks: tuple[NumberAsked, ...] = ()

    @property
    def template(self) -> str:
        return f"{self.app}/exercises/{self.code}.html"

    def is_for(self, user: User) -> bool:
        return all(user.may(permission) for permission in self.permissions)


class ExerciseLine(NamedTuple):
    """An exercise as the list shows it. `open_run` is being done; `is_done`: all of it was done once."""

    exercise: Exercise
    open_run: ExerciseRun | None
    is_done: bool


class CheckOutcome(NamedTuple):
    check: Check
    holds: bool


def exercise_lines(exercises: Iterable[Exercise], user: User) -> list[ExerciseLine]:
    """Those for this user, in their order. One query."""
    runs: dict[str, list[ExerciseRun]] = defaultdict(list)
    for run in ExerciseRun.objects.filter(user=user):
        runs[run.exercise].append(run)
    return [
        ExerciseLine(
            each,
            next((run for run in runs[each.code] if run.ended_at is None), None),
            any(run.is_done for run in runs[each.code]),
        )
        for each in exercises
        if each.is_for(user)
    ]


def results(exercise: Exercise, run: ExerciseRun) -> list[CheckOutcome]:
    """What was done and what was missed: of one that has ended as it was then, else as it is now."""
    if run.ended_at:
        return [CheckOutcome(check, check.code not in run.missed) for check in exercise.checks]
    return [CheckOutcome(check, check.holds(run)) for check in exercise.checks]


def written_since(rows: QuerySet[Any], run: ExerciseRun) -> QuerySet[Any]:
    """Those of the rows that the user wrote down after the exercise began."""
    return rows.filter(recorded_by=run.user, recorded_at__gte=run.recorded_at)


def not_yet_used(people: Sequence[YoungPerson], user: User, code: str) -> list[YoungPerson]:
    """Those with whom the user has not tried this exercise yet, else all of them: a second try is about another."""
    tried = ExerciseRun.objects.filter(user=user, exercise=code).values_list("facts", flat=True)
    used = {facts.get("person") for facts in tried}
    return [person for person in people if str(person.pk) not in used] or list(people)


def about(person: YoungPerson) -> Facts:
    """Whom a text is about."""
    return {"person": str(person.pk), "name": str(person)}


def on_days(**days: date) -> Facts:
    """Each day by its name as the rows have it, and in words as a text says it: `moved_on`, `moved_on_words`."""
    as_kept = {name: when.isoformat() for name, when in days.items()}
    return as_kept | {f"{name}_words": day(when) for name, when in days.items()}
