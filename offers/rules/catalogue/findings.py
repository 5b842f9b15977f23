"""The shape of an entitlement, of the rule behind it and of its result."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from careleavers.rules import words
from careleavers.rules.dates import ONE_DAY, Period, clip, merge, period_containing
from offers.rules.catalogue.facts import EntitlementFacts, Pounds


class EntitlementState(StrEnum):
    """The state of an entitlement for somebody on the day asked about."""

    OPEN = "open"  # theirs now
    CONDITIONAL = "conditional"  # theirs now if one more thing is so, which the reasons name
    LATER = "later"  # opens on a day ahead
    CLOSED = "closed"  # the time for it has passed
    USED = "used"  # given already, and given once
    NO = "no"  # not theirs on these facts
    NOT_COMMENCED = "not_commenced"  # made law, not in force


class EntitlementBasis(StrEnum):
    """What it rests on, which the local offer must keep apart."""

    LAW = "law"
    GUIDANCE = "statutory guidance"
    NATIONAL = "national scheme"
    POLICY = "authority's own policy"
    VOLUNTARY = "voluntary"


class EntitlementFlag(NamedTuple):
    """An unsettled point, with what follows either way."""

    code: str
    text: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule found. `windows`: the days it is theirs. `depends_on`: the one more thing that must be so, if any.

    `why_not`: why it is not theirs, where that is not a matter of status or age. `notes`: what to know about having it.
    """

    windows: list[Period]
    depends_on: str | None = None
    why_not: str | None = None
    notes: tuple[str, ...] = ()
    amount: int | None = None
    paid: Pounds = 0
    used: bool = False
    flags: tuple[EntitlementFlag, ...] = ()


FindingRule = Callable[[EntitlementFacts], Finding]


@dataclass(frozen=True, kw_only=True)
class CatalogueItem:
    """An entitlement of the catalogue. `unread` says in a sentence what of its source nobody has read: for whoever
    checks it before advisers rely on it, and not for the pages of a record.
    """

    code: str
    name: str
    area: str
    basis: EntitlementBasis
    condition: str
    source: str
    find: FindingRule
    unread: str = ""
    commencement: str | None = None

    @property
    def verified(self) -> bool:
        return not self.unread

    @property
    def source_to_check(self) -> str:
        """The source, with what of it has not been read."""
        return f"{self.source}. {self.unread}" if self.unread else self.source


@dataclass(frozen=True, kw_only=True)
class Entitlement:
    """One result. `opens` to `closes` is half-open; None is open. Amounts are in pounds."""

    code: str
    name: str
    area: str
    basis: EntitlementBasis
    state: EntitlementState
    opens: date | None
    closes: date | None
    amount: int | None
    paid: Pounds
    remaining: Pounds | None
    condition: str
    source: str
    because: tuple[str, ...]
    flags: tuple[EntitlementFlag, ...] = field(default=())
    verified: bool = True


def entitlement_to(item: CatalogueItem, known: EntitlementFacts) -> Entitlement:
    """The entitlement to an item on the day."""
    finding = item.find(known)
    commenced: date | None = getattr(known.settings, item.commencement) if item.commencement else date.min
    windows = _alive(finding.windows, known)
    if commenced and commenced > date.min:
        windows = clip(windows, commenced)
    window = _nearest(windows, known.on)
    state = EntitlementState.NOT_COMMENCED if commenced is None else _state(finding, windows, window, known.on)
    in_force = state != EntitlementState.NOT_COMMENCED
    return Entitlement(
        code=item.code,
        name=item.name,
        area=item.area,
        basis=item.basis,
        state=state,
        opens=window.start if window and in_force else None,
        closes=window.end if window and in_force else None,
        amount=finding.amount,
        paid=finding.paid,
        remaining=None if finding.amount is None else 0 if finding.used else max(0, finding.amount - finding.paid),
        condition=item.condition,
        source=item.source,
        because=tuple(_why(state, finding, window, known)),
        flags=finding.flags,
        verified=item.verified,
    )


def _alive(windows: list[Period], known: EntitlementFacts) -> list[Period]:
    windows = merge(windows)
    died = known.person.died_on
    return clip(windows, date.min, max(died, date.min)) if died else windows


def _nearest(windows: list[Period], on: date) -> Period | None:
    """The window that holds the day, else the next one, else the last one."""
    ahead = next((window for window in windows if window.start > on), None)
    return period_containing(windows, on) or ahead or (windows[-1] if windows else None)


def _state(finding: Finding, windows: list[Period], window: Period | None, on: date) -> EntitlementState:
    if finding.used and window:
        return EntitlementState.USED
    if window is None or finding.why_not:
        return EntitlementState.NO
    if window.contains(on):
        return EntitlementState.CONDITIONAL if finding.depends_on else EntitlementState.OPEN
    return EntitlementState.LATER if window.start > on else EntitlementState.CLOSED


def _why(state: EntitlementState, finding: Finding, window: Period | None, known: EntitlementFacts) -> Iterator[str]:
    if state == EntitlementState.NOT_COMMENCED:
        yield "Parliament has passed this, but no day has been set for it to start."
        return
    if state == EntitlementState.NO or window is None:
        yield finding.why_not or "On these facts they never have a status and an age that it is for."
        return
    if state == EntitlementState.CLOSED:
        yield f"Its last day was {words.day((window.end or known.on) - ONE_DAY)}."
        return
    if state == EntitlementState.USED:
        yield "It has been given, and it is given once."
    elif state == EntitlementState.LATER:
        yield f"It opens on {words.day(window.start)}."
        if known.foreseen:
            yield "This takes them to become a former relevant child at 18."
    else:
        yield f"They are {known.status_in_words} on the day, aged {known.age}."
    if state == EntitlementState.CONDITIONAL and finding.depends_on:
        yield finding.depends_on
    yield from finding.notes
