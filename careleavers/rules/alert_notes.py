"""What somebody may say of a task that they were told of, and when a late one is told to the managers above. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from careleavers.rules.words import day

LONGEST_KNOWN = timedelta(days=28)


class AlertNoteKind(StrEnum):
    """KNOWN: somebody has it in hand, and says what is in the way. NO_USE: it need not have been said."""

    KNOWN = "known"
    NO_USE = "no_use"


NOTE_WORDS = {
    AlertNoteKind.KNOWN: "I know of it: it has to wait",
    AlertNoteKind.NO_USE: "This reminder is of no use",
}


def why_not_look_again(on: date | None, today: date) -> str | None:
    """The sentence that says why a task cannot wait until this day, or None. From tomorrow for four weeks."""
    if on is None:
        return "Give the day on which you look at it again"
    if on <= today:
        return "Give a day to come: the task is here until then as well"
    if on > today + LONGEST_KNOWN:
        return f"Give a day up to {day(today + LONGEST_KNOWN)}: four weeks at most, then say again what is in the way"
    return None


def known_words(by: str, text: str, look_again_on: date) -> str:
    """What a list says of a task that somebody knows of."""
    return f"{by} knows of it, and comes back to it on {day(look_again_on)}: {text}"


def late_days_of_level(level: int, *, above: int, service: int, is_last: bool) -> int | None:
    """After how many days late a task is told to the managers so many levels above the nearest, or None for never.

    `above` and `service` are the authority's days for the next level and for those who manage the whole service, of
    which 0 is never. Managers in between hear with the next level. The nearest, level 0, have it from the beginning.
    """
    if level == 0:
        return None
    days = service if is_last and level > 1 else above
    return days or None
