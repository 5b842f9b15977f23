"""The road of a young person from 14 to 25: every milestone, by when, by which rule, and how it is with it. Pure.

Where a duty has a clock, the day and the state are the clock's: late or to do is what is stored as due for it
(`pathways.actions.reconcile`), done and to come what its runs say. Key documents and health answer from their own
rules. Nothing here decides a second time whether something is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from careleavers.rules import clocks
from careleavers.rules.clocks import ClockSettings, Duty, DutyFacts, DutyState, FactsOn, StatusSpan
from careleavers.rules.clocks.known import DutyGroup
from careleavers.rules.dates import birthday
from careleavers.rules.health import HEALTH_WORDS, STATE_WORDS, HealthFact, HealthKind, HealthState, missing_health
from careleavers.rules.key_documents import NEEDS, DocumentFact, DocumentNeed, held_since, missing_documents
from careleavers.rules.milestones import OPEN_STATES, Milestone, MilestoneState, RoadStep, open_state, why_not_asked
from careleavers.rules.words import day
from pathways.rules.alert_duties import ALERT_DUTIES
from pathways.rules.clocks import history
from pathways.rules.runway_table import (
    BY_CLOCK,
    BY_DOCUMENT,
    BY_HEALTH,
    CARE_LEAVER_AT_16,
    END_AT_25,
    IN_VIEW_AT_14,
    LEFT_CARE_AT_18,
    NATIONAL_INSURANCE,
    ByClock,
    ByDocument,
    ByHealth,
)

CLOCK_CODES = frozenset(code for each in BY_CLOCK for code in each.clocks)
LAST_AGE = 25
NOT_THEIRS = "By their care history it is not owed to them, as far as is recorded."
FOLLOWS_ASSESSMENT = "It follows the needs assessment."
NO_LONGER = "It was not done by then, and nobody is reminded of it any more."


class DueFact(NamedTuple):
    """What is stored as due for a clock: since when, by which day, and why."""

    code: str
    started_on: date
    due_on: date
    because: str


class HealthSince(NamedTuple):
    """How it is with one thing that their health needs, and since when."""

    fact: HealthFact
    since: date


class LeftOutBy(NamedTuple):
    """A manager's decision in force that a milestone is left out."""

    on: date
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoadFacts:
    """What the road of one person is drawn from on a day.

    `due`: what is stored as due; `runs`: every run of the clocks up to the day, and `ahead` those that begin later if
    their care goes on as recorded. A list of who is late needs neither `runs` nor `ahead`: what is late is in `due`.
    """

    date_of_birth: date
    today: date
    settings: ClockSettings
    is_open: bool = True
    died_on: date | None = None
    status_spans: tuple[StatusSpan, ...] = ()
    due: Sequence[DueFact] = ()
    runs: Sequence[Duty] = ()
    ahead: Sequence[Duty] = ()
    documents: Sequence[DocumentFact] = ()
    is_unaccompanied: bool = False
    health: Sequence[HealthSince] = ()
    left_out: Mapping[str, LeftOutBy] = field(default_factory=dict)
    unused_pages: Collection[str] = ()

    def birthday(self, age: int) -> date:
        return birthday(self.date_of_birth, age, self.settings.leap_day)

    @cached_property
    def known(self) -> FactsOn:
        """The status of every day, past and to come, as recorded."""
        facts = DutyFacts(date_of_birth=self.date_of_birth, status_spans=self.status_spans, died_on=self.died_on)
        return FactsOn(facts, max(self.today, self.birthday(LAST_AGE)), self.settings)

    def will_be_care_leaver(self) -> bool:
        return any(span.end is None or span.end > self.today for span in self.known.spans(DutyGroup.LEAVING_CARE))


def runs_of(facts: DutyFacts, today: date, settings: ClockSettings) -> tuple[Duty, ...]:
    """The runs of the milestones' clocks up to the day."""
    return history(facts, today, settings, codes=CLOCK_CODES)


def runs_ahead(facts: DutyFacts, today: date, settings: ClockSettings) -> tuple[Duty, ...]:
    """Those that begin after the day, if nothing that is recorded changes."""
    last = birthday(facts.date_of_birth, LAST_AGE, settings.leap_day)
    if last <= today:
        return ()
    return tuple(run for run in history(facts, last, settings, codes=CLOCK_CODES) if run.cycle.started_on > today)


def road(facts: RoadFacts, elsewhere: Iterable[RoadStep] = ()) -> list[RoadStep]:
    """Every milestone in the order of the road: by place, and those of one place as the table has them.

    `elsewhere`: those that other apps know of.
    """
    found = [*_days(facts), *_by_clock(facts), *_by_document(facts), *_by_health(facts), *elsewhere]
    settled = [_settled(step, facts) for step in found]
    return sorted(settled, key=lambda step: step.place)


def late_steps(facts: RoadFacts, elsewhere: Iterable[RoadStep] = ()) -> list[RoadStep]:
    """Those of `road` that are late, in its order; without `runs` and `ahead`, as what is late is in `due`."""
    stored = {item.code for item in facts.due}
    due = [_clock_step(each, facts) for each in BY_CLOCK if stored.intersection(each.clocks)]
    found = [*due, *_by_document(facts), *_by_health(facts), *elsewhere]
    settled = [_settled(step, facts) for step in found if step.is_late]
    return sorted((step for step in settled if step.is_late), key=lambda step: step.place)


def _settled(step: RoadStep, facts: RoadFacts) -> RoadStep:
    """A step that is not done, where nothing is asked of them or a manager left it out."""
    if step.state not in OPEN_STATES:
        return step
    if why := _why_not_asked(step.milestone, facts):
        return replace(step, state=MilestoneState.NOT_FOR_THEM, because=why)
    if decision := facts.left_out.get(step.code):
        because = f"{decision.by} left it out on {day(decision.on)}: {decision.reason}"
        return replace(step, state=MilestoneState.LEFT_OUT, because=because)
    return step


def _days(facts: RoadFacts) -> Iterable[RoadStep]:
    """What comes by itself, with the care that is recorded."""
    fourteen = facts.birthday(14)
    looked_after = [
        span for span in facts.known.spans(DutyGroup.LOOKED_AFTER) if span.end is None or span.end > fourteen
    ]
    in_view_on = max(fourteen, looked_after[0].start) if looked_after else fourteen
    yield _day(in_view_on, facts, IN_VIEW_AT_14, comes=bool(looked_after))
    eligible = facts.known.spans(DutyGroup.LEAVING_CARE)
    first = eligible[0].start if eligible else None
    yield _day(
        CARE_LEAVER_AT_16.usual_day(facts.date_of_birth, facts.settings.leap_day) if first is None else first,
        facts,
        CARE_LEAVER_AT_16,
        comes=first is not None,
    )
    left = facts.known.span_containing(DutyGroup.FORMER_RELEVANT, facts.birthday(18))
    yield _day(facts.birthday(18), facts, LEFT_CARE_AT_18, comes=left is not None)
    yield _day(facts.birthday(LAST_AGE), facts, END_AT_25, comes=first is not None)


def _day(on: date, facts: RoadFacts, milestone: Milestone, *, comes: bool) -> RoadStep:
    if not comes:
        return RoadStep(milestone=milestone, state=MilestoneState.NOT_FOR_THEM, place=on, because=NOT_THEIRS)
    if on <= facts.today:
        return RoadStep(milestone=milestone, state=MilestoneState.DONE, place=on, due_on=on, done_on=on)
    return RoadStep(milestone=milestone, state=MilestoneState.NOT_YET, place=on, due_on=on)


def _by_clock(facts: RoadFacts) -> Iterable[RoadStep]:
    assessed: RoadStep | None = None
    for each in BY_CLOCK:
        step = _clock_step(each, facts)
        waits = each.follows_assessment and assessed and assessed.state in OPEN_STATES
        if waits and step.state in (MilestoneState.NOT_FOR_THEM, MilestoneState.NOT_YET):
            usual = each.milestone.usual_day(facts.date_of_birth, facts.settings.leap_day)
            step = RoadStep(
                milestone=each.milestone, state=MilestoneState.NOT_YET, place=usual, because=FOLLOWS_ASSESSMENT
            )
        assessed = assessed or step
        yield step


def _clock_step(each: ByClock, facts: RoadFacts) -> RoadStep:
    """From what is due, else from the run that was answered, else from the one to come, else from one that ended."""
    milestone = each.milestone
    usual = milestone.usual_day(facts.date_of_birth, facts.settings.leap_day)
    due = next((item for item in facts.due if item.code in each.clocks), None)
    if due:
        begun = due.started_on <= facts.today
        state = open_state(due.due_on, facts.today) if begun else MilestoneState.NOT_YET
        return RoadStep(milestone=milestone, state=state, place=due.due_on, due_on=due.due_on, because=due.because)
    runs = [run for run in facts.runs if run.code in each.clocks]
    answered = next((run for run in runs if run.state is DutyState.ANSWERED), None)
    if answered:
        done_on, due_on = answered.cycle.answered_on, _day_of(answered)
        return RoadStep(
            milestone=milestone,
            state=MilestoneState.DONE,
            place=due_on or done_on or usual,
            due_on=due_on,
            done_on=done_on,
            because=answered.because,
        )
    coming = min((run for run in facts.ahead if run.code in each.clocks), key=_begins, default=None)
    if coming:
        day_of = _day_of(coming)
        return RoadStep(milestone=milestone, state=MilestoneState.NOT_YET, place=day_of or usual, due_on=day_of)
    if runs:
        return _without_answer(runs[-1], milestone, usual, facts)
    if usual > facts.today and facts.will_be_care_leaver():
        return RoadStep(milestone=milestone, state=MilestoneState.NOT_YET, place=usual)
    return RoadStep(
        milestone=milestone, state=MilestoneState.NOT_FOR_THEM, place=usual, because=each.why_not or NOT_THEIRS
    )


def _without_answer(last: Duty, milestone: Milestone, usual: date, facts: RoadFacts) -> RoadStep:
    """A run that nothing answered and that nobody is reminded of: it ended, its time went by, or it is left out."""
    due_on = _day_of(last)
    state, because = MilestoneState.MISSED, last.because
    if last.cycle.is_open:
        because = NO_LONGER
        if milestone.code in facts.left_out or _why_not_asked(milestone, facts):
            state = open_state(due_on, facts.today)
    return RoadStep(milestone=milestone, state=state, place=due_on or usual, due_on=due_on, because=because)


def _why_not_asked(milestone: Milestone, facts: RoadFacts) -> str:
    return why_not_asked(milestone, died_on=facts.died_on, is_open=facts.is_open, unused_pages=facts.unused_pages)


def _begins(run: Duty) -> date:
    return run.cycle.started_on


def _day_of(run: Duty) -> date | None:
    """By which day a run is to be done, as lists of what is due say it."""
    return ALERT_DUTIES[run.code].day_of(run)


def _by_document(facts: RoadFacts) -> Iterable[RoadStep]:
    """What the page of key documents says is missing; of somebody under 16 nothing is asked yet."""
    asked_from = facts.birthday(16)
    missing = {
        each.words: each
        for each in missing_documents(
            facts.documents,
            sixteenth_birthday=min(asked_from, facts.today),
            unaccompanied=facts.is_unaccompanied,
            today=facts.today,
        )
    }
    for each in BY_DOCUMENT:
        need = NEED_BY_WORDS[each.need]
        if need.of_unaccompanied not in (None, facts.is_unaccompanied):
            continue
        begins, due_on = _document_days(each, facts, need)
        milestone, place = each.milestone, due_on
        if found := missing.get(each.need):
            how_far = found.how_far(facts.today)
            because = f"{how_far.capitalize()}." if how_far else "None is written down."
            state = open_state(due_on, facts.today) if begins <= facts.today else MilestoneState.NOT_YET
            yield RoadStep(milestone=milestone, state=state, place=place, due_on=due_on, because=because)
        elif since := held_since(need, facts.documents, facts.today):
            yield RoadStep(milestone=milestone, state=MilestoneState.DONE, place=place, due_on=due_on, done_on=since)
        else:
            because = "It is written down that they need none."
            yield RoadStep(milestone=milestone, state=MilestoneState.NOT_FOR_THEM, place=place, because=because)


NEED_BY_WORDS = {need.words: need for need in NEEDS}


def _document_days(each: ByDocument, facts: RoadFacts, need: DocumentNeed) -> tuple[date, date]:
    """From which day it is asked for, and by which day; of the National Insurance number as its clock says."""
    usual = each.milestone.usual_day(facts.date_of_birth, facts.settings.leap_day)
    if each.milestone is NATIONAL_INSURANCE:
        held = held_since(need, facts.documents, facts.today)
        done = (clocks.Done("ni_number", held),) if held else ()
        duty_facts = DutyFacts(date_of_birth=facts.date_of_birth, status_spans=facts.status_spans, done=done)
        runs = history(duty_facts, max(facts.today, usual), facts.settings, codes=("ni_number",))
        if runs and runs[0].due_on:
            return runs[0].cycle.started_on, runs[0].due_on
    return facts.birthday(16), usual


def _by_health(facts: RoadFacts) -> Iterable[RoadStep]:
    """What the page of their health says is missing, at the age from which it is asked about."""
    missing = missing_health((each.fact for each in facts.health), LAST_AGE)
    written = {each.fact.kind: each for each in facts.health}
    for each in BY_HEALTH:
        usual = each.milestone.usual_day(facts.date_of_birth, facts.settings.leap_day)
        begins = facts.birthday(each.asked_from)
        yield _health_step(each, written.get(each.kind), usual, begins, facts, is_missing=each.kind in missing)


def _health_step(
    each: ByHealth, row: HealthSince | None, usual: date, begins: date, facts: RoadFacts, *, is_missing: bool
) -> RoadStep:
    milestone, name = each.milestone, HEALTH_WORDS[HealthKind(each.kind)]
    if is_missing:
        state = open_state(usual, facts.today) if begins <= facts.today else MilestoneState.NOT_YET
        because = f"{name}: {STATE_WORDS[HealthState(row.fact.state)].lower()}." if row else "None is written down."
        return RoadStep(milestone=milestone, state=state, place=usual, due_on=usual, because=because)
    if row and row.fact.state == HealthState.DECLINED:
        because = f"They do not want it, as they said on {day(row.since)}."
        return RoadStep(milestone=milestone, state=MilestoneState.NOT_FOR_THEM, place=usual, because=because)
    done_on = row.since if row else None
    return RoadStep(milestone=milestone, state=MilestoneState.DONE, place=usual, due_on=usual, done_on=done_on)
