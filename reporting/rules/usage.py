"""How well the product itself is used, in numbers that tell of nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from careleavers.rules.suppression import suppress

FEWEST = 10  # a smaller number, 0 apart, is not shown: it could be about one worker or one young person
WINDOW = timedelta(weeks=13)
ALL = "In all"


@dataclass(frozen=True)
class UsageTable:
    """Counts with their totals, as they are shown: "c" for one that is hidden; no `lines` where there is nothing."""

    code: str
    title: str
    what: str
    head: str
    columns: tuple[str, ...]
    lines: list[tuple[str, list[tuple[str, int | str]]]]


def table(
    code: str, title: str, what: str, head: str, columns: Sequence[str], counts: Mapping[str, Sequence[int]]
) -> UsageTable:
    """`counts` are the numbers of each column by label. No number from 1 to 9 can be worked out from those shown."""
    shown = suppress(list(counts.values()), FEWEST - 1) if counts else []
    heads = (*columns, ALL) if len(columns) > 1 else tuple(columns)  # the total of one column is that column again
    lines = [
        (label, list(zip(heads, numbers, strict=False))) for label, numbers in zip([*counts, ALL], shown, strict=False)
    ]
    return UsageTable(code, title, what, head, heads, lines)
