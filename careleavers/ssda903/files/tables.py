"""The twelve tables of the return and what reading yields: columns of text, where each row came from, and problems."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

# DfE's columns in DfE's order. SWEpisodes is collected from 2024, DoLo from 2027.
TABLES: dict[str, tuple[str, ...]] = {
    name: tuple(columns.split())
    for name, columns in {
        "Header": "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB",
        "Episodes": "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN",
        "Reviews": "CHILD DOB REVIEW REVIEW_CODE",
        "UASC": "CHILD SEX DOB DUC",
        "OC2": "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT "
        "SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
        "OC3": "CHILD DOB IN_TOUCH ACTIV ACCOM",
        "AD1": "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
        "PlacedAdoption": "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
        "PrevPerm": "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
        "Missing": "CHILD DOB MISSING MIS_START MIS_END",
        "SWEpisodes": "CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON",
        "DoLo": "CHILD DOB DOLO_START DOLO_END",
    }.items()
}
DATE_COLUMNS = frozenset(
    ("DOB", "MC_DOB", "DECOM", "DEC", "REVIEW", "DUC", "DATE_INT", "DATE_MATCH", "DATE_PLACED", "DATE_PLACED_CEASED")
    + ("DATE_PERM", "MIS_START", "MIS_END", "SW_DECOM", "SW_DEC", "DOLO_START", "DOLO_END")
)
_PARTLY_KNOWN = re.compile(r"(\d\d|ZZ)/(\d\d|ZZ)/(\d{4}|ZZZZ)")  # DATE_PERM alone may say zz for what is unknown
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@lru_cache(maxsize=1 << 16)
def parse_date(text: str) -> date | None:
    """A date written DD/MM/YYYY (a missing leading zero is forgiven), or None for anything else."""
    day, _, rest = text.partition("/")
    month, _, year = rest.partition("/")
    try:
        parsed = date.fromisoformat(f"{year}-{month:0>2}-{day:0>2}")
    except ValueError:
        return None
    return parsed if day and month and _FIRST_YEAR <= parsed.year <= _LAST_YEAR else None


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something in a file that could not be read as it should. `line` counts the file's lines from 1."""

    file: str
    reason: str
    remedy: str
    line: int | None = None
    column: str | None = None
    table: str | None = None
    child: str | None = None


class ReturnRow(NamedTuple):
    """One row: its values by DfE's column name ("" for blank), the file's name and its line, counted from 1."""

    values: dict[str, str]
    file: str
    line: int


class Table:
    """The rows of one table, column by column: text without outer spaces, in capitals, "" for blank.

    Columns, because a rule reads three of them in thirty thousand rows: `table["ACTIV"][i]` and `table.lines[i]`
    belong to the same row i.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[int] = []
        self.files: list[str] = []
        self._starts: list[int] = []
        self._columns: dict[str, list[str]] = {column: [] for column in TABLES[name]}
        self._dates: dict[str, list[date | None]] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, column: str) -> list[str]:
        return self._columns[column]

    def __iter__(self) -> Iterator[ReturnRow]:
        names = tuple(self._columns)
        for index, values in enumerate(zip(*self._columns.values(), strict=True)):
            yield ReturnRow(dict(zip(names, values, strict=True)), self.file(index), self.lines[index])

    def dates(self, column: str) -> list[date | None]:
        """The column as dates; None where it is blank or no date."""
        if column not in self._dates:
            values = self._columns[column]
            days = {text: parse_date(text) for text in set(values)}
            self._dates[column] = [days[text] for text in values]
        return self._dates[column]

    def file(self, index: int) -> str:
        """The name of the file that row `index` came from."""
        return self.files[0] if len(self.files) == 1 else self.files[bisect_right(self._starts, index) - 1]

    def extend(self, file: str, columns: Mapping[str, Sequence[str]], lines: Iterable[int]) -> None:
        """Add a file's rows: values in capitals without outer space, one sequence for each column of the table."""
        if file not in self.files[-1:]:
            self._starts.append(len(self))
            self.files.append(file)
        self._dates.clear()
        for name, values in self._columns.items():
            values.extend(columns[name])
        self.lines.extend(lines)


def bad_dates(columns: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, str]]:
    """(row, column) of the values that should be dates and are not."""
    for column, values in columns.items():
        if column in DATE_COLUMNS:
            no_dates = {text for text in set(values) if text and not parse_date(text)}
            if no_dates:
                for row, text in enumerate(values):
                    if text in no_dates and not _partly_known(column, text):
                        yield row, column


def _partly_known(column: str, text: str) -> bool:
    return column == "DATE_PERM" and _PARTLY_KNOWN.fullmatch(text) is not None


@dataclass(slots=True)
class ReturnFiles:
    """What a folder holds: tables by name (only those found), and what could not be read.

    `spellings` maps a word in capitals to how the files spell it, where that is not in capitals.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    spellings: dict[str, str] = field(default_factory=dict)

    def rows(self, name: str) -> Iterator[ReturnRow]:
        """The rows of a table, or none where the folder does not have it."""
        return iter(self.tables.get(name, ()))

    def add(self, name: str, file: str, columns: Mapping[str, Sequence[str]], lines: Sequence[int]) -> None:
        """Add rows of a file's table, and report their values that should be dates and are not."""
        self.keep(name, file, columns, lines)
        for row, column in bad_dates(columns):
            self.problems.append(
                FileProblem(
                    file,
                    reason=f'{column} is "{columns[column][row]}", which is not a date.',
                    remedy="Write a real date as DD/MM/YYYY, for example 05/09/2025, or leave it blank.",
                    line=lines[row],
                    column=column,
                    table=name,
                    child=columns["CHILD"][row],
                )
            )

    def keep(self, name: str, file: str, columns: Mapping[str, Sequence[str]], lines: Sequence[int]) -> None:
        self.tables.setdefault(name, Table(name)).extend(file, columns, lines)
