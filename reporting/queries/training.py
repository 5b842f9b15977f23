"""The training register as pages list it: who was trained, until when it counts, and who was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from careleavers.models import User
from careleavers.models.base import on_day
from careleavers.rules import words
from careleavers.rules.names import sort_key
from reporting.models import Trained, TrainingCourse
from reporting.rules.training import TrainingState, state_on

FOR_STAFF = (TrainingCourse.STAFF, TrainingCourse.EVERYBODY)


def staff_on(today: date) -> QuerySet[User]:
    """Everybody with an account and a role on the day: whom training for staff is for."""
    return (
        User.objects.filter(on_day(today, "assignments__"), is_active=True, assignments__isnull=False)
        .distinct()
        .order_by("sort_name")
    )


def counted() -> QuerySet[Trained]:
    """What counts or counted of each person who is still here, the latest of each course."""
    here = Q(user=None) | Q(user__is_active=True)
    return Trained.objects.latest().filter(here).select_related("user", "course")


@dataclass
class CourseLine:
    """One course on the register: how many are in date, run out soon or are out of date, and how many colleagues it is
    for have never had it."""

    course: TrainingCourse
    by_state: Counter[TrainingState] = field(default_factory=Counter)
    never: int = 0

    @property
    def in_date(self) -> int:
        return self.by_state[TrainingState.IN_DATE]

    @property
    def soon(self) -> int:
        return self.by_state[TrainingState.SOON]

    @property
    def expired(self) -> int:
        return self.by_state[TrainingState.EXPIRED]


def register(today: date) -> list[CourseLine]:
    """Every course with its counts. Three queries."""
    lines = {course.pk: CourseLine(course) for course in TrainingCourse.objects.select_related("owner")}
    had: Counter[object] = Counter()
    for row in counted():
        lines[row.course_id].by_state[state_on(row.counts_until, today)] += 1
        had[row.course_id] += row.user_id is not None
    staff = staff_on(today).count()
    for line in lines.values():
        if line.course.audience in FOR_STAFF:
            line.never = max(staff - had[line.course.pk], 0)
    return list(lines.values())


def trained_in(course: TrainingCourse, today: date) -> list[tuple[Trained, TrainingState]]:
    """Who was trained in it, what runs out first before the others."""
    rows = counted().filter(course=course)
    known = sorted(rows, key=lambda row: (row.counts_until or date.max, sort_key(row.who)))
    return [(row, state_on(row.counts_until, today)) for row in known]


def never_trained(course: TrainingCourse, today: date) -> QuerySet[User]:
    """Colleagues whom it is for and who are not on its register."""
    if course.audience not in FOR_STAFF:
        return User.objects.none()
    return staff_on(today).exclude(pk__in=Trained.objects.filter(course=course, user__isnull=False).values("user"))


def training_of(user: User, today: date) -> list[tuple[Trained, TrainingState]]:
    """Somebody's own training."""
    rows = Trained.objects.latest().filter(user=user).select_related("course").order_by("course__title")
    return [(row, state_on(row.counts_until, today)) for row in rows]


HEAD = ("Course", "Who", "Group", "Trained on", "Counts until", "State", "Taught by")


def training_rows(today: date) -> Iterator[Sequence[object]]:
    rows = sorted(counted(), key=lambda row: (row.course.title, sort_key(row.who)))
    for row in rows:
        until = words.day(row.counts_until) if row.counts_until else "for ever"
        state = state_on(row.counts_until, today).words
        yield row.course.title, row.who, row.get_group_display(), words.day(row.trained_on), until, state, row.provider
