"""What is put beside our own figures: England, the region, ourselves as published, and authorities like ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any

from careleavers.rules.codes import collection_year
from careleavers.rules.policies import AUTHORITY, Policy
from reporting.models import PublishedFigure
from reporting.rules.comparators import ENGLAND, SYMBOLS

# DfE's codes of nine characters.
OWN_AREA = Policy("published_area", AUTHORITY, "The authority's code in DfE's published figures", "text", "")
REGION = Policy("published_region", AUTHORITY, "The region's code in DfE's published figures", "text", "")
NEIGHBOURS = Policy(
    "published_neighbours",
    AUTHORITY,
    "Codes of authorities like ours in DfE's published figures",
    "text",
    "",
)
AGES = "19-21"  # the ages that DfE publishes and a dashboard shows alike


@dataclass(frozen=True)
class Comparator:
    """One area beside a figure of ours: "54 %", or the words for what DfE hides."""

    label: str
    says: str


@dataclass(frozen=True)
class Comparison:
    """What is put beside one measure, of the collection year that ends on 31 March of `year`."""

    year: int
    lines: tuple[Comparator, ...]


def comparisons(policies: Mapping[str, Any], cohort: str, day: date) -> dict[str, Comparison]:
    """By measure, from the last year that was over on the day; nothing for other ages than DfE's. One query."""
    if cohort != AGES:
        return {}
    own, region = policies[OWN_AREA.key].strip(), policies[REGION.key].strip()
    neighbours = codes_in(policies[NEIGHBOURS.key])
    wanted = {ENGLAND, own, region, *neighbours} - {""}
    found: dict[str, dict[int, dict[str, PublishedFigure]]] = defaultdict(lambda: defaultdict(dict))
    for row in PublishedFigure.objects.filter(ages=AGES, area_code__in=wanted, year__lt=collection_year(day)):
        found[row.measure][row.year][row.area_code] = row
    return {
        measure: Comparison(max(years), tuple(_lines(years[max(years)], own, region, neighbours)))
        for measure, years in found.items()
    }


def codes_in(text: str) -> list[str]:
    return [code for code in text.replace(",", " ").split() if code]


def _lines(
    rows: Mapping[str, PublishedFigure], own: str, region: str, neighbours: Iterable[str]
) -> Iterable[Comparator]:
    for code in (ENGLAND, region, own):
        if code in rows:
            row = rows[code]
            yield Comparator("ours as published" if code == own else row.area, _says(row))
    published = [rows[code].percent for code in neighbours if code in rows]
    known = [percent for percent in published if percent is not None]
    if known:
        many = len(known)
        yield Comparator(f"average of {many} like ours" if many > 1 else "one like ours", f"{fmean(known):.0f} %")


def _says(row: PublishedFigure) -> str:
    return SYMBOLS[row.percent_symbol] if row.percent is None else f"{row.percent} %"
