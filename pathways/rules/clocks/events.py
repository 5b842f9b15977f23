"""Clocks that only an event can start: requests, complaints, custody's end, decisions, and the social worker's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, zip_longest
from typing import NamedTuple

from careleavers.rules.clocks import Basis, Clock, Cycle, Done, DutyKind, Event, FactsOn
from careleavers.rules.clocks.cycles import cycle_until
from careleavers.rules.clocks.known import contains, earlier
from careleavers.rules.dates import Period, add_months, add_working_days


@dataclass(frozen=True, kw_only=True)
class EventRule:
    """When an event's clock falls due. `ahead`: the event is a day to come, and the run starts when it is known.

    `again` gives the due date of the next run, from how many times the duty was met before and the day of the last
    time. `event_is_done`: such an event is itself the last time it was met, so a later one meets it again. `met_with`:
    another event that starts the same duty, so that what meets one run meets the other's first.
    """

    what: str
    due: Callable[[FactsOn, date], date]
    why: str
    owed: int | None = None
    ahead: bool = False
    again: Callable[[int, date], date] | None = None
    event_is_done: bool = False
    met_with: str = ""


@dataclass(frozen=True, kw_only=True)
class EventClock(Clock):
    """A clock that events start, with the rule of each."""

    rules: tuple[EventRule, ...]


class EventRun(NamedTuple):
    """The run that an event starts, while the status that it matters for lasts."""

    rule: EventRule
    event_on: date
    span: Period
    due_on: date

    def cycle(self, answered_on: date | None) -> Cycle:
        return cycle_until(self.span.start, self.due_on, answered_on, self.span.end, self.rule.why, self.event_on)


def cycles_of(known: FactsOn, code: str, rules: tuple[EventRule, ...]) -> list[Cycle]:
    """The runs that events start. Each record that it was done meets one of them; with `again`, it starts the next."""
    once = [run for rule in rules if not rule.again for run in runs_of(known, rule)]
    met = met_by(known.records_of(code), once)
    cycles = [run.cycle(met.get(position)) for position, run in enumerate(once)]
    for rule in rules:
        if rule.again:
            cycles += series(known, code, rule)
    return cycles


def runs_of(known: FactsOn, rule: EventRule) -> list[EventRun]:
    """A run for each event of a rule, by the day it starts and then by that of the event."""
    found = [
        EventRun(rule, event.on, span, rule.due(known, event.on))
        for event in known.facts.events
        if event.what == rule.what and (span := owed_span(known, rule, event))
    ]
    return sorted(found, key=lambda run: (run.span.start, run.event_on))


def met_by(records: list[Done], runs: list[EventRun]) -> dict[int, date]:
    """Which runs, by position, the records meet and when: each record one run alone, in the order of days.

    A record that names no event is taken for the open run that falls due first; where the event lies ahead, such as
    a release, only once it is over if nothing else is open. So what was done once never meets a later event too.
    """
    met: dict[int, date] = {}
    for record in records:
        still_open = {
            position: run for position, run in enumerate(runs) if position not in met and contains(run.span, record.on)
        }
        could = [each for each, run in still_open.items() if record.event_on in (None, run.event_on)]
        if not could:
            continue
        timely = [each for each in could if not (runs[each].rule.ahead and runs[each].event_on < record.on)]
        chosen = min(timely or could, key=lambda position: (runs[position].due_on, runs[position].span.start))
        same_duty = (each for each, run in still_open.items() if run.rule.what == runs[chosen].rule.met_with)
        met |= dict.fromkeys((chosen, *islice(same_duty, 1)), record.on)
    return met


def series(known: FactsOn, code: str, rule: EventRule) -> list[Cycle]:
    """The runs that follow one another from each event of a rule. The next event ends a series and starts its own."""
    assert rule.again
    runs = list({run.span.start: run for run in runs_of(known, rule)}.values())  # of two on one day the later event
    cycles = []
    for position, run in enumerate(runs):
        following = runs[position + 1] if position + 1 < len(runs) else None
        span = Period(run.span.start, earlier(run.span.end, following and following.span.start))
        done = [day for day in known.done(code, run.event_on) if contains(span, day)]
        if rule.event_is_done and following and following.span.start == span.end:
            done.append(following.span.start)
        cycles.append(run._replace(span=span).cycle(done[0] if done else None))
        for number, (day, next_day) in enumerate(zip_longest(done, done[1:])):
            if contains(span, day):
                due_on = rule.again(number, day)
                cycles.append(cycle_until(day, due_on, next_day, span.end, "It was last done on {}.", day))
    return cycles


def owed_span(known: FactsOn, rule: EventRule, event: Event) -> Period | None:
    """From the day the event was known to the end of the status it matters for, if it was known and matters.

    A status may begin again: of an event to come it is the time of that status in which the event will be, however
    early it was known.
    """
    known_on = event.known_on or (known.facts.date_of_birth if rule.ahead else event.on)
    if known_on > known.on or not (rule.ahead or event.on <= known.on):
        return None
    if rule.owed is None:
        return Period(known_on, known.died_on)
    by = max(known_on, event.on)
    spans = [span for span in known.spans(rule.owed) if span.start <= by and (span.end is None or known_on < span.end)]
    if not spans:
        return None
    span = spans[-1] if rule.ahead else spans[0]
    return Period(max(known_on, span.start), span.end)


def days_after(days: int) -> Callable[[FactsOn, date], date]:
    return lambda known, day: day + timedelta(days=days)


def working_days_after(days: int) -> Callable[[FactsOn, date], date]:
    return lambda known, day: add_working_days(day, days)


def months_after(months: int) -> Callable[[FactsOn, date], date]:
    return lambda known, day: add_months(day, months)


def event_clock(
    code: str,
    source: str,
    applies_to: str,
    due: str,
    who_must_know: str,
    *rules: EventRule,
    kind: DutyKind = DutyKind.LAW,
    basis: Basis = Basis.ACT,
    settings: tuple[str, ...] = (),
    unsettled: str = "",
) -> EventClock:
    """A clock whose start is one of its rules' events."""
    return EventClock(
        code=code,
        source=source,
        kind=kind,
        basis=basis,
        applies_to=applies_to,
        starts="the event " + " or ".join(f"`{rule.what}`" for rule in rules),
        due=due,
        done_when="`done`",
        who_must_know=who_must_know,
        cycles=lambda known: cycles_of(known, code, rules) if known.facts.events else (),
        settings=settings,
        unsettled=unsettled,
        rules=rules,
    )
