"""DfE's code sets by collection year, and England's local authorities.

A collection year is named by the year it ends in: 2026 is 1 April 2025 to 31 March 2026. The data and its sources stand
in careleavers/rules/data/; nothing is read until something is asked, and then once.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
ANY_AUTHORITY = "nnn"  # LA_PERM's placeholder for "the three digits of an authority"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a set. first_year and last_year are collection years, both included; None means no limit known."""

    code: str
    label: str
    first_year: int | None
    last_year: int | None
    source: str

    def in_use(self, year: int) -> bool:
        return (self.first_year is None or self.first_year <= year) and (
            self.last_year is None or year <= self.last_year
        )


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority in England. ons_code is "" where no source gives it; an abolished one keeps its old records."""

    code: str
    name: str
    ons_code: str
    region: str
    current: bool


def collection_year(day: date) -> int:
    """The year that names the collection a day falls into."""
    return day.year + (day.month >= 4)


@cache
def valid(code_set: str, year: int) -> frozenset[str]:
    """The codes that may be used in the collection ending in `year`; `code_set` as "OC3.ACCOM" or just "ACCOM"."""
    return frozenset(code.code for code in _members(code_set) if code.in_use(year))


def ever_valid(code_set: str) -> frozenset[str]:
    """Every code that was valid in some year: for reading old records, never for new ones."""
    return frozenset(code.code for code in _members(code_set))


def label(code_set: str, code: str) -> str:
    """What the code means, in DfE's words, whatever the year; KeyError for a code that never was."""
    return _labels(code_set)[code]


def choices(code_set: str, year: int) -> tuple[tuple[str, str], ...]:
    """(code, label) pairs for a form, in DfE's order, of the codes in use in the collection ending in `year`."""
    return tuple((code.code, code.label) for code in _members(code_set) if code.in_use(year))


def accommodation_types(year: int) -> tuple[tuple[str, str], ...]:
    """(letter, label) of the kinds of accommodation, without the digit that says whether it is suitable."""
    labels: dict[str, str] = {}
    for code, text in choices("OC3.ACCOM", year):
        if code != "0":
            labels.setdefault(code[0], text.partition(" [")[0])
    return tuple(labels.items())


def authorities(*, include_abolished: bool = False) -> tuple[Authority, ...]:
    """The authorities by DfE code; abolished ones only on request."""
    return tuple(each for each in _authorities().values() if each.current or include_abolished)


def authority(code: str) -> Authority:
    """The authority with this three-digit DfE code, abolished or not; KeyError for any other."""
    return _authorities()[code]


def _members(code_set: str) -> tuple[Code, ...]:
    sets = _sets()
    return sets[code_set] if code_set in sets else sets[_short_names()[code_set]]


@cache
def _labels(code_set: str) -> dict[str, str]:
    return {code.code: code.label for code in _members(code_set)}


@cache
def _short_names() -> dict[str, str]:
    return {name.rpartition(".")[2]: name for name in _sets()}


@cache
def _sets() -> dict[str, tuple[Code, ...]]:
    sets: dict[str, list[Code]] = {}
    for row in _rows("codes.csv"):
        members = sets.setdefault(row["code_set"], [])
        years = _year(row["first_year_ending"]), _year(row["last_year_ending"])
        if row["code"] == ANY_AUTHORITY:
            members.extend(Code(each.code, each.name, *years, row["source"]) for each in _authorities().values())
        else:
            members.append(Code(row["code"], row["label"], *years, row["source"]))
    return {name: tuple(members) for name, members in sets.items()}


@cache
def _authorities() -> dict[str, Authority]:
    return {
        row["la_code_dfe"]: Authority(
            row["la_code_dfe"], row["la_name"], row["la_code_ons"], row["region"], row["status"] == "current"
        )
        for row in _rows("authorities.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _year(text: str) -> int | None:
    return int(text) if text else None
