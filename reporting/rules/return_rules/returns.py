"""One year's return as the rules see it: the tables of this year and last, and each child's care."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from functools import cached_property

from careleavers.rules.dates import LeapDay, birthday
from careleavers.rules.law.facts import SHORT_BREAKS
from careleavers.ssda903.files import ReturnFiles, Table
from reporting.rules.return_rules.episodes import Episodes, ReturnEpisode, rows_by_child

LEAVER_COLUMNS = ("IN_TOUCH", "ACTIV", "ACCOM")


class Return:
    """A return for the collection ending on 31 March of `year`, with last year's where there is one."""

    def __init__(
        self, year: int, files: ReturnFiles, last: ReturnFiles | None = None, leap_day: LeapDay = "1 March"
    ) -> None:
        self.year = year
        self.start = date(year - 1, 4, 1)
        self.end = date(year, 3, 31)
        self.files = files
        self.last_files = last or ReturnFiles()
        self.leap_day: LeapDay = leap_day

    def has(self, name: str) -> bool:
        """Whether a table was found; "Episodes_last" asks for last year's."""
        files = self.last_files if name.endswith("_last") else self.files
        return name.removesuffix("_last") in files.tables

    def table(self, name: str) -> Table:
        """A table by name; one without rows where it was not found."""
        files = self.last_files if name.endswith("_last") else self.files
        plain = name.removesuffix("_last")
        return files.tables[plain] if plain in files.tables else Table(plain)

    @cached_property
    def oc3(self) -> Table:
        return self.table("OC3")

    @cached_property
    def oc3_rows(self) -> dict[str, list[int]]:
        """The rows of OC3 by child."""
        return rows_by_child(self.oc3)

    @cached_property
    def filled_rows(self) -> list[int]:
        """The rows of OC3 in which being in touch, activity or accommodation is given."""
        columns = zip(*(self.oc3[name] for name in LEAVER_COLUMNS), strict=True)
        return [row for row, (in_touch, activity, home) in enumerate(columns) if in_touch or activity or home]

    @cached_property
    def care_leavers(self) -> frozenset[str]:
        """The children with care-leaver information."""
        child = self.oc3["CHILD"]
        return frozenset(child[row] for row in self.filled_rows)

    @cached_property
    def birthdays_17_and_18(self) -> dict[str, list[tuple[int, date]]]:
        """(row of OC3, birthday) by child, where the row is filled in and that birthday lies in the collection year."""
        born = self.oc3.dates("DOB")
        birthdays = {day: self._birthdays_in_year(day) for day in set(born) if day}
        found: dict[str, list[tuple[int, date]]] = {}
        for row in self.filled_rows:
            day = born[row]
            if day and birthdays[day]:
                found.setdefault(self.oc3["CHILD"][row], []).extend((row, birthday) for birthday in birthdays[day])
        return found

    def _birthdays_in_year(self, born: date) -> list[date]:
        days = (self.birthday(born, age) for age in (17, 18))
        return [day for day in days if self.start <= day <= self.end]

    def leaver_rows(self, children: Container[str]) -> Iterator[tuple[str, int]]:
        """The rows of OC3 that give care-leaver information about any of these children, as rules report them."""
        child = self.oc3["CHILD"]
        return (("OC3", row) for row in self.filled_rows if child[row] in children)

    def rows_with_any(self, name: str, columns: Iterable[str], children: Container[str]) -> Iterator[tuple[str, int]]:
        """The rows of a table about any of these children in which one of the columns is filled."""
        table = self.table(name)
        filled = [table[column] for column in columns]
        for row, child in enumerate(table["CHILD"]):
            if child in children and any(column[row] for column in filled):
                yield name, row

    @cached_property
    def episodes(self) -> Episodes:
        """This year's episodes."""
        return Episodes(self.table("Episodes"))

    @cached_property
    def last_episodes(self) -> Episodes:
        """Last year's episodes; none where that year was not given."""
        return Episodes(self.table("Episodes_last"))

    @cached_property
    def dates_of_birth(self) -> dict[str, date]:
        """The date of birth by child: the Header's, else OC3's. Children without a real date are not in it."""
        born: dict[str, date] = {}
        for table in (self.oc3, self.table("Header")):
            born.update((child, day) for child, day in zip(table["CHILD"], table.dates("DOB"), strict=True) if day)
        return born

    def birthday(self, born: date, age: int) -> date:
        return birthday(born, age, self.leap_day)

    def born_by(self, age: int, day: date) -> date:
        """The last date of birth of somebody who has attained an age by the first or the last day of a collection.

        31 March and 1 April come in every year after both of the days on which a 29 February may be kept.
        """
        return day.replace(year=day.year - age)

    def looked_after_in_year(self, episodes: Iterable[ReturnEpisode]) -> bool:
        """Whether any of the episodes touches the collection year."""
        return any(episode.touches(self.start, self.end) for episode in episodes)

    def care(self, episodes: Iterable[ReturnEpisode]) -> Iterator[tuple[date, date]]:
        """The (start, end) of one child's episodes that are no short break, half-open, in order of their start.

        An episode left open ends where the next one starts, or with the collection year.
        """
        dated = sorted((each.started, each.ended or date.max, each.legal_status) for each in episodes if each.started)
        next_starts = [*(started for started, *_ in dated), self.end][1:]
        for (started, ended, status), next_start in zip(dated, next_starts, strict=True):
            if status not in SHORT_BREAKS:
                yield started, next_start if ended == date.max else ended

    def known_episodes(self, child: str) -> list[ReturnEpisode]:
        """The child's episodes of both years; where both give one of the same start, this year's says how it ended."""
        this_year, last_year = self.episodes.of(child), self.last_episodes.of(child)
        if not last_year:
            return this_year
        given_again = {episode.started for episode in this_year}
        return this_year + [episode for episode in last_year if episode.started not in given_again]
