"""What the law of leaving care is asked about: a young person's care, what else is known, and a council's choices."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from careleavers.rules.bad_input import BadInput, InputProblem, Path
from careleavers.rules.dates import LeapDay, Period

CountDays = Literal["elapsed", "inclusive"]

# Codes of the children looked after return (SSDA903).
LEGAL_STATUSES = frozenset({"C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3"})
SHORT_BREAKS = frozenset({"V3", "V4"})
SHORT_BREAK_AGREEMENT = "V4"
COURT_ORDERS = frozenset({"C1", "C2", "D1", "E1"})
WITH_PARENTS = "P1"

DIED = frozenset({"E2"})
TAKEN_OVER = "E3"
RETURNED_HOME = frozenset({"E4A", "E4B"})
SENTENCED = "E9"
ADOPTED = frozenset({"E11", "E12"})
ASSESSED_ADULT = frozenset({"E15"})
CHILD_ARRANGEMENTS_ORDER = "E41"
SPECIAL_GUARDIANSHIP = frozenset({"E43", "E44", "E45", "E46", "E47", "E48"})
REASONS_ENDED = (
    frozenset({"X1", "E5", "E6", "E7", "E8", "E13", "E14", "E16", "E17", TAKEN_OVER, SENTENCED})
    | DIED
    | RETURNED_HOME
    | ADOPTED
    | ASSESSED_ADULT
    | {CHILD_ARRANGEMENTS_ORDER}
    | SPECIAL_GUARDIANSHIP
)
# The day of each of these is recorded, or else that on which care ended for the reason.
REASONS_OF_DAYS = {
    "died_on": DIED,
    "age_assessed_adult_on": ASSESSED_ADULT,
    "adopted_on": ADOPTED,
    "special_guardianship_on": SPECIAL_GUARDIANSHIP,
}
# Reasons after which somebody with parental responsibility may be the one the child lives with.
MAY_BE_HOME = RETURNED_HOME | {CHILD_ARRANGEMENTS_ORDER} | SPECIAL_GUARDIANSHIP
# After living with parents as a placement, reasons that do not say that the child moved away from them.
MAY_HAVE_STAYED_HOME = RETURNED_HOME | {None, "X1", "E8", CHILD_ARRANGEMENTS_ORDER}

OUTSIDE_ENGLAND = {
    "WAL": "Wales",
    "SCO": "Scotland",
    "NIR": "Northern Ireland",
    "NUK": "a country outside the United Kingdom",
    "999": "an unknown authority",
}


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode of being looked after: from `start` up to but not including `end` (None: it goes on).

    Codes are those of the children looked after return. `authority` None is ours; a three-figure code is another in
    England; WAL, SCO, NIR, NUK and 999 are elsewhere or unknown. `planned_short_break` marks a placement in a
    pre-planned series, each ending in return to a parent or somebody with parental responsibility.
    """

    start: date
    end: date | None
    legal_status: str
    placement: str | None = None
    reason_ended: str | None = None
    authority: str | None = None
    planned_short_break: bool = False


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What is known apart from care. A date left out is taken from the reason an episode ended, where that says it.

    `at_home`: living with a parent, somebody with parental responsibility, or who held the order before the care order;
    a period ends when that breaks down. `support_wanted`: at 21 or over, asked for support. Periods that are open
    today are taken to stay open.
    """

    at_home: tuple[Period, ...] = ()
    detained_or_in_hospital: tuple[Period, ...] = ()
    support_wanted: tuple[Period, ...] = ()
    education: tuple[Period, ...] = ()
    special_guardianship_on: date | None = None
    adopted_on: date | None = None
    age_assessed_adult_on: date | None = None
    died_on: date | None = None


@dataclass(frozen=True, slots=True)
class StatusSettings:
    """A council's choices where neither law nor guidance settles the matter.

    `count_days`: "elapsed" counts nights, the day care ends left out; "inclusive" counts every calendar day on which
    the child was looked after at any time, the day care ends included.
    """

    leap_day: LeapDay = "1 March"
    count_days: CountDays = "elapsed"


PERIOD_FACTS = ("at_home", "detained_or_in_hospital", "support_wanted", "education")
DATE_FACTS = ("special_guardianship_on", "adopted_on", "age_assessed_adult_on", "died_on")


def check(date_of_birth: date, episodes: tuple[Episode, ...], facts: StatusFacts) -> None:
    """Raise BadInput for what cannot be: ends before starts, days before birth, unknown codes."""
    for position, episode in enumerate(episodes):
        _check_episode(("episodes", position), episode, date_of_birth)
    for name in PERIOD_FACTS:
        for position, period in enumerate(getattr(facts, name)):
            path = ("facts", name, position)
            _check_not_before_birth((*path, "from"), period.start, date_of_birth)
            _check_order((*path, "to"), period.start, period.end)
    for name in DATE_FACTS:
        day = getattr(facts, name)
        if day is not None:
            _check_not_before_birth(("facts", name), day, date_of_birth)


def _check_episode(path: Path, episode: Episode, date_of_birth: date) -> None:
    _check_not_before_birth((*path, "start"), episode.start, date_of_birth)
    _check_order((*path, "end"), episode.start, episode.end)
    status, reason = episode.legal_status, episode.reason_ended
    if episode.end is None and reason is not None:
        raise BadInput(InputProblem.REASON_WITHOUT_END, (*path, "end"), reason=reason)
    if status not in LEGAL_STATUSES:
        known = sorted(LEGAL_STATUSES)
        raise BadInput(InputProblem.UNKNOWN_LEGAL_STATUS, (*path, "legal_status"), given=status, known=known)
    if reason is not None and reason not in REASONS_ENDED:
        known = sorted(REASONS_ENDED)
        raise BadInput(InputProblem.UNKNOWN_REASON_ENDED, (*path, "reason_ended"), given=reason, known=known)


def _check_not_before_birth(path: Path, day: date, date_of_birth: date) -> None:
    if day < date_of_birth:
        raise BadInput(InputProblem.BEFORE_BIRTH, path, day=day, born=date_of_birth)


def _check_order(path: Path, start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise BadInput(InputProblem.ENDS_BEFORE_START, path, start=start, end=end)
