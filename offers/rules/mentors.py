"""Mentors for young people: when one may take somebody on, and what is asked next about a wish or a match. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from careleavers.rules.words import amount, day

FIND_WITHIN = timedelta(days=28)  # local practice: nobody who asks for a mentor waits longer without an answer
LOOK_AFTER = timedelta(weeks=6)  # offered for the first look, to be changed


class MentorKind(StrEnum):
    COLLEAGUE = "colleague"
    EMPLOYER = "employer"
    PEER = "peer"
    VOLUNTEER = "volunteer"


KIND_WORDS = {
    MentorKind.COLLEAGUE: "Works for the council",
    MentorKind.EMPLOYER: "Works for an employer",
    MentorKind.PEER: "Left care themselves",
    MentorKind.VOLUNTEER: "Volunteer of a partner or charity",
}


class WhyEnded(StrEnum):
    REACHED = "reached"
    NO_LONGER = "no_longer"
    NOT_SUITED = "not_suited"
    MENTOR_LEFT = "mentor_left"
    MOVED = "moved"
    NOBODY = "nobody"
    OTHER = "other"


ENDED_WORDS = {
    WhyEnded.REACHED: "They have what they wanted from it",
    WhyEnded.NO_LONGER: "They do not want it any more",
    WhyEnded.NOT_SUITED: "The two did not suit each other",
    WhyEnded.MENTOR_LEFT: "The mentor stopped",
    WhyEnded.MOVED: "They moved away",
    WhyEnded.NOBODY: "Nobody suitable was found",
    WhyEnded.OTHER: "Something else",
}


@dataclass(frozen=True)
class MentorTask:
    """What is to be done about a mentor next: since when, by when, in words. `is_to_find`: they have none yet."""

    since: date
    due_on: date
    text: str
    is_to_find: bool


def next_task(asked_on: date, mentor: str, look_again_on: date | None, last_on: date | None) -> MentorTask:
    """What comes next of a wish that has not ended: to find a mentor within four weeks, or to ask on `look_again_on`
    how it goes. `last_on`: when it began, or was asked about last."""
    if not mentor or look_again_on is None or last_on is None:
        return MentorTask(
            asked_on, asked_on + FIND_WITHIN, "Find a mentor for them, or tell them that there is none", True
        )
    return MentorTask(last_on, look_again_on, f"Ask how it goes with their mentor, {mentor}", False)


def why_not_mentor(
    *, places: int, taken: int, checked_on: date | None, check_by: date, ended_on: date | None, on: date
) -> str | None:
    """The sentence that says why a mentor cannot take somebody on from the day, or None. The DBS check is good until
    the day before it is asked for again."""
    if ended_on and ended_on <= on:
        return f"They have stopped: {day(ended_on)}."
    if checked_on is None or checked_on > on:
        return "Nobody has seen their DBS check for that day: see it first, and write down when."
    if check_by <= on:
        return f"Their DBS check was to be asked for again by {day(check_by)}: do that first."
    if taken >= places:
        return f"They are a mentor of {amount(taken, 'young person', 'young people')} already, and take no more."
    return None


def why_not_match(asked_on: date, began_on: date, look_again_on: date, today: date) -> tuple[str, str] | None:
    """The field and the sentence that says why a match cannot begin so, or None."""
    if began_on > today:
        return "began_on", f"{day(began_on)} has not come yet: write it down once they have met."
    if began_on < asked_on:
        return "began_on", f"They asked for a mentor on {day(asked_on)}: give that day or a later one."
    if look_again_on <= today:
        return "look_again_on", "Give a day after today."
    return None
