"""The milestones of letters and entitlements on the road to 25. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from careleavers.rules.clocks import (
    OCCASION_CLOCKS,
    Age,
    Basis,
    ClockSettings,
    DutyFacts,
    DutyState,
    FactsOn,
    LetterFact,
    StatusSpan,
    every_duty,
)
from careleavers.rules.dates import birthday
from careleavers.rules.milestones import Milestone, MilestoneState, RoadStep, open_state
from careleavers.rules.words import day
from offers.rules.letter_states import TO_GO_STATES, LetterState
from offers.rules.passport import PassportItem, PassportState

LETTER_AGES = (18, 21)
LETTER_CLOCK = next(clock for clock in OCCASION_CLOCKS if clock.code == "birthday_letter")
GONE = (LetterState.POSTED, LetterState.GIVEN)


def _letter(age: int) -> Milestone:
    return Milestone(
        code=f"letter_{age}",
        words=f"{age}: birthday letter with the local offer",
        rule="With them on the birthday, from the Director, where the authority has chosen that age.",
        source=f"practice: {LETTER_CLOCK.source.removeprefix('local practice: ')}",
        basis=Basis.LOCAL,
        age=Age(age),
        url_name="person",
        followed_there=True,
    )


LETTERS = {age: _letter(age) for age in LETTER_AGES}
COUNCIL_TAX = Milestone(
    code="council_tax",
    words="Council tax",
    rule="Claimed or decided soon after they move into a home of their own, from 18.",
    source="practice; each billing authority’s policy (LGFA 1992 s13A(1)(c))",
    basis=Basis.LOCAL,
    age=Age(18),
    url_name="offers:passport",
)
NO_LETTER_THERE = "Your council has chosen to write no letter at this birthday."
NOT_WANTED = "They asked us not to write."
NO_LETTER_NOW = "No letter is written any more so long after the birthday."
NO_CARE_LEAVER = "They are no care leaver by law on this birthday, as far as is recorded."
WITH_OWN_HOME = "Asked for once they live in a home of their own."
DECIDED = (PassportState.CLAIMED, PassportState.GRANTED, PassportState.REFUSED, PassportState.USED_UP)
NOT_THEIRS = (PassportState.NOT_THEIRS, PassportState.NOT_COMMENCED, PassportState.EXPIRED)


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """How it is with the letter of one birthday; `gone_on`: when it was posted or given."""

    state: LetterState
    gone_on: date | None


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What the letters of one person's birthdays hang on. `late_by`: a birthday longer past gets no letter any more."""

    date_of_birth: date
    today: date
    settings: ClockSettings
    late_by: timedelta
    status_spans: tuple[StatusSpan, ...] = ()
    died_on: date | None = None
    rows: dict[int, LetterRow]


def letter_steps(facts: LetterFacts) -> list[RoadStep]:
    """The letters of LETTER_AGES: as the clock of birthday letters says, and what the letter's own row adds to it."""
    gone = [LetterFact(str(age), row.gone_on) for age, row in facts.rows.items() if row.state in GONE and row.gone_on]
    duty_facts = DutyFacts(
        date_of_birth=facts.date_of_birth,
        status_spans=facts.status_spans,
        letters=tuple(gone),
        died_on=facts.died_on,
    )
    runs = every_duty((LETTER_CLOCK,), FactsOn(duty_facts, facts.today, facts.settings, history=True))
    states = {run.due_on: run.state for run in runs}
    return [_letter_step(age, facts, states) for age in LETTER_AGES]


def _letter_step(age: int, facts: LetterFacts, states: dict[date | None, DutyState]) -> RoadStep:
    on = birthday(facts.date_of_birth, age, facts.settings.leap_day)
    row, state = facts.rows.get(age), states.get(on)

    def step(milestone_state: MilestoneState, because: str = "", *, done_on: date | None = None) -> RoadStep:
        return RoadStep(
            milestone=LETTERS[age],
            state=milestone_state,
            place=on,
            due_on=on,
            done_on=done_on,
            because=because,
        )

    if row and row.state in GONE:
        return step(MilestoneState.DONE, row.state.label + ".", done_on=row.gone_on)
    if row and row.state == LetterState.NOT_WANTED:
        return step(MilestoneState.NOT_FOR_THEM, NOT_WANTED)
    if age not in facts.settings.letter_ages:
        return step(MilestoneState.NOT_FOR_THEM, NO_LETTER_THERE)
    if state is DutyState.ENDED:
        return step(MilestoneState.MISSED, NO_LETTER_NOW)
    if state is DutyState.OVERDUE and facts.today > on + facts.late_by and not (row and row.state in TO_GO_STATES):
        return step(MilestoneState.MISSED, NO_LETTER_NOW)
    because = f"{row.state.label}." if row else "It is planned when its time comes."
    if state is DutyState.OVERDUE:
        return step(MilestoneState.LATE, because)
    if state in (DutyState.RUNNING, DutyState.WARNING):
        return step(MilestoneState.DUE, because)
    if on > facts.today and _is_care_leaver(facts, on):
        return step(MilestoneState.NOT_YET, because)
    return step(MilestoneState.NOT_FOR_THEM, NO_CARE_LEAVER)


def _is_care_leaver(facts: LetterFacts, on: date) -> bool:
    """Whether a letter will be due on a birthday to come, as things are."""
    duty_facts = DutyFacts(date_of_birth=facts.date_of_birth, status_spans=facts.status_spans, died_on=facts.died_on)
    return any(run.due_on == on for run in every_duty((LETTER_CLOCK,), FactsOn(duty_facts, on, facts.settings)))


def council_tax_step(
    *, date_of_birth: date, today: date, settings: ClockSettings, own_home_since: date | None, item: PassportItem | None
) -> RoadStep:
    """Asked for once they live in a home of their own; `item`: how it is with the entitlement, asked only then.

    A day is set only where the authority has a policy that it counts on: what hangs on another council is never late.
    """
    usual = COUNCIL_TAX.usual_day(date_of_birth, settings.leap_day)
    if item is None or own_home_since is None:
        over = today >= birthday(date_of_birth, 25, settings.leap_day)
        state = MilestoneState.NOT_FOR_THEM if over else MilestoneState.NOT_YET
        return RoadStep(milestone=COUNCIL_TAX, state=state, place=usual, because=WITH_OWN_HOME)
    begins = max(usual, own_home_since)
    due_on = begins + timedelta(days=settings.as_soon_as_possible_days)
    if item.state in DECIDED:
        decided_on = item.decided.on if item.decided else None
        return RoadStep(
            milestone=COUNCIL_TAX,
            state=MilestoneState.DONE,
            place=due_on,
            due_on=due_on,
            done_on=decided_on,
            because=f"{item.words}.",
        )
    if item.state in NOT_THEIRS:
        because = f"{item.words}. {' '.join(item.entitlement.because)}".strip()
        return RoadStep(milestone=COUNCIL_TAX, state=MilestoneState.NOT_FOR_THEM, place=due_on, because=because)
    because = f"In a home of their own since {day(own_home_since)}. {item.words}."
    if item.state == PassportState.ONLY_IF:
        # The authority has no policy of its own: whoever sends the bill decides, and nobody has set a day.
        return RoadStep(milestone=COUNCIL_TAX, state=MilestoneState.DUE, place=due_on, because=because)
    state = open_state(due_on, today) if begins <= today else MilestoneState.NOT_YET
    return RoadStep(milestone=COUNCIL_TAX, state=state, place=due_on, due_on=due_on, because=because)
