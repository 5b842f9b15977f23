"""How it is with what is somebody's: from the rule that gives it and from what has happened with it. Pure.

The one place that says it: every page, list and figure asks `passport_item`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from careleavers.rules.dates import ONE_DAY
from careleavers.rules.words import day
from offers.rules.catalogue import Entitlement
from offers.rules.catalogue import EntitlementState as RuleState
from offers.rules.catalogue.facts import Pounds


class EventKind(StrEnum):
    """What can happen with an entitlement of somebody's."""

    TOLD = "told"
    CLAIMED = "claimed"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the claim was taken back


EVENT_WORDS = {
    EventKind.TOLD: "Explained to them",
    EventKind.CLAIMED: "Claimed",
    EventKind.GRANTED: "Granted",
    EventKind.REFUSED: "Refused",
    EventKind.WITHDRAWN: "Claim taken back",
}


class PassportEvent(NamedTuple):
    """Something that has happened on a day, and is not void. `promised`: pounds of a grant that are not paid yet."""

    kind: EventKind
    on: date
    amount: Pounds | None = None
    promised: Pounds = 0


class PassportState(StrEnum):
    """How it is with an entitlement for somebody on a day."""

    NOT_YET = "not_yet"  # opens on a day ahead
    ONLY_IF = "only_if"  # theirs if one more thing is so, or nobody has checked its source: never promised
    AVAILABLE = "available"  # theirs, and nobody has explained it
    TOLD = "told"
    CLAIMED = "claimed"
    GRANTED = "granted"
    REFUSED = "refused"
    USED_UP = "used_up"
    EXPIRED = "expired"
    NOT_THEIRS = "not_theirs"
    NOT_COMMENCED = "not_commenced"


STATE_WORDS = {
    PassportState.NOT_YET: "Not yet",
    PassportState.ONLY_IF: "If one more thing is so",
    PassportState.AVAILABLE: "Not explained yet",
    PassportState.TOLD: "Explained",
    PassportState.CLAIMED: "Claimed",
    PassportState.GRANTED: "Granted",
    PassportState.REFUSED: "Refused",
    PassportState.USED_UP: "Used up",
    PassportState.EXPIRED: "Over",
    PassportState.NOT_THEIRS: "Not theirs",
    PassportState.NOT_COMMENCED: "Not in force",
}
UNCLAIMED = (PassportState.AVAILABLE, PassportState.TOLD)
THEIRS_NOW = (*UNCLAIMED, PassportState.CLAIMED, PassportState.GRANTED, PassportState.REFUSED)
BY_THE_RULE = {
    RuleState.NO: PassportState.NOT_THEIRS,
    RuleState.NOT_COMMENCED: PassportState.NOT_COMMENCED,
    RuleState.LATER: PassportState.NOT_YET,
    RuleState.CLOSED: PassportState.EXPIRED,
    RuleState.USED: PassportState.USED_UP,
}
BY_WHAT_HAPPENED = {
    EventKind.CLAIMED: PassportState.CLAIMED,
    EventKind.GRANTED: PassportState.GRANTED,
    EventKind.REFUSED: PassportState.REFUSED,
}
MAY_BE_CLAIMED = (RuleState.OPEN, RuleState.CONDITIONAL)
MAY_BE_TOLD = (*MAY_BE_CLAIMED, RuleState.LATER)


@dataclass(frozen=True, kw_only=True)
class PassportItem:
    """One entitlement of somebody's on a day.

    `is_certain`: its source has been read, here or by the authority. `told_on`: when it was last explained; `decided`:
    the last claim, grant or refusal that counts. `left`: pounds that may still be granted; None where it is not an
    amount. `promised`: pounds that are granted and not paid yet. `at_stake`: the pounds left that are open to them, on
    no further condition, and not claimed.
    """

    entitlement: Entitlement
    state: PassportState
    is_certain: bool
    told_on: date | None
    decided: PassportEvent | None
    left: Pounds | None
    promised: Pounds

    @property
    def code(self) -> str:
        return self.entitlement.code

    @property
    def name(self) -> str:
        return self.entitlement.name

    @property
    def words(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def last_day(self) -> date | None:
        """The last day on which it is theirs; None where it has no end."""
        closes = self.entitlement.closes
        return closes - ONE_DAY if closes else None

    @property
    def at_stake(self) -> Pounds:
        return (self.left or 0) if self.state in UNCLAIMED else 0


def passport_item(entitlement: Entitlement, events: Sequence[PassportEvent], *, is_certain: bool) -> PassportItem:
    """How it is with an entitlement on the day that it was worked out for.

    `events`: what has happened with it by that day and is not void, in order.
    """
    told = [event.on for event in events if event.kind == EventKind.TOLD]
    decided, promised = _decided(entitlement, events), sum((event.promised for event in events), start=0)
    return PassportItem(
        entitlement=entitlement,
        state=_state(entitlement, is_certain=is_certain, is_told=bool(told), decided=decided),
        is_certain=is_certain,
        told_on=told[-1] if told else None,
        decided=decided,
        left=None if entitlement.remaining is None else max(0, entitlement.remaining - promised),
        promised=promised,
    )


def _state(
    entitlement: Entitlement, *, is_certain: bool, is_told: bool, decided: PassportEvent | None
) -> PassportState:
    if by_the_rule := BY_THE_RULE.get(entitlement.state):
        return by_the_rule
    if decided:
        return BY_WHAT_HAPPENED[decided.kind]
    if entitlement.state == RuleState.CONDITIONAL or not is_certain:
        return PassportState.ONLY_IF
    return PassportState.TOLD if is_told else PassportState.AVAILABLE


def _decided(entitlement: Entitlement, events: Sequence[PassportEvent]) -> PassportEvent | None:
    """The last of what has happened with a claim; None where there is none, or it was taken back.

    A refusal from before it opened counts no more once it is open.
    """
    last = next((event for event in reversed(events) if event.kind != EventKind.TOLD), None)
    if last is None or last.kind == EventKind.WITHDRAWN:
        return None
    opens = entitlement.opens
    return None if last.kind == EventKind.REFUSED and opens and last.on < opens else last


def why_not_write(
    kind: EventKind, on: date, item: PassportItem, *, amount: Pounds | None = None, has_reason: bool = True
) -> tuple[str, str] | None:
    """The field of the answer to put right and the sentence, where this cannot have happened; or None.

    `item`: how it was with the entitlement on the day `on`.
    """
    entitlement = item.entitlement
    if entitlement.state not in (MAY_BE_TOLD if kind == EventKind.TOLD else MAY_BE_CLAIMED):
        return "happened_on", f"It was not theirs on {day(on)}. {' '.join(entitlement.because)}"
    is_claimed = item.state == PassportState.CLAIMED
    if kind == EventKind.CLAIMED and is_claimed and item.decided:
        return "kind", f"It was claimed on {day(item.decided.on)} already: write down what became of that."
    if kind in (EventKind.REFUSED, EventKind.WITHDRAWN) and not is_claimed:
        return "kind", f"No claim waited on {day(on)}: write down the day on which it was claimed first."
    if kind == EventKind.REFUSED and not has_reason:
        return "reason", "Write down why it was refused, as it was told to them"
    return _why_not_amount(item, amount) if kind == EventKind.GRANTED else None


def _why_not_amount(item: PassportItem, amount: Pounds | None) -> tuple[str, str] | None:
    if item.left is None:
        return None
    if amount is None:
        return "amount", f"Give the amount: up to £{item.left:,} may be granted."
    if amount > item.left:
        return "amount", f"Of it £{item.left:,} is left: that is more than they can have."
    return None
