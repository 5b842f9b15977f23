"""The training register: what people are trained in, who was, and who needs it no more."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change
from careleavers.models import User
from reporting.models import Trained, TrainingCourse
from reporting.rules.training import runs_out_on


@action
def save_course(
    *, by: User, course: TrainingCourse | None, revision: int | None = None, **facts: Any
) -> TrainingCourse:
    """Add a course, or change one. For how long it counts is said of training that is written down from now on."""
    others = TrainingCourse.objects.exclude(pk=course.pk) if course else TrainingCourse.objects
    if others.filter(title__iexact=facts["title"]).exists():
        raise Refused("There is a course with this name: change that one.", field="title")
    if course:
        record_event("training_course_changed", by=by, on=course, fields=change(course, revision, facts))
        return course
    course = TrainingCourse.objects.create(recorded_by=by, **facts)
    record_event("training_course_added", by=by, on=course)
    return course


@action
def write_training(
    *,
    by: User,
    course: TrainingCourse,
    users: list[User],
    names: list[str],
    group: str,
    trained_on: date,
    provider: str,
) -> int:
    """Write down that these colleagues, and these others by name, were trained on a day; returns how many are new.

    Whoever is on the register for that day already is left as they are, so that a list may be sent twice.
    """
    until = runs_out_on(trained_on, course.months)
    facts = {"counts_until": until, "provider": provider}
    written = 0
    for user in users:
        _, new = Trained.objects.get_or_create(
            course=course, user=user, trained_on=trained_on, defaults={"group": "staff", "recorded_by": by, **facts}
        )
        written += new
    for name in names:
        known = course.trained.filter(user=None, name__iexact=name, group=group, trained_on=trained_on)
        if not known.exists():
            Trained.objects.create(
                course=course, name=name, group=group, trained_on=trained_on, recorded_by=by, **facts
            )
            written += 1
    record_event("training_written", by=by, on=course, people=written)
    return written


@action
def note_exercise(*, user: User, title: str, today: date) -> None:
    """Whoever did all of an exercise is on the register of this practice council, once a day, with a course for it."""
    course, _ = TrainingCourse.objects.get_or_create(
        title=f"Exercise: {title}", defaults={"audience": TrainingCourse.STAFF, "owner": user, "recorded_by": user}
    )
    write_training(
        by=user, course=course, users=[user], names=[], group="staff", trained_on=today, provider="Practice council"
    )


@action
def end_training(*, by: User, trained: Trained, revision: int | None, because: str) -> None:
    """They need it no more, such as a carer who has stopped: nobody is reminded of it."""
    change(trained, revision, {"over_because": because})
    record_event("training_ended", by=by, on=trained)
