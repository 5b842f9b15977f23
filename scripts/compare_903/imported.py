"""Whether each fault of our exports was already in the files that were imported: our pages must add none of their own.

The validator is asked its whole pack of the sample's files as they came, under the same year's rules as of the export,
and every fault of an export is looked up there by rule and child. One that is in no file at all fails the command,
unless a kind below explains it from the facts of the return.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from careleavers.rules.law.facts import COURT_ORDERS, SENTENCED
from careleavers.ssda903.files import read_folder
from reporting.rules.return_rules import Return
from scripts.compare_903 import generator
from scripts.compare_903.exported import NO_SUCH_POSTCODE, SAID, SAMPLE, UNEXPLAINED, Found

TABLES = ("Header", "Episodes", "OC3")  # those that we export
Faults = frozenset[tuple[str, str]]


class Origin(StrEnum):
    """Where a fault of an export comes from; NOT_IMPORTED where its council has imported nothing."""

    THAT_YEAR = "in that year's file"
    ANOTHER_YEAR = "in another year's file"
    OPEN_POINT = "in no file: care after a sentence is an open point of law"
    NOWHERE = "in no file"
    NOT_IMPORTED = ""


@dataclass(frozen=True)
class Imported:
    """The files of one sample year as they came; `year` is the one in which the collection ends."""

    year: int
    folder: Path
    before: Path | None

    def for_contender(self) -> dict:
        folders = {"folder": str(self.folder), "last": str(self.before) if self.before else None}
        pack = max(self.year, generator.FIRST_PACK)
        return {"year": self.year, "pack": pack, **folders, "rules": None, "deep": True, "postcodes": True}

    def faults(self, answer: Mapping) -> Faults:
        """The (rule, child) of what the validator found."""
        checked = Return(self.year, read_folder(self.folder))
        found = ((rule, table, line) for rule, table, line in answer["errors"] if table in TABLES)
        return frozenset(
            (rule, checked.table(table)["CHILD"][checked.table(table).lines.index(line)]) for rule, table, line in found
        )


def sample_years(sample: Path) -> list[Imported]:
    """The sample's folders are named after the year in which a collection starts."""
    years = sorted(int(path.name) for path in sample.iterdir() if path.is_dir())
    return [
        Imported(year + 1, sample / str(year), last if last.exists() else None)
        for year in years
        for last in [sample / str(year - 1)]
    ]


# What is wrong in the return itself; the other kinds are readings that DfE's sentence does not bear out.
REAL_FAULTS = (SAID, NO_SUCH_POSTCODE)


def with_origins(found: Sequence[Found], by_year: Mapping[int, Faults]) -> list[Found]:
    return [replace(each, origin=_origin(each, by_year)) for each in found]


def _origin(found: Found, by_year: Mapping[int, Faults]) -> Origin:
    if found.exported.council != SAMPLE:
        return Origin.NOT_IMPORTED
    fault = (found.rule, found.child)
    if fault in by_year[found.exported.year]:
        return Origin.THAT_YEAR
    if any(fault in faults for faults in by_year.values()):
        return Origin.ANOTHER_YEAR
    return Origin.OPEN_POINT if _is_open_point(found) else Origin.NOWHERE


def _is_open_point(found: Found) -> bool:
    """The file says that care under a court's order ended with a sentence. The order goes on until 18 (CA 1989 s91), so
    that the record counts them as looked after until a council decides otherwise (`sentenced_on_care_order`): they are
    a care leaver then, and DfE's sums of the episodes do not know of it."""
    if found.rule != "1001":
        return False
    episodes = found.exported.read().known_episodes(found.child)
    return any(each.reason_ended == SENTENCED and each.legal_status in COURT_ORDERS for each in episodes)


def not_allowed(found: Sequence[Found]) -> list[Found]:
    """What nothing explains; a fault of the council that has imported nothing; one that came with no file."""
    ours = (Origin.NOWHERE, Origin.NOT_IMPORTED)
    return [each for each in found if each.kind == UNEXPLAINED or (each.kind in REAL_FAULTS and each.origin in ours)]


def table_of(found: Sequence[Found]) -> Iterator[str]:
    """Markdown: the faults of the exports by rule and by where they come from."""
    faults = [each for each in found if each.kind in REAL_FAULTS]
    counts = Counter((each.rule, each.origin) for each in faults)
    yield f"| rule | {' | '.join(each for each in Origin if each)} | all |"
    yield f"| --- |{' --- |' * len(Origin)}"
    for rule in [*sorted({each.rule for each in faults}), ""]:
        by_origin = [
            sum(many for (its, origin), many in counts.items() if origin == each and rule in (its, ""))
            for each in Origin
            if each
        ]
        yield f"| {rule or 'all'} | {' | '.join(str(many) for many in by_origin)} | {sum(by_origin)} |"
