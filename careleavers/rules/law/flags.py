"""Where an unsettled point changes the answer: the timeline under each other reading, compared with ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from careleavers.rules import words
from careleavers.rules.code_sets import Band, Status
from careleavers.rules.dates import ONE_DAY, Period, merge, period_containing
from careleavers.rules.law.decision import (
    Decision,
    Finding,
    Outcome,
    eve_of_18,
)
from careleavers.rules.law.facts import Episode
from careleavers.rules.law.history import History
from careleavers.rules.law.unsettled import POINTS, UnsettledPoint


class FlagOutcome(NamedTuple):
    """What an open point may come to: a status, and its band and first day where the outcomes differ in those."""

    status: Status
    band: Band | None = None
    returned_home: bool = False
    from_day: date | None = None

    @property
    def text(self) -> str:
        """The outcome as the command line writes it: "former_relevant_child 21-24", "person_qualifying from 2028…"."""
        name = self.status if self.band is None else f"{self.status} {self.band}"
        name = f"{name}, returned home" if self.returned_home else name
        return name if self.from_day is None else f"{name} from {self.from_day}"


@dataclass(frozen=True, slots=True)
class Flag:
    """An open point on the days from `start` up to but not including `end`; `outcomes` begins with the one given."""

    code: str
    text: str
    source: str
    outcomes: tuple[FlagOutcome, ...]
    start: date
    end: date | None

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def touches(self, start: date, end: date | None) -> bool:
        return (end is None or self.start < end) and (self.end is None or start < self.end)


class Segment(NamedTuple):
    """An answer from a day on, until the next segment, and the findings behind it."""

    start: date
    outcome: Outcome
    findings: tuple[Finding, ...]


class ReadingComparison(NamedTuple):
    """The outcomes of every reading on the days from `start` up to but not including `end`, ours first."""

    start: date
    end: date | None
    outcomes: tuple[Outcome, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.outcomes)) > 1


def segments(history: History) -> list[Segment]:
    """The answer from each turning point on; neighbours may be equal."""
    eve = eve_of_18(history)
    decisions = ((day, Decision(history, day, eve)) for day in history.turning_points())
    return [Segment(day, decision.outcome, tuple(decision.findings)) for day, decision in decisions]


def flags(history: History, episodes: tuple[Episode, ...], ours: list[Segment]) -> list[Flag]:
    """Every flag of a life, by day."""
    found = [
        *_too_short_by_18(history),
        *_care_after_18(history, episodes, ours),
        *_care_after_death(history, episodes),
    ]
    for point in POINTS:
        if point.matters(history):
            others = [
                segments(History(history.date_of_birth, episodes, history.facts, reading))
                for reading in point.others(history.reading)
            ]
            found += _of_point(point, history, _compared([ours, *others]))
    return sorted(found, key=lambda flag: (flag.start, flag.code))


def _compared(readings: list[list[Segment]]) -> list[ReadingComparison]:
    positions = [0] * len(readings)
    rows: list[tuple[date, tuple[Outcome, ...]]] = []
    for day in sorted({segment.start for reading in readings for segment in reading}):
        for which, reading in enumerate(readings):
            while positions[which] + 1 < len(reading) and reading[positions[which] + 1].start <= day:
                positions[which] += 1
        outcomes = tuple(reading[position].outcome for reading, position in zip(readings, positions, strict=True))
        if not rows or rows[-1][1] != outcomes:
            rows.append((day, outcomes))
    ends = [start for start, _ in rows[1:]]
    return [ReadingComparison(start, end, outcomes) for (start, outcomes), end in zip(rows, [*ends, None], strict=True)]


def _of_point(point: UnsettledPoint, history: History, rows: list[ReadingComparison]) -> Iterator[Flag]:
    for position, row in enumerate(rows):
        before = rows[position - 1] if position else None
        after_difference = before is not None and before.differs
        if row.differs:
            first, last = row.start, row.end
            if point.shown == "and a day more" and last is not None and not rows[position + 1].differs:
                last += ONE_DAY
            if point.shown == "and what led to it" and before is not None and not before.differs:
                first = _first_day_of(rows, position - 1, 0)
            yield _flag(point, _named((*row.outcomes, *point.other_outcomes(history, row.start))), first, last)
        elif point.shown == "and what follows" and after_difference:
            outcomes = _with_first_days(rows, position)
            if len(outcomes) > 1:
                yield _flag(point, outcomes, row.start, row.end)
        elif point.shown == "always":
            first = max(row.start, history.d16, history.first_outside_england)
            last = history.d25 if row.end is None else min(row.end, history.d25)
            if first < last:
                outcomes = _with_first_days(rows, position)
                yield _flag(point, outcomes if len(outcomes) > 1 else _named(row.outcomes), first, last)


def _with_first_days(rows: list[ReadingComparison], position: int) -> tuple[FlagOutcome, ...]:
    """The different outcomes of a row on which the readings agree, by the day from which each reading gives it."""
    outcomes = (
        FlagOutcome(*outcome, from_day=_first_day_of(rows, position, which))
        for which, outcome in enumerate(rows[position].outcomes)
    )
    return tuple(dict.fromkeys(outcomes))


def _first_day_of(rows: list[ReadingComparison], position: int, which: int) -> date:
    """The day from which a reading has given, without a break, the answer that it gives in a row."""
    outcome = rows[position].outcomes[which]
    while position and rows[position - 1].outcomes[which] == outcome:
        position -= 1
    return rows[position].start


def _flag(point: UnsettledPoint, outcomes: tuple[FlagOutcome, ...], start: date, end: date | None) -> Flag:
    until = "" if end is None else f" to {words.day(end - ONE_DAY)}"
    meaning = "It matters" if len(outcomes) > 1 else "It changes nothing"
    text = f"{point.text} {meaning} from {words.day(start)}{until}."
    return Flag(point.code, text, point.source, outcomes, start, end)


def _named(outcomes: tuple[Outcome, ...]) -> tuple[FlagOutcome, ...]:
    """The different statuses among outcomes, in order; with their bands where only those differ."""
    different = tuple(dict.fromkeys(outcomes))
    statuses = tuple(dict.fromkeys(outcome.status for outcome in different))
    if len(statuses) > 1 or len(different) == 1:
        return tuple(FlagOutcome(status) for status in statuses)
    return tuple(FlagOutcome(*outcome) for outcome in different)


def _too_short_by_18(history: History) -> Iterator[Flag]:
    care = period_containing(history.ordinary, history.d18 - ONE_DAY)
    eve = eve_of_18(history)
    if care is None or eve.status != Status.LOOKED_AFTER:
        return
    start = max(care.start, history.d16)
    text = (
        f"Looked after, and the 91st day of care will not come before the 18th birthday on"
        f" {words.day(history.d18)}: not"
        " to become an eligible child, nor a former relevant child, unless earlier care is found that counts."
    )
    source = "Children Act 1989 Sch 2 para 19B(2)(b); s23C(1)(b)"
    outcomes = (FlagOutcome(Status.PERSON_QUALIFYING), FlagOutcome(Status.FORMER_RELEVANT_CHILD))
    yield Flag("thirteen_weeks_after_18", text, source, outcomes, start, history.d18)


def _care_after_18(history: History, episodes: tuple[Episode, ...], ours: list[Segment]) -> Iterator[Flag]:
    for care in merge(Period(one.start, one.end) for one in episodes if one.start >= history.d18):
        outcome = [segment.outcome for segment in ours if segment.start <= care.start][-1]
        text = (
            f"An episode of care begins on {words.day(care.start)}, on or after the 18th birthday on"
            f" {words.day(history.d18)}. It is left out: check its dates and the date of birth."
        )
        outcomes = (FlagOutcome(outcome.status), FlagOutcome(Status.LOOKED_AFTER))
        yield Flag("care_after_18", text, "Children Act 1989 s105(1)", outcomes, care.start, care.end)


def _care_after_death(history: History, episodes: tuple[Episode, ...]) -> Iterator[Flag]:
    died_on = history.died_on
    if died_on is None:
        return
    for care in merge(Period(one.start, one.end) for one in episodes if died_on < one.start < history.d18):
        text = (
            f"An episode of care begins on {words.day(care.start)}, after the day of death on"
            f" {words.day(died_on)}: one of the two is wrong."
        )
        outcomes = (FlagOutcome(Status.DECEASED), FlagOutcome(Status.LOOKED_AFTER))
        yield Flag("care_after_death", text, "Children Act 1989 s22(1)", outcomes, care.start, care.end)
