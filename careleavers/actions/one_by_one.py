"""Jobs about many: what cannot be done for one keeps nobody else waiting, and is told once all others were tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.db import OperationalError

Item = TypeVar("Item")
Result = TypeVar("Result")


def one_by_one(items: Iterable[Item], do: Callable[[Item], Result]) -> Iterator[Result]:
    """What `do` makes of each. After the last, RuntimeError where any failed; a database that is away ends it at once.

    `do` writes in a transaction of its own, so that what failed for one leaves nothing half done.
    """
    failed: list[Exception] = []
    for item in items:
        try:
            yield do(item)
        except OperationalError:
            raise
        except Exception as wrong:
            failed.append(wrong)
    if failed:
        raise RuntimeError(f"{len(failed)} could not be done; the others are.") from failed[0]


def in_batches(batches: Iterable[list[Item]], do: Callable[[list[Item]], Result]) -> Iterator[Result]:
    """The same for items that are done many at a time: those of a batch that failed are done each for itself."""
    left: list[list[Item]] = []
    for batch in batches:
        try:
            done = do(batch)
        except OperationalError:
            raise
        except Exception:
            left += [[item] for item in batch]
        else:
            yield done
    yield from one_by_one(left, do)
