"""Proportions: n people of d. How sure can we be of one, how does it compare, and how is it written?"""

from fractions import Fraction
from math import sqrt
from typing import Literal, NamedTuple

FEWEST_FOR_PERCENT = 20  # people; below it a percentage says more than it knows
Z = 1.96  # 95 %: OHID Fingertips, technical guidance on proportions

Better = Literal["higher", "lower", "neither"]


class Interval(NamedTuple):
    """Bounds as fractions of 1, both included."""

    lower: float
    upper: float


def wilson(n: int, d: int) -> Interval | None:
    """The 95 % Wilson score interval of n of d (OHID Fingertips), valid at none and at all; None where d is 0.

    Raises ValueError unless 0 <= n <= d.
    """
    _refuse_impossible(n, d)
    if d == 0:
        return None
    z2 = Z * Z
    spread = Z * sqrt(z2 + 4 * n * (d - n) / d)
    lower = (2 * n + z2 - spread) / (2 * (d + z2)) if n else 0.0
    upper = (2 * n + z2 + spread) / (2 * (d + z2)) if n < d else 1.0
    return Interval(lower, upper)


def comparison(interval: Interval | None, comparator: float, better: Better, name: str) -> str:
    """ "similar to England" where the comparator (a fraction) lies in the interval, else "better" or "worse than".

    "higher" or "lower than" where neither is better. Nothing where there is no interval.
    """
    if interval is None:
        return ""
    if interval.lower <= comparator <= interval.upper:
        return f"similar to {name}"
    side = "higher" if interval.lower > comparator else "lower"
    if better == "neither":
        return f"{side} than {name}"
    return f"{'better' if side == better else 'worse'} than {name}"


def target_verdict(interval: Interval | None, target: float, better: Better) -> str:
    """Whether a target (a fraction) is met, said only as surely as the interval allows.

    "met" or "not met" where the whole interval is on one side, "too close to tell" otherwise; a bound on the target
    counts as its better side. Nothing without an interval or where neither direction is better.
    """
    if interval is None or better == "neither":
        return ""
    if interval.lower >= target if better == "higher" else interval.upper <= target:
        return "met"
    if interval.upper < target if better == "higher" else interval.lower > target:
        return "not met"
    return "too close to tell"


Sureness = Literal["everybody", "beyond chance", "could be chance"]


class Verdict(NamedTuple):
    """Whether the target was met on the day, which is a fact; and whether chance could have turned it the other way."""

    met: bool
    sure: Sureness


def verdict_on_day(n: int, d: int, target: int, better: Better) -> Verdict | None:
    """`target` in percent. 228 of 228 meets 100 %: they are everybody there is, and no sample.

    None where nobody is counted or neither direction is better; same errors as `wilson`.
    """
    told = target_verdict(wilson(n, d), target / 100, better)
    if not told:
        return None
    met = 100 * n >= target * d if better == "higher" else 100 * n <= target * d
    if met and target == (100 if better == "higher" else 0):
        return Verdict(met, "everybody")
    return Verdict(met, "could be chance" if told == "too close to tell" else "beyond chance")


def percent(n: int, d: int, places: int = 1) -> str:
    """100 n / d with that many decimals, a half rounded up: "90.4". Nothing where d is 0; same errors as `wilson`."""
    _refuse_impossible(n, d)
    return _as_percent(Fraction(n, d), places) if d else ""


def percent_and_range(n: int, d: int) -> tuple[str, str]:
    """The percentage and its likely range, as pages show them; both empty where there are too few people."""
    return (percent(n, d), likely_range(wilson(n, d))) if d >= FEWEST_FOR_PERCENT else ("", "")


def percentage(n: int, d: int, places: int = 1) -> str:
    """ "90.4 % (94 of 104)"; nothing where d is 0."""
    return f"{percent(n, d, places)} % ({n} of {d})" if percent(n, d, places) else ""


def likely_range(interval: Interval | None, places: int = 0) -> str:
    """ "83–95 %"; nothing without an interval."""
    if interval is None:
        return ""
    lower, upper = (_as_percent(Fraction(bound), places) for bound in interval)
    return f"{lower}–{upper} %"


def _as_percent(share: Fraction, places: int) -> str:
    """The share as a percentage; exact until the last digit, so that a half is a half."""
    scale = 10**places
    units = int(share * 100 * scale + Fraction(1, 2))
    return f"{units // scale}.{units % scale:0{places}d}" if places else str(units)


def _refuse_impossible(n: int, d: int) -> None:
    if not 0 <= n <= d:
        raise ValueError(f"{n} of {d} cannot be: n is from 0 to d.")
