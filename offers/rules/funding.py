"""Who pays for what we give: sources, and how an amount is split among them to the penny. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from offers.rules.money import NOTHING, total

PENNY = Decimal("0.01")


class FundingSource(StrEnum):
    """Where the pounds come from; what no other source pays is the council's own."""

    OWN = "own"
    PUPIL_PREMIUM = "premium"
    BURSARY = "bursary"
    GRANT = "grant"
    HEALTH = "health"
    PARTNER = "partner"

    @property
    def label(self) -> str:
        return SOURCE_WORDS[self]


SOURCE_WORDS = {
    FundingSource.OWN: "The council’s own budget",
    FundingSource.PUPIL_PREMIUM: "Pupil Premium Plus",
    FundingSource.BURSARY: "Bursary of a college or university",
    FundingSource.GRANT: "Grant of the government",
    FundingSource.HEALTH: "Health (integrated care board)",
    FundingSource.PARTNER: "Partner or charity",
}
OTHERS = tuple(source for source in FundingSource if source != FundingSource.OWN)


def why_not_share(approved: Decimal, shares: Mapping[FundingSource, Decimal]) -> str | None:
    """The sentence that says why others cannot pay so much of what was approved, or None."""
    others = total(amount for source, amount in shares.items() if source != FundingSource.OWN)
    if others > approved:
        return f"£{approved:,.2f} was approved: the others cannot pay £{others:,.2f}."
    return None


def whole(approved: Decimal, shares: Mapping[FundingSource, Decimal]) -> dict[FundingSource, Decimal]:
    """Each source with what it pays of the amount approved, the rest being the council's own: they add up exactly."""
    others: dict[FundingSource, Decimal] = {source: shares[source] for source in OTHERS if shares.get(source)}
    rest = approved - total(others.values())
    return {FundingSource.OWN: rest, **others} if rest or not others else others


def split(amount: Decimal, shares: Mapping[FundingSource, Decimal]) -> dict[FundingSource, Decimal]:
    """An amount, paid or come back (below 0), split as the shares are, to the penny: what is split adds up exactly.

    Pennies that are left over go to whom rounding down took most from; between equals to the first. `shares` are
    above 0, or there is one.
    """
    pence, weight = int(abs(amount) / PENNY), total(shares.values())
    if not weight:
        return dict.fromkeys(shares, NOTHING) | {next(iter(shares)): amount}
    exact = {source: pence * share / weight for source, share in shares.items()}
    whole_pence = {source: int(each) for source, each in exact.items()}
    left = pence - sum(whole_pence.values())
    for source in sorted(exact, key=lambda each: whole_pence[each] - exact[each])[:left]:
        whole_pence[source] += 1
    sign = -1 if amount < 0 else 1
    return {source: sign * each * PENNY for source, each in whole_pence.items()}
