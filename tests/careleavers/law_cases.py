"""Short ways to write a life down, for the tests of the law."""

from datetime import date

from careleavers import law
from careleavers.dates import Period

BORN = "2010-03-10"


def day(text: str) -> date:
    return date.fromisoformat(text)


def ep(start, end=None, status="C2", **more) -> law.Episode:
    return law.Episode(day(start), None if end is None else day(end), status, **more)


def facts(**known) -> law.Facts:
    """Periods as ("2026-09-01", "2027-05-10") or ("2026-09-01", None), dates as text."""
    read = {}
    for name, value in known.items():
        if isinstance(value, str):
            read[name] = day(value)
        else:
            pairs = [value] if isinstance(value, tuple) else value
            read[name] = tuple(Period(day(start), None if end is None else day(end)) for start, end in pairs)
    return law.Facts(**read)


def life(*episodes, born=BORN, known=None, leap_day="1 March", count_days="elapsed") -> law.Timeline:
    return law.timeline(day(born), episodes, known or law.Facts(), law.Settings(leap_day, count_days))


def on(periods, text) -> law.StatusPeriod:
    return law.status_on(periods, day(text))


def said(periods, text) -> str:
    """A status in one line, such as "person_qualifying 16-20 home"."""
    found = on(periods, text)
    return " ".join(filter(None, (found.status, found.band, "home" if found.returned_home else None)))


def story(periods) -> list[tuple[str, str]]:
    """Every period as its first day and its status in one line."""
    return [(str(period.start), said(periods, str(period.start))) for period in periods]


def flags(periods, text) -> dict[str, tuple[str, ...]]:
    return {flag.code: flag.outcomes for flag in on(periods, text).flags}
