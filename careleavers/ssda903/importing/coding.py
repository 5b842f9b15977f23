"""The coded columns of the return: which code set each has, and values that are no code or not this year's."""

from __future__ import annotations

from collections import Counter

from careleavers.rules import codes

CODED = {
    "Header": {"SEX": "SEX", "ETHNIC": "ETHNIC", "MOTHER": "MOTHER"},
    "UASC": {"SEX": "SEX"},
    "Episodes": {
        "RNE": "EPISODES.RNE",
        "LS": "EPISODES.LS",
        "CIN": "EPISODES.CIN",
        "PLACE": "EPISODES.PLACE",
        "PLACE_PROVIDER": "EPISODES.PLACE_PROVIDER",
        "REC": "EPISODES.REC",
        "REASON_PLACE_CHANGE": "EPISODES.REASON_PLACE_CHANGE",
    },
    "OC3": {"IN_TOUCH": "OC3.IN_TOUCH", "ACTIV": "OC3.ACTIV", "ACCOM": "OC3.ACCOM"},
    "Reviews": {"REVIEW_CODE": "REVIEWS.REVIEW_CODE"},
    "OC2": {"SDQ_REASON": "OC2.SDQ_REASON"},
    "AD1": {"SEX_ADOPTR": "AD1.SEX_ADOPTR", "LS_ADOPTR": "AD1.LS_ADOPTR"},
    "PlacedAdoption": {"REASON_PLACED_CEASED": "PLACEDADOPTION.REASON_PLACED_CEASED"},
    "PrevPerm": {"PREV_PERM": "PREVPERM.PREV_PERM"},
    "Missing": {"MISSING": "MISSING.MISSING"},
    "SWEpisodes": {"SW_REASON": "SWEPISODES.SW_REASON"},
}
NUMBERS = {"SEX", "MOTHER"}  # a spreadsheet writes 1 as 1.0


class Coding:
    """Reads codes leniently: one of another year is kept, and counted for the report."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.of_other_years: Counter[tuple[str, str, str]] = Counter()
        sets = {name for columns in CODED.values() for name in columns.values()}
        self._ever = {name: codes.ever_valid(name) for name in sets}
        self._now = {name: codes.valid(name, year) for name in sets}

    def read(self, table: str, column: str, value: str) -> str | None:
        """The code, "" for blank, or None for what never was a code of this column."""
        if column in NUMBERS:
            value = value.removesuffix(".0")
        if not value:
            return ""
        name = CODED[table][column]
        if value not in self._ever[name]:
            return None
        if value not in self._now[name]:
            self.of_other_years[table, column, value] += 1
        return value

    def notes(self) -> list[str]:
        """One sentence for each code that was kept although this collection does not use it."""
        return [
            f"{table}, {column}: {value} is not in use in the collection ending in {self.year}. Kept as it came, "
            f"{'once' if times == 1 else f'{times:,} times'}."
            for (table, column, value), times in sorted(self.of_other_years.items())
        ]
