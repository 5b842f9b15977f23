"""Exercises in a practice council: begun, ended with what was missed, and told to whoever keeps a register of training.

Apps above register what follows as `RecordExtension.on_exercise_done`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.conf import settings

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import ExerciseRun, User
from careleavers.queries.exercises import Exercise, results

NOT_HERE = "Exercises are done in a practice council: this one is real."
NOTHING_LEFT = (
    "There is nobody left here to try this on. Ask whoever runs the practice council to begin it again; by night it "
    "may do so by itself."
)
# Called inside the action as function(user=, title=, today=), when somebody did all of an exercise.
ExerciseDone = Callable[..., None]

_functions: list[ExerciseDone] = []


def register_exercise_done(function: ExerciseDone) -> None:
    """Call this function whenever somebody did all of an exercise."""
    _functions.append(function)


@action
def begin_exercise(*, by: User, exercise: Exercise, today: date) -> ExerciseRun:
    """Begin an exercise, or go on with the one that is begun. Refused outside a practice council."""
    if not settings.PRACTICE:
        raise Refused(NOT_HERE)
    current = ExerciseRun.objects.filter(user=by, exercise=exercise.code, ended_at=None).first()
    if current:
        return current
    facts = exercise.choose(by, today)
    if facts is None:
        raise Refused(NOTHING_LEFT)
    run = ExerciseRun.objects.create(user=by, recorded_by=by, exercise=exercise.code, facts=facts)
    record_event("exercise_begun", by=by, on=run, exercise=exercise.code)
    return run


@action
def end_exercise(
    *, by: User, run: ExerciseRun, exercise: Exercise, answers: Mapping[str, int], today: date, now: datetime
) -> ExerciseRun:
    """Say what was done and what was missed, by the rows. Ended twice is once: the first counts."""
    run.answers = dict(answers)
    run.missed = [each.check.code for each in results(exercise, run) if not each.holds]
    facts = {"answers": run.answers, "missed": run.missed, "ended_at": now}
    if not ExerciseRun.objects.filter(pk=run.pk, ended_at=None).update(**facts):
        return ExerciseRun.objects.get(pk=run.pk)
    run.ended_at = now
    if run.is_done:
        for function in _functions:
            function(user=by, title=exercise.title, today=today)
    record_event("exercise_ended", by=by, on=run, exercise=exercise.code, missed=len(run.missed))
    return run
