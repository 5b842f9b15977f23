"""The shape of an entitlement, of the rule behind it and of its answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from careleavers.rules.dates import ONE_DAY, Period, clip, merge, period_holding
from offers.rules.catalogue.facts import Known


class State(StrEnum):
    """Where somebody stands with an entitlement on the day asked about."""

    OPEN = "open"  # theirs now
    CONDITIONAL = "conditional"  # theirs now if one more thing is so, which the reasons name
    LATER = "later"  # opens on a day ahead
    CLOSED = "closed"  # the time for it has passed
    USED = "used"  # given already, and given once
    NO = "no"  # not theirs on these facts
    NOT_COMMENCED = "not_commenced"  # made law, not in force


class Basis(StrEnum):
    """What it rests on, which the local offer must keep apart."""

    LAW = "law"
    GUIDANCE = "statutory guidance"
    NATIONAL = "national scheme"
    POLICY = "authority's own policy"
    VOLUNTARY = "voluntary"


class Flag(NamedTuple):
    """An unsettled point, with what follows either way."""

    code: str
    text: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule found. `windows`: the days it is theirs. `asks`: the one more thing that must be so, if any.

    `refused`: why it is not theirs, where that is not a matter of status or age. `notes`: what to know about having it.
    """

    windows: list[Period]
    asks: str | None = None
    refused: str | None = None
    notes: tuple[str, ...] = ()
    amount: int | None = None
    paid: int = 0
    used: bool = False
    flags: tuple[Flag, ...] = ()


Rule = Callable[[Known], Finding]


@dataclass(frozen=True, kw_only=True)
class Item:
    """An entitlement of the catalogue. `verified` False: a source has not been read; check before relying on it."""

    code: str
    name: str
    area: str
    basis: Basis
    condition: str
    source: str
    find: Rule
    verified: bool = True
    commencement: str | None = None


@dataclass(frozen=True, kw_only=True)
class Entitlement:
    """One answer. `opens` to `closes` is half-open; None is open. Amounts are whole pounds."""

    code: str
    name: str
    area: str
    basis: Basis
    state: State
    opens: date | None
    closes: date | None
    amount: int | None
    paid: int
    remaining: int | None
    condition: str
    source: str
    because: tuple[str, ...]
    flags: tuple[Flag, ...] = field(default=())
    verified: bool = True


def judged(item: Item, known: Known) -> Entitlement:
    """Where the person stands with an item on the day."""
    finding = item.find(known)
    commenced: date | None = getattr(known.settings, item.commencement) if item.commencement else date.min
    windows = _alive(finding.windows, known)
    if commenced and commenced > date.min:
        windows = clip(windows, commenced)
    window = _nearest(windows, known.on)
    state = State.NOT_COMMENCED if commenced is None else _state(finding, windows, window, known.on)
    told = state != State.NOT_COMMENCED
    return Entitlement(
        code=item.code,
        name=item.name,
        area=item.area,
        basis=item.basis,
        state=state,
        opens=window.start if window and told else None,
        closes=window.end if window and told else None,
        amount=finding.amount,
        paid=finding.paid,
        remaining=None if finding.amount is None else 0 if finding.used else max(0, finding.amount - finding.paid),
        condition=item.condition,
        source=item.source,
        because=tuple(_why(state, finding, window, known)),
        flags=finding.flags,
        verified=item.verified,
    )


def _alive(windows: list[Period], known: Known) -> list[Period]:
    windows = merge(windows)
    died = known.person.died_on
    return clip(windows, date.min, max(died, date.min)) if died else windows


def _nearest(windows: list[Period], on: date) -> Period | None:
    """The window that holds the day, else the next one, else the last one."""
    ahead = next((window for window in windows if window.start > on), None)
    return period_holding(windows, on) or ahead or (windows[-1] if windows else None)


def _state(finding: Finding, windows: list[Period], window: Period | None, on: date) -> State:
    if finding.used and window:
        return State.USED
    if window is None or finding.refused:
        return State.NO
    if window.holds(on):
        return State.CONDITIONAL if finding.asks else State.OPEN
    return State.LATER if window.start > on else State.CLOSED


def _why(state: State, finding: Finding, window: Period | None, known: Known) -> Iterator[str]:
    if state == State.NOT_COMMENCED:
        yield "Parliament has passed this, but no day has been set for it to start."
        return
    if state == State.NO or window is None:
        yield finding.refused or "On these facts they never have a status and an age that it is for."
        return
    if state == State.CLOSED:
        yield f"Its last day was {written((window.end or known.on) - ONE_DAY)}."
        return
    if state == State.USED:
        yield "It has been given, and it is given once."
    elif state == State.LATER:
        yield f"It opens on {written(window.start)}."
        if known.foreseen:
            yield "This takes them to become a former relevant child at 18."
    else:
        yield f"They are {known.status_in_words} on the day, aged {known.age}."
    if state == State.CONDITIONAL and finding.asks:
        yield finding.asks
    yield from finding.notes


def written(day: date) -> str:
    """A day as people write it."""
    return f"{day.day} {day:%B %Y}"
