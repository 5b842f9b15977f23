"""Posts kept for young people, and how far somebody has come with one: from interest to work that lasts.

Pure. A candidacy is its steps, each on a day. What is asked next, and by when, follows from the last of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from careleavers.rules.words import day, listing


class WorkStage(StrEnum):
    INTERESTED = "interested"
    MEETING = "meeting"
    TRIAL = "trial"
    EMPLOYED = "employed"
    LASTED_13 = "lasted_13"
    LASTED_26 = "lasted_26"
    ENDED = "ended"


STAGE_WORDS = {
    WorkStage.INTERESTED: "Interested",
    WorkStage.MEETING: "Informal meeting",
    WorkStage.TRIAL: "Work trial",
    WorkStage.EMPLOYED: "In the post",
    WorkStage.LASTED_13: "Still there after 13 weeks",
    WorkStage.LASTED_26: "Still there after 26 weeks",
    WorkStage.ENDED: "Ended",
}
COUNTED = tuple(stage for stage in WorkStage if stage != WorkStage.ENDED)
LASTS = {WorkStage.LASTED_13: timedelta(weeks=13), WorkStage.LASTED_26: timedelta(weeks=26)}
ASK_AFTER = timedelta(days=14)  # local practice: nobody waits longer for what comes next
LEVELS = ("entry", "1", "2", "3", "4", "6", "7")  # of `Occupation.LEVELS`, the lowest first


@dataclass(frozen=True)
class Step:
    """A stage that was reached on a day."""

    stage: WorkStage
    on: date


class Incentive(NamedTuple):
    """Whole pounds that are due to somebody ("the employer"), who is called `payee`, when a young person has lasted."""

    to: str
    payee: str
    pounds: int


@dataclass(frozen=True)
class NextCheck:
    """What is to be asked about a candidacy next: since when, by when, in words."""

    since: date
    due_on: date
    text: str


def steps_in_order(steps: Iterable[Step]) -> list[Step]:
    """By day, and on one day by the order of the stages."""
    order = list(WorkStage)
    return sorted(steps, key=lambda step: (step.on, order.index(step.stage)))


def next_check(
    steps: Collection[Step], post: str, incentives: Mapping[WorkStage, Sequence[Incentive]] = MappingProxyType({})
) -> NextCheck | None:
    """What is to be asked next; None where it has ended or lasted 26 weeks, and before the first step. `incentives`:
    what is due when somebody has lasted so long."""
    if not steps:
        return None
    last = steps_in_order(steps)[-1]
    began = next((step.on for step in steps if step.stage == WorkStage.EMPLOYED), None)
    match last.stage:
        case WorkStage.ENDED | WorkStage.LASTED_26:
            return None
        case WorkStage.INTERESTED:
            text = f"Arrange an informal meeting about {post}, or say that it has ended"
        case WorkStage.MEETING:
            text = f"Ask what came of the meeting about {post}: a work trial, the post, or neither"
        case WorkStage.TRIAL:
            text = f"Ask what came of the work trial: {post}"
        case _:  # in the post, for less than 26 weeks
            weeks = WorkStage.LASTED_13 if last.stage == WorkStage.EMPLOYED else WorkStage.LASTED_26
            due_on = (began or last.on) + LASTS[weeks]
            number = LASTS[weeks].days // 7
            given = listing(f"£{each.pounds:,} is due to {each.to}" for each in incentives.get(weeks, ()))
            due = f". If so, {given}" if given else ""
            return NextCheck(last.on, due_on, f"Ask whether they are still there after {number} weeks: {post}{due}")
    return NextCheck(last.on, last.on + ASK_AFTER, text)


def why_not_step(steps: Collection[Step], stage: WorkStage, on: date, today: date) -> str | None:
    """The sentence that says why this step cannot be written down, or None."""
    if on > today:
        return f"{day(on)} has not come yet: write it down once it has happened."
    reached = {step.stage: step.on for step in steps}
    if WorkStage.ENDED in reached:
        return f"It ended on {day(reached[WorkStage.ENDED])}: take that out first, if it is wrong."
    if stage in reached:
        return f"{STAGE_WORDS[stage]} is written down already, on {day(reached[stage])}."
    last = steps_in_order(steps)[-1] if steps else None
    if last and on < last.on:
        return f"{STAGE_WORDS[last.stage]} was on {day(last.on)}: give that day or a later one."
    if last and stage != WorkStage.ENDED and list(WorkStage).index(stage) < list(WorkStage).index(last.stage):
        return f"They have come further already: {STAGE_WORDS[last.stage].lower()}."
    if stage in LASTS:
        return _why_not_lasting(reached.get(WorkStage.EMPLOYED), stage, on)
    return None


def _why_not_lasting(began: date | None, stage: WorkStage, on: date) -> str | None:
    if began is None:
        return "Write down first that they are in the post."
    if on < began + LASTS[stage]:
        return f"{LASTS[stage].days // 7} weeks from {day(began)} are over on {day(began + LASTS[stage])}."
    return None


def is_qualified(level: str, needed: str) -> bool:
    """Whether a level is enough for a post; "" is no level, and no need."""
    if not needed:
        return True
    return bool(level) and LEVELS.index(level) >= LEVELS.index(needed)


def counts_by_stage(candidacies: Iterable[Sequence[Step]]) -> dict[WorkStage, int]:
    """How many have reached each stage, whatever came after: seven met, four had a trial, two are in the post."""
    found: dict[WorkStage, int] = dict.fromkeys(COUNTED, 0)
    for steps in candidacies:
        for stage in {step.stage for step in steps} & set(COUNTED):
            found[stage] += 1
    return found


def stages_to_come(steps: Collection[Step]) -> list[WorkStage]:
    """Which stages may be written down next, in their order; the end is always one of them until it has come."""
    if not steps:
        return [WorkStage.INTERESTED]
    last = steps_in_order(steps)[-1].stage
    if last == WorkStage.ENDED:
        return []
    order = list(WorkStage)
    later = order[order.index(last) + 1 :]
    began = WorkStage.EMPLOYED in {step.stage for step in steps}
    return [stage for stage in later if began or stage not in LASTS]
