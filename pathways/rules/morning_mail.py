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


def begins_week(sent_on: date | None, today: date) -> bool:
    """Whether this is the first message of the week, which tells managers of the week before."""
    return is_due("monday", sent_on, today)


def sentences_of_week(*, made: int, tried: int, silent: int, away: int, newly_unallocated: int) -> list[str]:
    """How the week went, for who manages a team; nothing of nobody."""
    said = [f"{amount(made, 'contact', 'contacts')} with young people and {tried} tried in the last seven days"]
    if silent:
        said.append(f"with {amount(silent, 'young person', 'young people')} there was neither in fourteen days")
    if newly_unallocated:
        has = amount(newly_unallocated, "young person has", "young people have")
        said.append(f"{has} nobody who holds the case, and had somebody or was not with us seven days ago")
    if away:
        has = amount(away, "worker in your teams has", "workers in your teams have")
        said.append(f"{has} not signed in for thirty days")
    return said


def sentences(
    *, appointments: int, now: int, coming: int, ahead: int, drafts: int, team_now: int, late: int, unallocated: int
) -> list[str]:
    """What waits for somebody, who is told so many days ahead; nothing of what is none."""
    said = (
        (appointments, f"{amount(appointments, 'appointment', 'appointments')} today"),
        (now, f"{amount(now, 'young person needs', 'young people need')} you now"),
        (coming, f"{amount(coming, 'more has', 'more have')} something in the next {ahead} days"),
        (drafts, f"{amount(drafts, 'note is', 'notes are')} not finished"),
        (team_now, f"{amount(team_now, 'young person needs', 'young people need')} your team now"),
        (late, f"{amount(late, 'of those below you has', 'of those below you have')} something that is late for long"),
        (unallocated, f"{amount(unallocated, 'young person has', 'young people have')} nobody who holds the case"),
    )
    return [sentence for number, sentence in said if number]


def message(said: Sequence[str]) -> str:
    lines = "\n".join(f"- {each}" for each in said)
    return f"Good morning,\n\n{lines}\n\n{ENDING}\n"
