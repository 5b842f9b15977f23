"""What a return says of each child, and why some of it cannot be taken over. Reads no database and writes nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from careleavers.rules import identifiers
from careleavers.rules.words import amount, day
from careleavers.ssda903.files import ReturnRow, parse_date
from careleavers.ssda903.importing.coding import CODED, Coding
from careleavers.ssda903.importing.identity import cleaned_number, real_upn
from careleavers.ssda903.importing.report import Refusal
from careleavers.ssda903.importing.spool import KEPT, KnownChild, SpooledReturn

MOST = 0.95  # of the episodes tell which year a return is about
OLDEST = 40  # a child of the return, or a care leaver in it, is never this many years old
GENDERS = {"1": "M", "2": "F", "M": "M", "F": "F", "U": "U"}
LONGEST_POSTCODE, LONGEST_URN = 8, 10
PLAIN_CODES = {  # they describe an episode; it can be kept without one
    "RNE": "reason_started",
    "CIN": "need",
    "PLACE": "placement",
    "PLACE_PROVIDER": "placement_provider",
    "REC": "reason_ended",
    "REASON_PLACE_CHANGE": "reason_place_change",
}
OC3_FIELDS = {"IN_TOUCH": "in_touch", "ACTIV": "activity", "ACCOM": "accommodation"}


class FileLine(NamedTuple):
    """The file and line that a row came from."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"line {self.line} of {self.file}"


@dataclass(slots=True)
class ReadRow:
    """A row that was understood: its facts by the names of the record's fields."""

    place: FileLine
    facts: dict[str, Any]


@dataclass(slots=True)
class Child:
    """One child of the return. With a refusal, nothing of the child is loaded."""

    number: str
    place: FileLine
    born: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    upn: str = ""
    upn_place: FileLine | None = None
    episodes: list[ReadRow] = field(default_factory=list)
    answer: ReadRow | None = None
    data_quality_issues: list[tuple[str, str, str]] = field(default_factory=list)  # field, value, what is wrong with it
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, place: FileLine, column: str | None, reason: str, remedy: str = "") -> None:
        self.refusals.append(Refusal("child", place.file, place.line, column, self.number, reason, remedy))


class ReturnReader:
    """Goes through the kept tables of a return, some children at a time, and is used up then: `refused`, `skipped` and
    `notes()` hold what was found. `today` bounds what can have happened; the collection's year refuses nothing."""

    def __init__(self, files: SpooledReturn, year: int, today: date) -> None:
        self.files, self.year, self.today = files, year, today
        self.refused: list[Refusal] = []
        self.skipped: Counter[str] = Counter()
        self.coding = Coding(year)
        self._odd: Counter[str] = Counter()
        self._days: Counter[date] = Counter()
        self._header_of: dict[str, ReturnRow] = {}
        files.find_children()
        files.note_births(self._births())
        self._doubled = self._twice_in_header()

    def children(self, together: int) -> Iterator[list[Child]]:
        """Every child that can be told by its number, so many at a time, in the order of the files."""
        for numbers in self.files.children(together):
            yield self._read(numbers)
        for table in CODED.keys() - set(KEPT):
            self._codes_of_table_not_kept(table)

    def notes(self) -> list[str]:
        """What a data officer should know though nothing was refused for it."""
        return [*self._wrong_year(), *self.coding.notes(), *self._oddities()]

    # Rows

    def _read(self, numbers: Sequence[str]) -> list[Child]:
        children: dict[str, Child | None] = {}
        self._header_of.clear()
        for table, read in (
            ("Header", self._header),
            ("UASC", self._unaccompanied),
            ("Episodes", self._episode),
            ("OC3", self._care_leaver_row),
        ):
            for number, row in self.files.rows_of_children(table, numbers):
                if number not in children:
                    children[number] = self._child(number, row)
                child = children[number]
                if child:
                    written = cleaned_number(row.values["CHILD"])
                    if written != number:
                        self._odd[f"CHILD {written} is {number} in Header: taken for the same child"] += 1
                    read(child, row)
        found = [child for child in children.values() if child]
        for child in found:
            if child.number in self._doubled and not child.refusals:
                child.refuse(child.place, "CHILD", *self._doubled[child.number])
        return found

    def _child(self, number: str, row: ReturnRow) -> Child | None:
        """The child, or None where its number can be no number."""
        place = FileLine(row.file, row.line)
        checked = identifiers.check("ssda903_id", number)
        if len(number) > identifiers.SSDA903_ID_LENGTH or not number.isprintable() or "\ufffd" in number:
            shown = "".join(c if c.isprintable() else "?" for c in number)[:40]
            reason = f'CHILD is "{shown}": longer than {identifiers.SSDA903_ID_LENGTH} characters, or not readable.'
            self.refused.append(
                Refusal("child", *place, "CHILD", shown, reason, "Give the child's number in letters and digits.")
            )
            return None
        child = Child(number, place)
        if not checked.valid and checked.message:
            child.data_quality_issues.append(("ssda903_id", number, checked.message))
        return child

    def _births(self) -> Iterator[tuple[str, date, str]]:
        """Number, date of birth and UPN of every row that tells of a birth that can be."""
        for table in ("Header", "UASC", "OC3"):
            for row in self.files.rows(table):
                born = parse_date(row.values["DOB"])
                if born and not self._birth_fault(born):
                    yield cleaned_number(row.values["CHILD"]), born, real_upn(_clean(row.values.get("UPN", "")))

    def _twice_in_header(self) -> dict[str, tuple[str, str]]:
        """One child under two numbers would be two people: the same birth, and the same number but for its zeros or
        the same UPN. By number, the reason and the remedy."""
        doubled: dict[str, tuple[str, str]] = {}
        first: dict[tuple[str, str], KnownChild] = {}
        for child in self.files.children_like_another():
            for shared, name in ((child.plain, "number but for its zeros"), (child.upn, "UPN")):
                other = first.setdefault((child.born, f"{name} {shared}"), child) if shared else child
                differ = child.upn and other.upn and child.upn != other.upn
                if other is not child and not differ and child.number not in doubled:
                    place = FileLine(other.file, other.line)
                    reason = f"{other.number}, on {place}, has the same {name} and date of birth."
                    doubled[child.number] = reason, "If it is one child, give both rows one number."
        return doubled

    def _header(self, child: Child, row: ReturnRow) -> None:
        place, values = FileLine(row.file, row.line), row.values
        before = self._header_of.setdefault(child.number, row)
        if before is not row:
            if before.values == values:
                self.skipped["young people"] += 1
            elif before.values["DOB"] != values["DOB"]:
                child.refuse(
                    place,
                    "DOB",
                    f"Two dates of birth: {before.values['DOB'] or 'none'} on {FileLine(before.file, before.line)}, "
                    f"{values['DOB'] or 'none'} on {place}.",
                    "Keep the row with the right one.",
                )
            else:
                self._row(
                    child, place, None, f"Header has this child already, on {FileLine(before.file, before.line)}."
                )
            return
        child.place = place
        if not values["DOB"]:
            child.refuse(place, "DOB", "There is no date of birth.", "Give it as DD/MM/YYYY.")
            return
        self._take_birth(child, place, values["DOB"])
        self._take_sex(child, "Header", row)
        ethnicity = self._code(child, "Header", "ETHNIC", row, "ethnicity")
        if ethnicity:
            child.facts["ethnicity"] = ethnicity
        if self._code(child, "Header", "MOTHER", row) == "1":
            child.facts["is_parent"] = True
            self._first_child(child, place, values["MC_DOB"])
        child.upn, child.upn_place = _clean(values["UPN"]), place

    def _first_child(self, child: Child, place: FileLine, text: str) -> None:
        """When a mother's first child was born; a day that cannot be is left out, and said."""
        if not text:
            return
        first, born = parse_date(text), child.born
        if first and born and born < first <= self.today:
            child.facts["first_child_born_on"] = first
            return
        reason = "is not a date" if first is None else f"does not lie between their own birth and {day(self.today)}"
        self.refused.append(Refusal("value", *place, "MC_DOB", child.number, f"MC_DOB is “{text}”, which {reason}."))

    def _unaccompanied(self, child: Child, row: ReturnRow) -> None:
        if not self._same_birth(child, row):
            return
        child.facts["is_unaccompanied"] = True
        if "gender" not in child.facts:
            self._take_sex(child, "UASC", row)

    def _episode(self, child: Child, row: ReturnRow) -> None:
        place, values = FileLine(row.file, row.line), row.values
        starts_on, ends_on = parse_date(values["DECOM"]), parse_date(values["DEC"])
        status = self.coding.read("Episodes", "LS", values["LS"])
        fault = self._episode_fault(place, values, starts_on, ends_on, status)
        if fault:
            child.refuse(place, *fault)
            return
        assert starts_on is not None
        if ends_on or starts_on > date(self.year, 3, 31):
            self._days[ends_on or starts_on] += 1
        facts: dict[str, Any] = {"starts_on": starts_on, "ends_on": ends_on, "legal_status": status}
        for column, name in PLAIN_CODES.items():
            facts[name] = self._code(child, "Episodes", column, row) or ""
        if ends_on is None and facts["reason_ended"]:
            facts["reason_ended"] = ""
            self._odd["REC is given without a DEC: the episode is taken to be open, and REC was left out"] += 1
        for column, name in (("HOME_POST", "home_postcode"), ("PL_POST", "placement_postcode")):
            facts[name] = self._identifier(child, place, "postcode", column, values[column], LONGEST_POSTCODE)
        facts["urn"] = self._identifier(child, place, "urn", "URN", values["URN"], LONGEST_URN)
        read_row = ReadRow(place, facts)
        same = next((one for one in child.episodes if one.facts == facts), None)
        if same:
            self.skipped["care episodes"] += 1
        else:
            child.episodes.append(read_row)

    def _episode_fault(
        self, place: FileLine, values: dict[str, str], starts_on: date | None, ends_on: date | None, status: str | None
    ) -> tuple[str, str, str] | None:
        """Column, reason and remedy where the days or the legal status cannot be: half a history would mislead."""
        if starts_on is None:
            if values["DECOM"]:
                return "DECOM", f'DECOM is "{values["DECOM"]}", which is not a date.', "Write it as DD/MM/YYYY."
            return "DECOM", "The episode has no DECOM.", "Give the day on which it began."
        if ends_on is None and values["DEC"]:
            return "DEC", f'DEC is "{values["DEC"]}", which is not a date.', "Write it as DD/MM/YYYY or leave it blank."
        if ends_on and ends_on < starts_on:
            reason = f"The episode ends on {day(ends_on)}, before it begins on {day(starts_on)}."
            return "DEC", reason, "Put DECOM or DEC right."
        for column, when in (("DECOM", starts_on), ("DEC", ends_on)):
            if when and when > self.today:
                return column, f"{column} is {day(when)}, which has not come yet.", "Give the day it happened."
        if not status:
            said = f'LS is "{values["LS"]}", which is no legal status.' if values["LS"] else "The episode has no LS."
            return "LS", said, "Give the code of the legal status, such as C2 or V2."
        return None

    def _care_leaver_row(self, child: Child, row: ReturnRow) -> None:
        if not self._same_birth(child, row):
            return
        place = FileLine(row.file, row.line)
        facts = {name: self._code(child, "OC3", column, row) or "" for column, name in OC3_FIELDS.items()}
        if not any(facts.values()):
            self._row(child, place, "IN_TOUCH", "The row has no answers: IN_TOUCH, ACTIV and ACCOM hold no code.")
        elif child.answer is None:
            child.answer = ReadRow(place, facts)
        elif child.answer.facts == facts:
            self.skipped["care leaver answers"] += 1
        else:
            self._row(child, place, None, f"OC3 has another answer of this child, on {child.answer.place}.")

    # Values

    def _take_birth(self, child: Child, place: FileLine, text: str) -> None:
        born = parse_date(text)
        if born is None:
            child.refuse(place, "DOB", f'DOB is "{text}", which is not a date.', "Write it as DD/MM/YYYY.")
        elif fault := self._birth_fault(born):
            child.refuse(place, "DOB", *fault)
        else:
            child.born = born

    def _birth_fault(self, born: date) -> tuple[str, str] | None:
        if born > self.today:
            return f"The date of birth, {day(born)}, has not come yet.", "Give the real one."
        if born.year < self.year - OLDEST:
            reason = f"Born on {day(born)}, this child would turn {self.year - born.year} in {self.year}."
            return reason, "Give the real date of birth."
        return None

    def _same_birth(self, child: Child, row: ReturnRow) -> bool:
        """Whether a row's DOB is the child's; a child without one yet takes it from here."""
        place, text = FileLine(row.file, row.line), row.values["DOB"]
        if child.born is None and not child.refusals and text:
            self._take_birth(child, place, text)
            return child.born is not None
        if text and child.born and parse_date(text) != child.born:
            reason = f"DOB is {text}, but {day(child.born)} on {child.place}."
            self._row(child, place, "DOB", reason, "Put the wrong one right.")
            return False
        return True

    def _take_sex(self, child: Child, table: str, row: ReturnRow) -> None:
        sex = self._code(child, table, "SEX", row, "gender")
        if sex:
            child.facts["gender"] = GENDERS[sex]

    def _code(self, child: Child, table: str, column: str, row: ReturnRow, issue_field: str = "") -> str | None:
        """The code, or None where it was refused; `issue_field` also raises a data quality issue on that field."""
        value = row.values[column]
        code = self.coding.read(table, column, value)
        if code is None:
            message = _no_code(column, value)
            if issue_field:
                child.data_quality_issues.append((issue_field, _clean(value), message))
            self.refused.append(Refusal("value", row.file, row.line, column, child.number, message))
        return code

    def _identifier(self, child: Child, place: FileLine, kind: str, column: str, value: str, longest: int) -> str:
        """In its normal form, or as it came when it has none and there is room for it."""
        value = _clean(value)
        if not value:
            return ""
        checked = identifiers.check(kind, value)
        if checked.normal:
            return checked.normal
        if len(value) > longest:
            reason = f'{column} is "{value[:40]}", longer than {longest} characters.'
            self.refused.append(Refusal("value", *place, column, child.number, reason))
            return ""
        self._odd[f"{column} is not of a form that exists: kept as it came"] += 1
        return value

    def _row(self, child: Child, place: FileLine, column: str | None, reason: str, remedy: str = "") -> None:
        self.refused.append(Refusal("row", *place, column, child.number, reason, remedy))

    def _codes_of_table_not_kept(self, table: str) -> None:
        for row in self.files.rows(table):
            for column in CODED[table]:
                value = row.values[column]
                if value and self.coding.read(table, column, value) is None:
                    message = _no_code(column, value)
                    self.refused.append(Refusal("value", row.file, row.line, column, row.values["CHILD"], message))

    # Notes

    def _wrong_year(self) -> Iterator[str]:
        """Whether most of what happened lies outside the collection; a few slips do not make another year of it."""
        if not self._days:
            return
        in_order = sorted(self._days)
        running = list(accumulate(self._days[day] for day in in_order))
        latest = in_order[bisect_right(running, int(running[-1] * MOST))]
        meant = latest.year + ((latest.month, latest.day) > (3, 31))
        if meant != self.year:
            yield (
                f"Episodes run to {day(latest)}: this looks like the collection ending in {meant}, not in {self.year}. "
                f"If so, run it with --year {meant}: answers about care leavers are dated by the year."
            )

    def _oddities(self) -> Iterator[str]:
        for what, times in sorted(self._odd.items()):
            yield f"{what}, in {amount(times, 'row')}."


def _no_code(column: str, value: str) -> str:
    return f'{column} is "{_clean(value)[:40]}", which is no code of this column.'


def _clean(text: str) -> str:
    """Without characters that cannot be shown; the database takes no NUL."""
    return "".join(c for c in text if c.isprintable()).strip()
