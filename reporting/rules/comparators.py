"""What DfE publishes about care leavers elsewhere, read from its own files (explore-education-statistics, CSV).

A number that DfE hides is kept as the symbol that stands for it, and is never a zero.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

COLUMNS = (
    "time_period",
    "geographic_level",
    "region_code",
    "region_name",
    "la_name",
    "new_la_code",
    "care_leaver_age",
    "breakdown",
    "care_leaver_count",
    "care_leaver_percent",
)
# The breakdowns that are measures of ours, by DfE's words.
MEASURES = {
    "Accommodation considered suitable": "ACCOM_SUITABLE",
    "Total in education, employment or training": "EET",
}
AGES = {"17 to 18 years": "17-18", "19 to 21 years": "19-21"}
LEVELS = {"National": "national", "Regional": "regional", "Local authority": "local"}
ENGLAND = "E92000001"
SYMBOLS = {
    "c": "too few to be published",
    "z": "not applicable",
    "x": "not available",
    "k": "less than half a per cent",
    "u": "unreliable",
}
WRONG_FILE = "This is not one of DfE's files: it has no column “{column}”. Download the data set as CSV again."
NOTHING = (
    "There is nothing in this file that is compared: it wants the activity or the accommodation of care leavers by "
    "local authority."
)


class UnreadableFile(Exception):
    """The file cannot be used; the message says what to do."""


@dataclass(frozen=True)
class PublishedNumber:
    """A whole number, or the symbol that stands for it."""

    number: int | None
    symbol: str = ""


@dataclass(frozen=True)
class PublishedRow:
    """One number of one area: `year` is that in which the collection year ends."""

    year: int
    measure: str
    ages: str
    level: str
    area_code: str
    area: str
    count: PublishedNumber
    percent: PublishedNumber


def text_of(content: bytes) -> str:
    """The text of a file in whatever encoding spreadsheets write. UnreadableFile for one that is no text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile("This file is no text. Download the data set as CSV, and choose that file.")


def read_published(content: bytes) -> list[PublishedRow]:
    """The rows that are compared. UnreadableFile with what to do where columns are missing or a number is none."""
    reader = csv.DictReader(StringIO(text_of(content), newline=""))
    try:
        names = set(reader.fieldnames or ())
        for column in COLUMNS:
            if column not in names:
                raise UnreadableFile(WRONG_FILE.format(column=column))
        rows = list(_rows(reader))
    except csv.Error:
        raise UnreadableFile("This file is no CSV: a line of it cannot be read. Download it again.") from None
    if not rows:
        raise UnreadableFile(NOTHING)
    return rows


def _rows(reader: csv.DictReader[str]) -> Iterator[PublishedRow]:
    for line, cells in enumerate(reader, start=2):
        measure = MEASURES.get(cells["breakdown"] or "")
        ages, level = AGES.get(cells["care_leaver_age"] or ""), LEVELS.get(cells["geographic_level"] or "")
        if not (measure and ages and level):
            continue
        code, area = _area(level, cells)
        yield PublishedRow(
            year=_year(cells["time_period"], line),
            measure=measure,
            ages=ages,
            level=level,
            area_code=code,
            area=area,
            count=_number(cells["care_leaver_count"], line),
            percent=_number(cells["care_leaver_percent"], line),
        )


def _area(level: str, cells: dict[str, str]) -> tuple[str, str]:
    if level == "national":
        return ENGLAND, "England"
    return (
        (cells["region_code"], cells["region_name"])
        if level == "regional"
        else (cells["new_la_code"], cells["la_name"])
    )


def _year(text: str, line: int) -> int:
    if not (text or "").isdecimal() or len(text) != 4:
        raise UnreadableFile(f"Line {line} has no year of four digits under “time_period”.")
    return int(text)


def _number(text: str, line: int) -> PublishedNumber:
    value = (text or "").strip().replace(",", "")
    if value in SYMBOLS:
        return PublishedNumber(None, value)
    if value.isdecimal() and len(value) < 9:
        return PublishedNumber(int(value))
    raise UnreadableFile(f"Line {line} has “{value[:20]}” where a number or one of DfE's symbols belongs.")
