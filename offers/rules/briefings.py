"""You said, we did: the words of a briefing, from what was found and what is done. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from careleavers.rules.words import amount, day


@dataclass(frozen=True)
class TextPoint:
    """What they said, how many of them in words ("" where that is hidden or not counted), and what we did."""

    said: str
    how_many: str
    did: str
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class BriefingText:
    """A briefing as it is read: plain text throughout."""

    title: str
    opening: tuple[str, ...]
    asked: str
    points: tuple[TextPoint, ...]

    def stored(self) -> dict[str, Any]:
        """As it is kept with a published briefing."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> BriefingText:
        """What `stored` gave."""
        points = tuple(TextPoint(**each | {"actions": tuple(each["actions"])}) for each in stored["points"])
        return cls(stored["title"], tuple(stored["opening"]), stored["asked"], points)


def asked_words(*, asked: int, answered: int | str) -> str:
    """How many answered; `answered` is no number where it is hidden."""
    people = amount(asked, "young person", "young people")
    if not isinstance(answered, int):
        return f"We asked {people}, drawn by chance."
    return f"We asked {people}, drawn by chance, and {answered} answered."


def how_many_words(number: int | str | None) -> str:
    """ "9 of you" for a number that may be shown, else nothing."""
    return f"{number} of you" if isinstance(number, int) and number > 1 else ""


def action_words(*, what: str, team: str, due_on: date, outcome: str, outcome_on: date | None, note: str) -> str:
    """An action in a sentence: by whom and when, or what came of it."""
    if outcome == "done" and outcome_on:
        return f"{what}: done on {day(outcome_on)}. {note}"
    if outcome:
        return f"{what}: we could not do this. {note}"
    return f"{what}. {team}, by {day(due_on)}."


def why_not_publish(points: Sequence[str], answers: Collection[str]) -> str | None:
    """The sentence that says why a briefing cannot be published, or None: `points` are what they said, `answers` those
    of them that have an answer."""
    if not points:
        return "There is nothing in it yet: write what they said first."
    open_points = [said for said in points if said not in answers]
    if open_points:
        return f"Say what we did about “{open_points[0]}”, or give somebody something to do about it."
    return None
