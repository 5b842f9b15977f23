"""Bodies that meet: what kinds there are, how often each meets, and whether one is overdue. Pure.

What each kind begins with is local practice; an authority changes the rhythm of each body. Sources of the kinds:
Children Act 1989 guidance volume 3 (chapters 3 and 4); Leicestershire 2020 (risk panel every two months); Medway 2016,
actions 2 and 9 (transition forum, monthly NEET group); Rutland 2017, 2.10 (Corporate Parenting Board).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from careleavers.rules.dates import add_months, add_working_days, is_working_day

ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(weeks=1)


class Rhythm(StrEnum):
    """How often a body meets."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    TWO_MONTHS = "two_months"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    AS_NEEDED = ""


RHYTHM_WORDS = {
    Rhythm.WEEK: "Every week",
    Rhythm.FORTNIGHT: "Every two weeks",
    Rhythm.MONTH: "Every month",
    Rhythm.TWO_MONTHS: "Every two months",
    Rhythm.QUARTER: "Every three months",
    Rhythm.HALF_YEAR: "Every six months",
    Rhythm.AS_NEEDED: "When it is needed",
}
WEEKS = {Rhythm.WEEK: 1, Rhythm.FORTNIGHT: 2}
MONTHS = {Rhythm.MONTH: 1, Rhythm.TWO_MONTHS: 2, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6}


@dataclass(frozen=True)
class BodyKind:
    """What a body of a kind begins with.

    `takes_people`: young people are referred to it from their records. `seats` are the services that should be at the
    table. `reason_hint` and `wanted_hint` help whoever refers somebody; `asks` are what the meeting goes through for
    each young person.
    """

    code: str
    label: str
    rhythm: Rhythm
    seats: tuple[str, ...] = ()
    takes_people: bool = False
    reason_hint: str = ""
    wanted_hint: str = ""
    asks: tuple[str, ...] = ()


RISK_PANEL, NEET_GROUP, TRANSITION_FORUM = "risk_panel", "neet_group", "transition_forum"
KINDS = {
    kind.code: kind
    for kind in (
        BodyKind(
            RISK_PANEL,
            "Multi-agency risk panel",
            Rhythm.TWO_MONTHS,
            seats=("Leaving care", "Police", "Housing", "Health", "Probation", "Youth justice", "Drugs and alcohol"),
            takes_people=True,
            reason_hint="What is the risk, to whom, and what has changed? What have you tried, and what came of it?",
            wanted_hint="What should be different for them after the panel, and who could bring it about?",
            asks=(
                "What does the young person say, and do they know that they are talked about?",
                "What is the risk now, and what keeps them safe?",
                "Who does what by when, and who tells the young person?",
            ),
        ),
        BodyKind(
            NEET_GROUP,
            "NEET group",
            Rhythm.MONTH,
            seats=("Leaving care", "Virtual School", "Careers advice", "Jobcentre", "College", "Training provider"),
            takes_people=True,
            reason_hint="Since when are they without education, work or training, and what gets in the way?",
            wanted_hint="What would they like to do, and what would be a first step?",
            asks=(
                "What do they want to do?",
                "What was offered, and what came of it?",
                "What is the next step, and who takes it with them?",
            ),
        ),
        BodyKind(
            TRANSITION_FORUM,
            "Transition forum with adult services",
            Rhythm.QUARTER,
            seats=("Leaving care", "Adult social care", "Mental health, children", "Mental health, adults", "SEND"),
            takes_people=True,
            reason_hint="Which needs go on after 18, and what does adult social care say of its threshold?",
            wanted_hint="Which service should take over what, and from which day?",
            asks=(
                "Do they meet the threshold of adult services, and if not, who meets the need?",
                "Who is responsible from their 18th birthday, and who pays?",
                "From which day does who take over, and has the young person met them?",
            ),
        ),
        BodyKind("corporate_parenting_board", "Corporate Parenting Board", Rhythm.QUARTER),
        BodyKind("improvement_board", "Improvement board", Rhythm.QUARTER),
        BodyKind("children_in_care_council", "Children in Care Council", Rhythm.MONTH),
        BodyKind("care_leavers_forum", "Care leavers’ forum", Rhythm.MONTH),
        BodyKind("team", "Team meeting", Rhythm.FORTNIGHT),
    )
}


def next_meeting_on(last_on: date, rhythm: Rhythm) -> date | None:
    """When the meeting after that of a day is, by the rhythm; None for a body that meets when it is needed.

    Weeks keep the day of the week. Months keep the day of the week and its place in the month: after the first Tuesday
    of October comes the first Tuesday of December; after a fifth one, the last. For a bank holiday: the next working
    day.
    """
    if rhythm in WEEKS:
        day = last_on + WEEKS[rhythm] * ONE_WEEK
    elif rhythm in MONTHS:
        day = _same_weekday(last_on, add_months(last_on.replace(day=1), MONTHS[rhythm]))
    else:
        return None
    return day if is_working_day(day) or not is_working_day_of_week(last_on) else add_working_days(day, 1)


def is_working_day_of_week(day: date) -> bool:
    """Monday to Friday. A body that meets on a Saturday goes on doing so."""
    return day.weekday() < 5


def _same_weekday(last_on: date, first_of_month: date) -> date:
    place = (last_on.day - 1) // 7
    first = first_of_month + (last_on.weekday() - first_of_month.weekday()) % 7 * ONE_DAY
    day = first + place * ONE_WEEK
    return day if day.month == first.month else day - ONE_WEEK


@dataclass(frozen=True)
class BodyState:
    """Where a body is on a day.

    `next_on`: the day of its next meeting, planned or (`is_planned` False) proposed by its rhythm; None where neither
    is. `overdue_since`: the day by which it was to meet, where nothing is planned. `to_write_up`: the day of a meeting
    that is over and of which nobody has written down whether it was held.
    """

    next_on: date | None
    is_planned: bool = False
    overdue_since: date | None = None
    to_write_up: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether somebody is to do something about it now."""
        return bool(self.overdue_since or self.to_write_up)


def body_state(
    rhythm: Rhythm, *, began_on: date, held_on: date | None, planned: Collection[date], today: date
) -> BodyState:
    """`held_on`: of its last meeting that was held. `planned`: days of meetings neither held nor called off."""
    to_come = sorted(day for day in planned if day >= today)
    over = sorted(day for day in planned if day < today)
    to_write_up = over[0] if over else None
    if to_come:
        return BodyState(to_come[0], is_planned=True, to_write_up=to_write_up)
    last_on = max(over[-1:] + [held_on or began_on])
    due_on = next_meeting_on(last_on, rhythm)
    if due_on is None or due_on >= today:
        return BodyState(due_on, to_write_up=to_write_up)
    proposed = due_on
    while proposed < today:
        proposed = next_meeting_on(proposed, rhythm) or today
    return BodyState(proposed, overdue_since=due_on, to_write_up=to_write_up)
