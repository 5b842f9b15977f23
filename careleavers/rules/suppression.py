"""Hides small numbers in a table that leaves the team, and as many others as it takes to keep them hidden.

The rule is DfE's: 1 to 5 becomes "c" wherever it is, margins included; 0 is shown. What else must be hidden is
settled against readers who have the whole published table and work at it:

- who add up: cells are whole numbers from 0, and totals are sums;
- who know the rule as well: "c" is never 0, and every "c" is there for the sake of one from 1 to 5, linked with it.

For both, **every hidden cell keeps at least two possible values**. Not covered, and so left to whoever publishes:
readers who run this very program on each table that could be meant, tables that share people (publish frozen
quarters, one table a question, or show the totals that they share: `totals_shown`), what a reader knows of a person
already, and how far apart the possible values are.

How it is decided. A table with margins is a circulation: people flow from the grand total to the rows, through the
cells to the columns and back to the grand total, and at each of these nodes what comes in goes out. The tables a
reader cannot tell apart are the whole-number flows that agree on what is shown. Two such flows differ by a sum of
cycles, each of which is possible by itself; so a hidden cell has a second value exactly when some cycle of hidden
cells runs through it along which one person more, or one fewer, can be sent. Each hidden cell here lies on such a
cycle with a small one, which stays small one way or the other round (L. H. Cox, "Network models for
complementary cell suppression", JASA 90, 1995).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import product

HIDDEN = "c"
SMALL = 5  # DfE, Children looked after and Children in need: 1 to 5, both included, are not published

Cell = tuple[int, int]  # row and column in the table with margins
Step = tuple[Cell, int]  # the cell crossed, and the node that this leads to
Cost = tuple[int, int]  # people hidden, then cells hidden
NOTHING: Cost = (0, 0)


class CannotHide(ValueError):
    """What must be hidden could be worked out from the totals that are to be shown."""


def suppress(rows: Sequence[Sequence[int]], small: int = SMALL, *, totals_shown: bool = False) -> list[list[int | str]]:
    """The table with a total at the end of each row and a row of totals, "c" where hidden.

    `small` is the largest number that must not be shown, 2 at least: a hidden number that can only be 1 is known.
    `totals_shown` keeps the row of totals whole. Tables that share their people by columns, and nothing else, then say
    nothing about one another: all that joins them is known already. CannotHide where that is not possible.
    Raises ValueError unless there are rows, equally long, of whole numbers from 0.
    """
    if small < 2:
        raise ValueError("The largest number to hide must be 2 or more.")
    whole = _with_margins(rows)
    too_small = [(i, j) for i, row in enumerate(whole) for j, value in enumerate(row) if 0 < value <= small]
    kept = {(len(rows), j) for j in range(len(whole[0]))} if totals_shown else set[Cell]()
    if not kept.isdisjoint(too_small):
        raise CannotHide("A total that is to be shown is too small.")
    hidden = _Table(whole, kept).hide(too_small)
    return [[HIDDEN if (i, j) in hidden else value for j, value in enumerate(row)] for i, row in enumerate(whole)]


def _with_margins(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    if not rows or not rows[0]:
        raise ValueError("A table needs at least one row with one number.")
    if any(len(row) != len(rows[0]) for row in rows):
        raise ValueError("The rows of a table must be equally long.")
    if any(type(value) is not int or value < 0 for row in rows for value in row):
        raise ValueError("The numbers of a table must be whole numbers from 0.")
    summed = [[*row, sum(row)] for row in rows]
    return [*summed, [sum(column) for column in zip(*summed, strict=True)]]


@dataclass(frozen=True, slots=True)
class _Arc:
    """A cell as an arc of the circulation: `value` people flow from the node `tail` to the node `head`."""

    tail: int
    head: int
    value: int


class _Table:
    """A table with margins, seen as a circulation. Row i is node i, its last row (the totals) included; column j is
    node `height + j`, its last column included. What is `kept` is shown always, so no cycle crosses it."""

    def __init__(self, rows: Sequence[Sequence[int]], kept: Collection[Cell]) -> None:
        height, width = len(rows), len(rows[0])
        self.arcs: dict[Cell, _Arc] = {}
        self.steps: list[list[Step]] = [[] for _ in range(height + width)]
        for i, j in product(range(height), range(width)):
            value = rows[i][j]
            in_margin = (i == height - 1) != (j == width - 1)
            row, column = i, height + j
            arc = _Arc(column, row, value) if in_margin else _Arc(row, column, value)
            self.arcs[i, j] = arc
            if (i, j) in kept:
                continue
            if value:  # 0 is shown always, so it never changes
                self.steps[arc.tail].append(((i, j), arc.head))
            if value > 1:  # with one person fewer the cell would be 0, which the reader knows is shown
                self.steps[arc.head].append(((i, j), arc.tail))

    def hide(self, small: Iterable[Cell]) -> set[Cell]:
        """These cells and what keeps them hidden: for each the cycle that hides fewest people more, and of all that
        nothing that could be shown after all."""
        cycles: dict[Cell, frozenset[Cell]] = {}
        hidden = set(small)
        for cell in sorted(hidden, key=self._largest_first):
            cycle = self._cheapest_cycle(cell, hidden, may_hide=True)
            if cycle is None:  # where nothing is kept there is one: through its own totals and the grand total
                raise CannotHide("Too few people are in the other cells of a column whose total is to be shown.")
            cycles[cell] = cycle
            hidden |= cycle
        for cell in sorted(hidden - cycles.keys(), key=self._largest_first):
            if cell in hidden:
                cycles |= self._cycles_around(cell, cycles, hidden - {cell})
                hidden = set[Cell]().union(*cycles.values())
        return hidden

    def _cycles_around(
        self, cell: Cell, cycles: dict[Cell, frozenset[Cell]], hidden: set[Cell]
    ) -> dict[Cell, frozenset[Cell]]:
        """New cycles, within `hidden`, for all whose cycle crosses `cell`; none where one of them has no other."""
        found = {}
        for small, cycle in cycles.items():
            if cell in cycle:
                other = self._cheapest_cycle(small, hidden, may_hide=False)
                if other is None:
                    return {}
                found[small] = other
        return found

    def _cheapest_cycle(self, cell: Cell, hidden: set[Cell], may_hide: bool) -> frozenset[Cell] | None:
        """The cells of the cycle through `cell`, either way, that hides fewest people beyond `hidden`, or none."""

        def price(crossed: Cell) -> Cost | None:
            if crossed in hidden:
                return NOTHING
            return (self.arcs[crossed].value, 1) if may_hide else None

        arc = self.arcs[cell]
        more = self._cheapest_path(arc.head, arc.tail, cell, price)
        fewer = self._cheapest_path(arc.tail, arc.head, cell, price) if arc.value > 1 else None
        found = min((path for path in (more, fewer) if path is not None), default=None, key=lambda path: path[0])
        return None if found is None else frozenset([cell, *found[1]])

    def _cheapest_path(
        self, start: int, end: int, without: Cell, price: Callable[[Cell], Cost | None]
    ) -> tuple[Cost, list[Cell]] | None:
        """Dijkstra's shortest path from node to node that does not cross the cell `without`."""
        waiting: list[tuple[Cost, int]] = [(NOTHING, start)]
        cheapest: dict[int, Cost] = {start: NOTHING}
        came: dict[int, tuple[Cell, int]] = {}
        while waiting:
            cost, node = heappop(waiting)
            if node == end:
                return cost, list(_back(came, end))
            if cost > cheapest[node]:
                continue
            for cell, leads_to in self.steps[node]:
                extra = price(cell) if cell != without else None
                if extra is None:
                    continue
                total = (cost[0] + extra[0], cost[1] + extra[1])
                if leads_to not in cheapest or total < cheapest[leads_to]:
                    cheapest[leads_to] = total
                    came[leads_to] = (cell, node)
                    heappush(waiting, (total, leads_to))
        return None

    def _largest_first(self, cell: Cell) -> tuple[int, Cell]:
        return -self.arcs[cell].value, cell


def _back(came: dict[int, tuple[Cell, int]], node: int) -> Iterator[Cell]:
    """The cells crossed on the way to a node, last first."""
    while node in came:
        cell, node = came[node]
        yield cell
