"""What every clock has in common: a duty starts, falls due, is answered or ends, and says why."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from careleavers.rules import words
from careleavers.rules.clocks.known import FactsOn, HomeStay
from careleavers.rules.dates import Period

ANSWER_NOT_GIVEN = "Nothing given here says that it was done."


class DutyKind(StrEnum):
    """LAW: the Act, regulations or statutory guidance that expects it. LOCAL: good practice or a council's standard."""

    LAW = "law"
    LOCAL = "local"


class Basis(StrEnum):
    """What a duty rests on. Statutory guidance is followed under section 7 of LASSA 1970 unless it is exceptional."""

    ACT = "Act or regulation"
    GUIDANCE = "statutory guidance"
    LOCAL = "local"


class DutyState(StrEnum):
    """The state of a duty at the end of a day. It is overdue from the day after the one on which it was due."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    WARNING = "warning"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    ENDED = "ended"


class Cycle(NamedTuple):
    """One run of a clock. `ended_on` is the first day on which an unanswered duty was no longer owed.

    `why` is a sentence and the values of its {} places; days are written out. `due_on` None: the law sets no day.
    `stage` tells the runs of one clock apart where they have names of their own.
    """

    started_on: date
    due_on: date | None
    answered_on: date | None
    ended_on: date | None
    why: tuple[Any, ...]
    stage: str = ""

    @property
    def is_open(self) -> bool:
        return self.answered_on is None and self.ended_on is None


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One rule of the clock table: its law in words, and `cycles`, which finds its runs in what is known of somebody.

    `kind` is what the command line says of it; `basis` tells an Act or regulation from statutory guidance: an Act's
    duty whose number of days is a local choice is LOCAL by kind and ACT by basis.

    `due` tells a law's own day from a local threshold by naming the setting; `unsettled` is a point to be checked.
    Where `known.history` is False, `cycles` may leave out runs that were answered before the newest.
    """

    code: str
    source: str
    kind: DutyKind
    basis: Basis
    applies_to: str
    starts: str
    due: str
    done_when: str
    who_must_know: str
    cycles: Callable[[FactsOn], Sequence[Cycle]]
    settings: tuple[str, ...] = ()
    unsettled: str = ""


class Duty(NamedTuple):
    """The state of one run of a clock on a day."""

    clock: Clock
    cycle: Cycle
    state: DutyState
    days_late: int

    @property
    def code(self) -> str:
        return self.clock.code

    @property
    def due_on(self) -> date | None:
        return self.cycle.due_on

    @property
    def reason(self) -> str:
        """Why it runs, in a sentence."""
        sentence, *values = self.cycle.why
        shown = [words.day(value) if isinstance(value, date) else value for value in values]
        said: str = sentence.format(*shown)
        return said

    @property
    def because(self) -> str:
        """Why it runs, and how it came out, in sentences."""
        _, due_on, answered_on, ended_on, *_ = self.cycle
        said = [self.reason]
        if answered_on:
            said.append(f"Done on {words.day(answered_on)}.")
        elif ended_on:
            said.append(f"No longer owed from {words.day(ended_on)}; no record that it was done.")
        elif self.state is DutyState.OVERDUE:
            said.append(ANSWER_NOT_GIVEN)
        elif due_on is None:
            said.append("No last day is set for it.")
        return " ".join(said)

    def as_row(self) -> dict[str, Any]:
        """The duty as the command prints it; days stay days."""
        clock, cycle, state, days_late = self
        return {
            "code": clock.code,
            "source": clock.source,
            "kind": clock.kind,
            "started_on": cycle.started_on,
            "due_on": cycle.due_on,
            "answered_on": cycle.answered_on,
            "state": state,
            "days_late": days_late,
            "because": self.because,
        }


def current_duties(clocks: Iterable[Clock], known: FactsOn) -> tuple[Duty, ...]:
    """The duties of each clock that has started or is set to start: every open run, else the latest of all."""
    found: list[Duty] = []
    for clock in clocks:
        if cycles := clock.cycles(known):
            found += [duty_on(clock, cycle, known) for cycle in current_cycles(cycles)]
    return tuple(found)


def every_duty(clocks: Iterable[Clock], known: FactsOn) -> tuple[Duty, ...]:
    """Every run of each clock, oldest first within a clock. `known` must have been made with history."""
    return tuple(
        duty_on(clock, cycle, known)
        for clock in clocks
        for cycle in sorted(clock.cycles(known), key=lambda cycle: (cycle.started_on, cycle.due_on or date.max))
    )


def current_cycles(cycles: Sequence[Cycle]) -> Sequence[Cycle]:
    """Every open run, the one that falls due first before the others; without one, the run that started last."""
    if len(cycles) < 2:
        return cycles
    unfinished = [cycle for cycle in cycles if cycle.answered_on is None and cycle.ended_on is None]
    if len(unfinished) < 2 and unfinished:
        return unfinished
    if unfinished:
        return sorted(unfinished, key=lambda cycle: (cycle.due_on or date.max, cycle.started_on))
    return [max(cycles, key=lambda cycle: (cycle.started_on, cycle.due_on or date.max))]


def duty_on(clock: Clock, cycle: Cycle, known: FactsOn) -> Duty:
    """The state of a run at the end of the day asked about. Days late stop when it is done, or the last day owed."""
    started_on, due_on, answered_on, ended_on, _, _ = cycle
    on = known.on
    if answered_on is not None:
        return Duty(clock, cycle, DutyState.ANSWERED, days_after(due_on, answered_on))
    if ended_on is not None:
        return Duty(clock, cycle, DutyState.ENDED, days_after(due_on, ended_on - timedelta(days=1)))
    if due_on is not None and due_on < on:
        return Duty(clock, cycle, DutyState.OVERDUE, days_after(due_on, on))
    if started_on > on:
        return Duty(clock, cycle, DutyState.NOT_STARTED, 0)
    if due_on is not None and (due_on - on).days <= known.settings.warning_days:
        return Duty(clock, cycle, DutyState.WARNING, 0)
    return Duty(clock, cycle, DutyState.RUNNING, 0)


def days_after(due_on: date | None, day: date) -> int:
    """How many days after the due date a day is; 0 where it is not later or nothing was due."""
    return max(0, (day - due_on).days) if due_on else 0


def cycle_until(
    started_on: date, due_on: date | None, answered_on: date | None, ended_on: date | None, *why: Any
) -> Cycle:
    """A run that ends on a day if nothing answered it."""
    return Cycle(started_on, due_on, answered_on, None if answered_on else ended_on, why)


def runs_of_stays(
    known: FactsOn, stays: Iterable[HomeStay], runs_of: Callable[[HomeStay], Iterable[Cycle]]
) -> list[Cycle]:
    """The runs of each stay, all of which end with it. Without history those of the stays that go on will do, where
    one of them is open."""
    if not known.history:
        going_on = [cycle for stay in stays if stay.end is None for cycle in runs_of(stay)]
        if any(cycle.is_open for cycle in going_on):
            return going_on
    return [cycle for stay in stays for cycle in runs_of(stay)]


def single_cycle(
    started_on: date,
    due_on: date | None,
    done_days: Sequence[date],
    ended_on: date | None,
    *why: Any,
    counts_from: date | None = None,
) -> Cycle:
    """A run completed by the first of the sorted days from `counts_from` (the start, if not given) to its end."""
    position = bisect_left(done_days, counts_from or started_on)
    is_done = position < len(done_days) and (ended_on is None or done_days[position] < ended_on)
    return cycle_until(started_on, due_on, done_days[position] if is_done else None, ended_on, *why)


def repeating_cycles(
    span: Period,
    done_days: Sequence[date],
    due: Callable[[date], date | None],
    history: bool,
    first_why: tuple[Any, ...],
    next_why: str,
) -> list[Cycle]:
    """Runs that follow one another: each answer within the span closes one and starts the next on the same day.

    `due` gives the due date of a run that starts on a day. Without history only the newest run is made.
    """
    first = bisect_left(done_days, span.start + timedelta(days=1))
    last = len(done_days) if span.end is None else bisect_left(done_days, span.end)
    starts = [span.start, *done_days[first:last]]
    newest = starts[-1]
    why = first_why if len(starts) == 1 else (next_why, newest)
    closing = Cycle(newest, due(newest), None, span.end, why)
    if not history:
        return [closing]
    earlier = [
        Cycle(start, due(start), following, None, (next_why, start) if position else first_why)
        for position, (start, following) in enumerate(pairwise(starts))
    ]
    return [*earlier, closing]
