"""The lines of the Today page: one person is one line, with everything that is to be done about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from careleavers.models import Appointment
from careleavers.rules import words
from careleavers.rules.alert_kinds import ClosedBy
from pathways.rules.alert_actions import OPEN_RECORD, AlertAction
from pathways.rules.reminders import ReminderKind, kind_of
from pathways.rules.urgency import Urgency

SHOWN = 5  # lines of a list on Today; the others are one tap away
DONE_BY_A_VISIT = (ClosedBy.VISIT, ClosedBy.MEETING)


@dataclass(frozen=True)
class TodayTask:
    """One thing to do about somebody: what in words, by when and why, and where it is done.

    `is_event`: a day that comes by itself, such as a birthday or an appointment; nothing is to be done by then.
    """

    what: str
    due_on: date | None
    url: str
    action: AlertAction = OPEN_RECORD
    because: str = ""
    source: str = ""
    kind: str = ""
    urgency: int = Urgency.OTHER
    is_event: bool = False
    appointment: Appointment | None = None  # with its day, hour, kind, place and purpose alone
    alert: str = ""  # its id, where somebody was told of it
    known: str = ""  # who knows of it, and what is in the way

    @property
    def first_day(self) -> date:
        return self.due_on or date.min

    @property
    def reminds_of(self) -> ReminderKind:
        return kind_of(self.kind, is_own=self.is_event or not (self.alert or self.kind))

    @property
    def is_safety(self) -> bool:
        """Whether somebody may be in danger: it is for now, however far off its day is."""
        return self.urgency == Urgency.SAFETY

    def is_for_now(self, today: date) -> bool:
        """A birthday, or an appointment to come, makes nobody need anything now."""
        return not self.is_event and (self.is_safety or self.first_day <= today)


@dataclass(frozen=True)
class TodayItem:
    """One line: whom it is about, who works with them where that matters, and what there is to do, the first first."""

    person: UUID
    name: str
    tasks: tuple[TodayTask, ...]
    who: str = ""
    sort_name: str = ""

    @property
    def first(self) -> TodayTask:
        return self.tasks[0]

    @property
    def more(self) -> tuple[TodayTask, ...]:
        return self.tasks[1:]

    @property
    def to_do(self) -> list[TodayTask]:
        """The tasks that are no birthday or appointment to come."""
        return [task for task in self.tasks if not task.is_event]

    @property
    def reasons(self) -> list[TodayTask]:
        """The tasks that can say why."""
        return [task for task in self.tasks if task.because]

    @property
    def known(self) -> list[TodayTask]:
        """The tasks that somebody knows of."""
        return [task for task in self.tasks if task.known]

    @property
    def note(self) -> str:
        return one_visit(self.tasks)[0]

    @property
    def opens(self) -> TodayTask:
        """Where the line leads: to the visit that does several tasks at once, else to the first task."""
        return one_visit(self.tasks)[1]

    @property
    def place(self) -> tuple[int, date, str, str]:
        """Where the line comes in a list."""
        urgency = min(task.urgency for task in self.tasks)
        return urgency, min(task.first_day for task in self.tasks), self.sort_name, str(self.person)


@dataclass(frozen=True)
class ListPreview:
    """The first lines of a list, and how many lines the whole list has."""

    items: Sequence[TodayItem] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many lines are not among these."""
        return self.total - len(self.items)

    def first(self, limit: int | None) -> ListPreview:
        """No more than so many of these lines; all of them where it is None."""
        return replace(self, items=self.items[:limit])


@dataclass(frozen=True)
class Workload:
    """What somebody has to do now, and in the days that they are told ahead. Nobody is in both."""

    now: ListPreview = field(default_factory=ListPreview)
    coming: ListPreview = field(default_factory=ListPreview)


def one_visit(tasks: Sequence[TodayTask]) -> tuple[str, TodayTask]:
    """A sentence where one visit does several of the tasks, and the task that the line opens: that visit, or the
    first."""
    done_by_visit = [task for task in tasks if task.kind in (ClosedBy.CONTACT, *DONE_BY_A_VISIT)]
    visit = next((task for task in done_by_visit if task.kind in DONE_BY_A_VISIT), None)
    if visit is None or len(done_by_visit) < 2:
        return "", tasks[0]
    every = "both" if len(done_by_visit) == 2 else f"all {len(done_by_visit)}"
    named = (
        every
        if len(done_by_visit) == len(tasks)
        else words.listing(task.what[0].lower() + task.what[1:] for task in done_by_visit)
    )
    return f"One visit does {named}.", visit if tasks[0] in done_by_visit else tasks[0]


def with_others(
    workload: Workload,
    others: Iterable[TodayItem],
    today: date,
    *,
    limit: int | None = SHOWN,
    in_lists: Iterable[UUID] = (),
) -> Workload:
    """The workload with other things about its people, or about more people, each still in one line.

    `in_lists` are those who have a line that
    is not among the lines given: they get no second one.
    """
    lines = {item.person: item for item in (*workload.now.items, *workload.coming.items)}
    hidden = set(in_lists) - lines.keys()
    was_now = {item.person for item in workload.now.items}
    added = 0
    for item in others:
        if item.person in lines:
            tasks = sorted((*lines[item.person].tasks, *item.tasks), key=lambda task: (task.urgency, task.first_day))
            lines[item.person] = replace(lines[item.person], tasks=tuple(tasks))
        elif item.person not in hidden:
            lines[item.person] = item
            added += 1
    ordered = sorted(lines.values(), key=lambda item: item.place)
    now = [item for item in ordered if any(task.is_for_now(today) for task in item.tasks)]
    coming = [item for item in ordered if item not in now]
    moved = len(now) - len(was_now)
    return Workload(
        ListPreview(now[:limit], workload.now.total + moved),
        ListPreview(coming[:limit], workload.coming.total + added - moved),
    )
