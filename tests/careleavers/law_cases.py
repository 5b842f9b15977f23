"""Short ways to write a life down, for the tests of the law."""

from dataclasses import dataclass
from datetime import date

from careleavers.rules import law
from careleavers.rules.dates import Period

BORN = "2010-03-10"


def day(text: str) -> date:
    return date.fromisoformat(text)


def ep(start, end=None, status="C2", **more) -> law.Episode:
    return law.Episode(day(start), None if end is None else day(end), status, **more)


def facts(**known) -> law.StatusFacts:
    """Periods as ("2026-09-01", "2027-05-10") or ("2026-09-01", None), dates as text."""
    read = {}
    for name, value in known.items():
        if isinstance(value, str):
            read[name] = day(value)
        else:
            pairs = [value] if isinstance(value, tuple) else value
            read[name] = tuple(Period(day(start), None if end is None else day(end)) for start, end in pairs)
    return law.StatusFacts(**read)


@dataclass(frozen=True)
class Life:
    """A life written down, but not yet put to the law: tables stay data until their test asks."""

    episodes: tuple[law.Episode, ...]
    born: str
    known: law.StatusFacts
    settings: law.StatusSettings

    @property
    def timeline(self) -> law.Timeline:
        return law.timeline(day(self.born), self.episodes, self.known, self.settings)


def life(*episodes, born=BORN, known=None, leap_day="1 March", count_days="elapsed") -> Life:
    return Life(episodes, born, known or law.StatusFacts(), law.StatusSettings(leap_day, count_days))


def on(told: Life, text: str) -> law.TimelinePeriod:
    return law.status_on(told.timeline, day(text))


def line(found: law.TimelinePeriod) -> str:
    """A status in one line, such as "person_qualifying 16-20 home"."""
    return " ".join(filter(None, (found.status, found.band, "home" if found.returned_home else None)))


def said(told: Life, text: str) -> str:
    return line(on(told, text))


def story(told: Life) -> list[tuple[str, str]]:
    """Every period as its first day and its status in one line."""
    return [(str(period.start), line(period)) for period in told.timeline]


def flags(told: Life, text: str) -> dict[str, tuple[str, ...]]:
    found = on(told, text).flags
    assert len({flag.code for flag in found}) == len(found)
    return {flag.code: tuple(outcome.text for outcome in flag.outcomes) for flag in found}


LONG = ep("2020-06-01")


def left(end, **more):
    return ep("2020-06-01", end, reason_ended=more.pop("reason_ended", "E5"), **more)


HOME = facts(at_home=("2026-09-01", None))
CUSTODY = facts(detained_or_in_hospital=("2026-02-20", "2026-06-01"))
BEFORE_CUSTODY = ep("2025-10-01", "2026-02-20", "V2", reason_ended="E9")
