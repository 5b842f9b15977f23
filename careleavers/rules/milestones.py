"""The milestones on a young person's road from 14 to 25, and how it is with one of them on a day. Pure.

The milestones themselves stand with the duties and facts that they come from: see `RecordExtension.milestones`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from careleavers.rules import dates
from careleavers.rules.clocks import Age, Basis


class MilestoneState(StrEnum):
    """How it is with a milestone at the end of a day. It is late from the day after the one on which it was due."""

    DONE = "done"
    LATE = "late"
    DUE = "due"
    NOT_YET = "not_yet"
    MISSED = "missed"  # its time went by, and nobody asks for it any more
    LEFT_OUT = "left_out"  # by a manager's decision
    NOT_FOR_THEM = "not_for_them"


STATE_WORDS = {
    MilestoneState.DONE: "Done",
    MilestoneState.LATE: "Late",
    MilestoneState.DUE: "To do",
    MilestoneState.NOT_YET: "Not yet",
    MilestoneState.MISSED: "Was not done",
    MilestoneState.LEFT_OUT: "Left out",
    MilestoneState.NOT_FOR_THEM: "Does not apply",
}
# Still to come or to be done: what may be left out.
OPEN_STATES = (MilestoneState.LATE, MilestoneState.DUE, MilestoneState.NOT_YET)


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One milestone: `words` name it, `rule` says in a sentence by when and why, `source` where that is written.

    `age` is its usual place on the road. `url_name` is the page of the record where it is done (it takes the person's
    id alone), `page` the code of that page's policy where the authority can switch it off. `is_day`: it comes by
    itself, and nobody has to do anything. `followed_there`: whether it is wanted is decided on its own page alone.
    """

    code: str
    words: str
    rule: str
    source: str
    basis: Basis
    age: Age
    url_name: str
    page: str = ""
    is_day: bool = False
    followed_there: bool = False

    @property
    def may_be_left_out(self) -> bool:
        """Whether a manager may leave it out: never what an Act or a regulation asks for."""
        return self.basis is not Basis.ACT and not self.is_day and not self.followed_there

    def usual_day(self, date_of_birth: date, leap_day: dates.LeapDay) -> date:
        return dates.add_months(dates.birthday(date_of_birth, self.age.years, leap_day), self.age.months)


@dataclass(frozen=True, kw_only=True)
class RoadStep:
    """How it is with a milestone of somebody's. `place`: the day at which the road shows it; `due_on` the last day on
    which it is in time, None where no day is set; `because` says why it is so, in sentences.
    """

    milestone: Milestone
    state: MilestoneState
    place: date
    due_on: date | None = None
    done_on: date | None = None
    because: str = ""

    @property
    def code(self) -> str:
        return self.milestone.code

    @property
    def words(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def is_late(self) -> bool:
        return self.state is MilestoneState.LATE


def why_not_left_out(step: RoadStep) -> str | None:
    """The sentence that says why this cannot be left out, or None."""
    if step.milestone.basis is Basis.ACT:
        return "An Act or a regulation asks for this: it cannot be left out."
    if not step.milestone.may_be_left_out:
        return "Whether this is wanted is said on its own page."
    if step.state not in (*OPEN_STATES, MilestoneState.LEFT_OUT):
        return f"There is nothing to leave out: {step.words.lower()}."
    return None


def open_state(due_on: date | None, today: date) -> MilestoneState:
    """Of what has begun and is not done: late from the day after it was due."""
    return MilestoneState.LATE if due_on and due_on < today else MilestoneState.DUE


PAGE_NOT_USED = "Your council does not use the page on which it is written down."
NOT_OPEN = "They are not open to the service, so nothing is asked."
DIED = "They have died."


def why_not_asked(milestone: Milestone, *, died_on: date | None, is_open: bool, unused_pages: Collection[str]) -> str:
    """Why nobody asks about a milestone that is not done; "" where somebody does."""
    if died_on:
        return DIED
    if milestone.page in unused_pages:
        return PAGE_NOT_USED
    return "" if is_open or milestone.is_day else NOT_OPEN
