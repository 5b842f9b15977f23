"""Sessions for young people in a group, such as a hub, a workshop or a trip: kinds, places, and the quarters in which
they are counted. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from careleavers.rules.dates import add_months
from careleavers.rules.words import day

TELL_WITHIN = timedelta(days=2)
A_WEEK = timedelta(weeks=1)


class SessionKind(StrEnum):
    HUB = "hub"
    DROP_IN = "drop_in"
    WORKSHOP = "workshop"
    HEALTH = "health"
    ASDAN = "asdan"
    TRIP = "trip"
    TASTER = "taster"
    EMPLOYER = "employer"
    CELEBRATION = "praise"
    OTHER = "other"


KIND_WORDS = {
    SessionKind.HUB: "Hub",
    SessionKind.DROP_IN: "Drop-in",
    SessionKind.WORKSHOP: "Workshop",
    SessionKind.HEALTH: "Health or sport",
    SessionKind.ASDAN: "ASDAN",
    SessionKind.TRIP: "Trip",
    SessionKind.TASTER: "Taster day",
    SessionKind.EMPLOYER: "Employer’s event or job fair",
    SessionKind.CELEBRATION: "Celebration",
    SessionKind.OTHER: "Something else",
}


class SignUpState(StrEnum):
    PLACE = "place"
    WAITING = "waiting"
    ENDED = "ended"


class ToTell(StrEnum):
    """What a young person who signed up does not know yet, and somebody tells them."""

    NOTHING = ""
    MOVED_UP = "moved_up"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    GIVEN_UP = "given_up"


TO_TELL_WORDS = {
    ToTell.MOVED_UP: "Tell them that a place came free: {session}",
    ToTell.CHANGED: "Tell them what has changed: {session}",
    ToTell.CANCELLED: "Tell them that it was cancelled: {session}",
    ToTell.GIVEN_UP: "Tell them that their place was given up: {session}",
}


def free_places(places: int | None, taken: int) -> int | None:
    """How many are left, 0 or more; None where everybody may come (`places` None)."""
    return None if places is None else max(0, places - taken)


def tell_by(since: date, held_on: date) -> date:
    """By when somebody is told: within two days, and not after the day of the session."""
    return max(since, min(since + TELL_WITHIN, held_on))


def days_of(first: date, times: int) -> list[date]:
    """The days of a session that is held so many times, a week apart."""
    return [first + A_WEEK * week for week in range(times)]


def why_not_attendance(held_on: date, is_cancelled: bool, today: date) -> str | None:
    """The sentence that says why nobody can be written down as having come, or None."""
    if is_cancelled:
        return "This session was cancelled."
    if held_on > today:
        return f"It is on {day(held_on)}: who came is written down on that day or after it."
    return None


@dataclass(frozen=True)
class Quarter:
    """Three months of a financial year: half-open, `[begins_on, ends_on)`."""

    number: int
    begins_on: date
    ends_on: date


def quarters_of(year: int) -> list[Quarter]:
    """The four quarters of the financial year that begins in April of `year`."""
    begins = [add_months(date(year, 4, 1), 3 * place) for place in range(5)]
    return [Quarter(place + 1, begins[place], begins[place + 1]) for place in range(4)]
