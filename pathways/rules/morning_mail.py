"""On which days the morning message goes out, and what it says. It names nobody: mail is read in many places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from careleavers.rules.dates import is_working_day, monday_of
from careleavers.rules.words import amount

ENDING = (
    "All of it is on Today. This message names nobody, because others may see your mail. On Today you can say on which "
    "days it comes, or that you do not want it."
)


def is_due(days: str, sent_on: date | None, today: date) -> bool:
    """Once on a day, and on working days alone; where `days` is not "daily", once in a week that begins on Monday."""
    if not is_working_day(today):
        return False
    since = today if days == "daily" else monday_of(today)
    return sent_on is None or sent_on < since


def sentences(*, appointments: int, now: int, coming: int, drafts: int, team_now: int, unallocated: int) -> list[str]:
    """What waits for somebody; nothing of what is none."""
    said = (
        (appointments, f"{amount(appointments, 'appointment', 'appointments')} today"),
        (now, f"{amount(now, 'young person needs', 'young people need')} you now"),
        (coming, f"{amount(coming, 'more has', 'more have')} something in the next fourteen days"),
        (drafts, f"{amount(drafts, 'note is', 'notes are')} not finished"),
        (team_now, f"{amount(team_now, 'young person needs', 'young people need')} your team now"),
        (unallocated, f"{amount(unallocated, 'young person has', 'young people have')} nobody who holds the case"),
    )
    return [sentence for number, sentence in said if number]


def message(said: Sequence[str]) -> str:
    lines = "\n".join(f"- {each}" for each in said)
    return f"Good morning,\n\n{lines}\n\n{ENDING}\n"
