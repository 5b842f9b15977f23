"""The whole life of a status, from birth on: every period with its reasons and the points that are open in it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from careleavers.rules.code_sets import Band, Status
from careleavers.rules.law.decision import Finding, Outcome
from careleavers.rules.law.facts import Episode, StatusFacts, StatusSettings, check
from careleavers.rules.law.flags import Flag, Segment, flags, segments
from careleavers.rules.law.history import History, Reading
from careleavers.rules.law.rules import Reason


@dataclass(frozen=True, slots=True)
class Ground:
    """What was found from a day on."""

    start: date
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class TimelinePeriod:
    """A status on the days from `start` up to but not including `end` (None: open).

    `returned_home`: six months at home took relevant status away. `grounds`: the findings behind the status, made again
    for each day within the period on which they may have changed.
    """

    status: Status
    band: Band | None
    start: date
    end: date | None
    returned_home: bool
    flags: tuple[Flag, ...]
    grounds: tuple[Ground, ...]

    @property
    def because(self) -> tuple[Reason, ...]:
        """Every rule that was looked at for the first day of the period."""
        return tuple(rule.reason(met, values) for rule, met, values in self.grounds[0].findings)


Timeline = tuple[TimelinePeriod, ...]


@dataclass(frozen=True, slots=True)
class CareDays:
    """Days of care by a day: after the 14th birthday, after the 16th, and after the 14th but not counted."""

    after_14: int
    after_16: int
    not_counted: int


NOTHING_ELSE_KNOWN = StatusFacts()
DEFAULTS = StatusSettings()


def timeline(
    date_of_birth: date,
    episodes: Iterable[Episode],
    facts: StatusFacts = NOTHING_ELSE_KNOWN,
    settings: StatusSettings = DEFAULTS,
) -> Timeline:
    """The statuses of a young person from birth on, one after the other without gaps; the last one is open.

    The past and the future: what is open today is taken to stay open. BadInput for what cannot be.
    """
    return Answers(date_of_birth, episodes, facts, settings).timeline()


def status_on(periods: Timeline, day: date) -> TimelinePeriod:
    """The period that holds a day, with the reasons and the flags of that day. ValueError for a day before birth."""
    if day < periods[0].start:
        raise ValueError("This day is before the date of birth.")
    found = periods[bisect_right(periods, day, key=lambda period: period.start) - 1]
    ground = found.grounds[bisect_right(found.grounds, day, key=lambda ground: ground.start) - 1]
    return replace(found, grounds=(ground,), flags=tuple(flag for flag in found.flags if flag.contains(day)))


def next_change(periods: Timeline, day: date) -> TimelinePeriod | None:
    """The period after the one that holds a day."""
    return next((period for period in periods if period.start > day), None)


def care_days(
    date_of_birth: date,
    episodes: Iterable[Episode],
    day: date,
    facts: StatusFacts = NOTHING_ELSE_KNOWN,
    settings: StatusSettings = DEFAULTS,
) -> CareDays:
    """Days of care by a day, counted as the 13 weeks are. BadInput for what cannot be."""
    return Answers(date_of_birth, episodes, facts, settings).care_days(day)


class Answers:
    """What the law says of one young person, for whoever asks more than one question. BadInput for what cannot be."""

    def __init__(
        self,
        date_of_birth: date,
        episodes: Iterable[Episode],
        facts: StatusFacts = NOTHING_ELSE_KNOWN,
        settings: StatusSettings = DEFAULTS,
    ) -> None:
        self.episodes = tuple(episodes)
        check(date_of_birth, self.episodes, facts)
        self.history = History(date_of_birth, self.episodes, facts, Reading(settings))

    @cached_property
    def segments(self) -> list[Segment]:
        return segments(self.history)

    def timeline(self) -> Timeline:
        return tuple(_periods(self.segments, flags(self.history, self.episodes, self.segments)))

    def spans(self) -> Iterator[tuple[Status, Band | None, date, date | None]]:
        """Status, band, first day and the day after the last of each period, without reasons and open points."""
        for (status, band, _), grounds, end in _runs(self.segments):
            yield status, band, grounds[0].start, end

    def care_days(self, day: date) -> CareDays:
        history = self.history
        after_14 = history.days_by(day)
        before_16 = history.days_by(min(day, history.d16 - history.last_day_counts))
        return CareDays(after_14, after_14 - before_16, history.days_by(day, history.not_counted))


def _runs(found: list[Segment]) -> Iterator[tuple[Outcome, list[Ground], date | None]]:
    """Segments with one outcome together, and the day on which the next begins."""
    runs: list[tuple[Outcome, list[Ground]]] = []
    for start, outcome, findings in found:
        if not runs or runs[-1][0] != outcome:
            runs.append((outcome, []))
        runs[-1][1].append(Ground(start, findings))
    ends = [grounds[0].start for _, grounds in runs[1:]]
    for (outcome, grounds), end in zip(runs, [*ends, None], strict=True):
        yield outcome, grounds, end


def _periods(found: list[Segment], flagged: list[Flag]) -> Iterator[TimelinePeriod]:
    for outcome, grounds, end in _runs(found):
        start = grounds[0].start
        own_flags = tuple(flag for flag in flagged if flag.touches(start, end))
        yield TimelinePeriod(outcome.status, outcome.band, start, end, outcome.returned_home, own_flags, tuple(grounds))
