"""The episodes of care in one year's file."""

from collections.abc import Iterable, Iterator, KeysView
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from careleavers.ssda903.files import Table

ADOPTION = frozenset(("A3", "A4", "A5", "A6"))
TEMPORARY = frozenset(("T0", "T1", "T2", "T3", "T4"))
CONTINUES = "X1"  # why an episode ended: another starts the same day


class ReturnEpisode(NamedTuple):
    """An episode of care; half-open: the child was no longer looked after in it on `ended`. None where not given."""

    started: date | None
    ended: date | None
    left_open: bool
    reason_started: str
    legal_status: str
    reason_ended: str

    def touches(self, first: date, last: date) -> bool:
        """Whether it had started by `last` and had not ended before `first`."""
        return self.started is not None and self.started <= last and (self.ended is None or self.ended >= first)


class EpisodeFacts(NamedTuple):
    """A row of the file with all that it says; a date is None where it is not given or is none."""

    row: int
    child: str
    started: date | None
    ended: date | None
    end_text: str
    reason_started: str
    reason_ended: str
    legal_status: str
    placement: str
    provider: str
    reason_place_change: str
    home_postcode: str
    placement_postcode: str
    urn: str

    @property
    def first(self) -> date:
        """When it began; only of episodes that have a start."""
        assert self.started is not None
        return self.started


FACTS = ("RNE", "REC", "LS", "PLACE", "PLACE_PROVIDER", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN")


class Episodes:
    """A file's episodes by child."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @cached_property
    def _rows(self) -> dict[str, list[int]]:
        return rows_by_child(self._table)

    @property
    def children(self) -> KeysView[str]:
        return self._rows.keys()

    def of(self, child: str) -> list[ReturnEpisode]:
        """The child's episodes in the order of the file; none for a child who is not in it."""
        started, ended, end_text, reason, status, why = self._columns
        return [
            ReturnEpisode(started[row], ended[row], not end_text[row], reason[row], status[row], why[row])
            for row in self._rows.get(child, ())
        ]

    @cached_property
    def _columns(self) -> tuple[list[Any], ...]:
        table = self._table
        return table.dates("DECOM"), table.dates("DEC"), table["DEC"], table["RNE"], table["LS"], table["REC"]

    @cached_property
    def facts(self) -> list[EpisodeFacts]:
        """Every row with all that it says, in the order of the file."""
        table = self._table
        days = table.dates("DECOM"), table.dates("DEC")
        columns = zip(table["CHILD"], *days, table["DEC"], *(table[name] for name in FACTS), strict=True)
        return [EpisodeFacts(row, *values) for row, values in enumerate(columns)]

    @cached_property
    def in_time(self) -> dict[str, list[EpisodeFacts]]:
        """By child, in the order of their start; those without one are left out."""
        found: dict[str, list[EpisodeFacts]] = {}
        for each in sorted((each for each in self.facts if each.started), key=lambda each: (each.first, each.row)):
            found.setdefault(each.child, []).append(each)
        return found

    def spans(self) -> Iterator[tuple[str, date, date | None, str]]:
        """(child, started, ended, why it ended) of every episode that has a start; None where it has no end."""
        table = self._table
        columns = zip(table["CHILD"], table.dates("DECOM"), table.dates("DEC"), table["REC"], strict=True)
        return ((child, started, ended, why) for child, started, ended, why in columns if started)

    def ended_with(self, reason: str) -> set[str]:
        """The children with an episode that ended for this reason."""
        columns = zip(self._table["CHILD"], self._table["REC"], strict=True)
        return {child for child, reason_ended in columns if reason_ended == reason}


def latest(episodes: Iterable[ReturnEpisode]) -> ReturnEpisode | None:
    """The episode that started last; of two that started on one day, the one that ended later or is still open."""
    dated = [episode for episode in episodes if episode.started]
    return max(dated, key=lambda episode: (episode.started, episode.ended or date.max), default=None)


def rows_by_child(table: Table) -> dict[str, list[int]]:
    """The numbers of a table's rows by child."""
    rows: dict[str, list[int]] = {}
    for row, child in enumerate(table["CHILD"]):
        rows.setdefault(child, []).append(row)
    return rows
