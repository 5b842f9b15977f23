"""What one child of a return changes in the record. Plans rows and refusals; `loading` reads and writes the database.

A return of a year replaces what earlier returns said and what was typed; a return older than the newest one loaded for
somebody only adds what is missing. Names are never touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models

from careleavers.models import CareEpisode, DataQualityIssue, Involvement, Observation, User, YoungPerson
from careleavers.rules import identifiers
from careleavers.rules.dates import LeapDay, birthday
from careleavers.rules.words import day
from careleavers.ssda903.importing import report
from careleavers.ssda903.importing.children import Child, FileLine, ReadRow

PREFIX = "903-"  # a local ID for who came by a return alone
NO_NAMES = "The return holds no names. This is a placeholder until you write the legal name."
DIED = "DIED"
ENDED_BY_DEATH = "E2"
YOUNGEST_ANSWER, OLDEST_ANSWER = 15, 26  # an answer is about 17 to 25; a year either way for a mistaken --year
SOURCE_LENGTH, UPN_LENGTH, ISSUE_VALUE_LENGTH = 60, 13, 200  # of the columns

EpisodeDays = tuple[date, date | None, FileLine | CareEpisode]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What is the same for the whole import. `year` is the year in which the collection ends."""

    year: int
    today: date
    leap_day: LeapDay
    by: User | None


@dataclass(slots=True)
class StoredChild:
    """What the record has of one child. `newest` is the latest collection that changed it, 0 for none."""

    person: YoungPerson | None = None
    episodes: list[CareEpisode] = field(default_factory=list)
    observation: Observation | None = None
    involved: bool = False
    data_quality_issues: set[tuple[str, str]] = field(default_factory=set)
    newest: int = 0
    local_id_taken: bool = False
    ids_alike: int = 0


@dataclass(slots=True)
class ChildChanges:
    """The rows to write for one child."""

    person: YoungPerson
    is_new: bool
    fields: list[str] = field(default_factory=list)
    new: list[models.Model] = field(default_factory=list)
    changed: list[models.Model] = field(default_factory=list)
    died: bool = False
    refused_rows: list[report.Refusal] = field(default_factory=list)
    tally: report.Tally = field(default_factory=report.Tally)

    @property
    def is_change(self) -> bool:
        return bool(self.is_new or self.fields or self.new or self.changed)


def local_id(number: str) -> str:
    """The local ID of somebody who came by a return: prefixed, where that fits."""
    longest = identifiers.SSDA903_ID_LENGTH
    return PREFIX + number if len(PREFIX + number) <= longest else number


def plan_changes(child: Child, known: StoredChild, options: ImportOptions) -> ChildChanges | None:
    """The rows for a child, or None with the child's refusals saying why there are none."""
    born = known.person.date_of_birth if known.person else child.born
    if not child.refusals:
        _check_person(child, known)
    if not child.refusals and born:
        _check_episodes(child, known, born, is_older=options.year < known.newest)
    if child.refusals or born is None:
        return None
    planned = _Planner(child, known, options, born)
    return planned.result


def _check_person(child: Child, known: StoredChild) -> None:
    place = child.place
    if known.ids_alike > 1:
        child.refuse(place, "CHILD", f"{known.ids_alike} records have this SSDA903 ID.", "Put all but one right.")
    elif known.person is None and child.born is None:
        child.refuse(
            place, None, "Header has no row of this child, and no record has this number.", "Add the child to Header."
        )
    elif known.person is None and known.local_id_taken:
        reason = f"Another record has the local ID {local_id(child.number)}."
        child.refuse(place, "CHILD", reason, f"If it is this child, give it the SSDA903 ID {child.number}.")
    elif known.person and child.born and known.person.date_of_birth != child.born:
        reason = f"Born on {day(child.born)} in the return, but on {day(known.person.date_of_birth)} in the record."
        child.refuse(place, "DOB", reason, "Put the wrong one right.")


def _check_episodes(child: Child, known: StoredChild, born: date, *, is_older: bool) -> None:
    for read_row in child.episodes:
        if read_row.facts["starts_on"] < born:
            reason = (
                f"The episode begins on {day(read_row.facts['starts_on'])}, before the child was born on {day(born)}."
            )
            child.refuse(read_row.place, "DECOM", reason, "Put DECOM or the date of birth right.")
    pairs = pair(known.episodes, child.episodes)
    replaced = {id(read_row if is_older else row) for row, read_row in pairs}
    spans: list[EpisodeDays] = [
        (read_row.facts["starts_on"], read_row.facts["ends_on"], read_row.place)
        for read_row in child.episodes
        if id(read_row) not in replaced
    ]
    spans += [(row.starts_on, row.ends_on, row) for row in known.episodes if id(row) not in replaced]
    days = sorted((one for one in spans if one[0] != one[1]), key=lambda one: (one[0], one[1] or date.max))
    for first, second in pairwise(days):
        if first[1] is None or second[0] < first[1]:
            place = next((one[2] for one in (second, first) if isinstance(one[2], FileLine)), child.place)
            reason = f"Two episodes overlap: {_named(first)} and {_named(second)}."
            child.refuse(place, "DECOM", reason, "End the earlier one on the day the later one began.")
            return


def _named(span: EpisodeDays) -> str:
    starts_on, ends_on, where = span
    if isinstance(where, CareEpisode):
        said = f"the record, from {where.source}" if where.source else "the record, typed by hand"
    else:
        said = str(where)
    return f"{said} ({day(starts_on)} to {day(ends_on) if ends_on else 'now, still open'})"


def pair(stored: Sequence[CareEpisode], read_row: Sequence[ReadRow]) -> list[tuple[CareEpisode, ReadRow]]:
    """Stored episodes with the return's copies of them: the same start, and the same end where there are several."""
    pairs: list[tuple[CareEpisode, ReadRow]] = []
    left = list(read_row)
    for by_end in (True, False):
        taken = {id(row) for row, _ in pairs}
        for row in sorted(stored, key=lambda row: (row.starts_on, row.ends_on or date.max), reverse=True):
            copies = [one for one in left if one.facts["starts_on"] == row.starts_on]
            if by_end:
                copies = [one for one in copies if one.facts["ends_on"] == row.ends_on]
            if copies and id(row) not in taken:
                copy = max(copies, key=lambda one: one.facts["ends_on"] or date.max)
                pairs.append((row, copy))
                left.remove(copy)
    return pairs


class _Planner:
    """Works out what one child changes; `result` is the outcome."""

    def __init__(self, child: Child, known: StoredChild, options: ImportOptions, born: date) -> None:
        self.child, self.known, self.options, self.born = child, known, options, born
        self.is_older = options.year < known.newest
        person = known.person or YoungPerson(
            first_name="Child",
            last_name=child.number,
            date_of_birth=born,
            gender="U",
            local_id=local_id(child.number),
            ssda903_id=child.number,
            recorded_by=options.by,
        )
        self.result = ChildChanges(person, is_new=known.person is None)
        if self.result.is_new:
            self._raise_issue("first_name", person.first_name, NO_NAMES)
            self._raise_issue("last_name", person.last_name, NO_NAMES)
        self.episodes = self._episodes()
        self._person()
        self._observation()
        self._involvement()

    # The person

    def _person(self) -> None:
        plan_changes, child = self.result, self.child
        facts = dict(child.facts)
        for name, value, message in child.data_quality_issues:
            self._raise_issue(name, value, message)
        self._upn(facts)
        self._death(facts)
        changed = {name: value for name, value in facts.items() if getattr(plan_changes.person, name) != value}
        if self.is_older and not plan_changes.is_new:
            changed = {name: value for name, value in changed.items() if not getattr(plan_changes.person, name)}
        for name, value in changed.items():
            setattr(plan_changes.person, name, value)
        if not plan_changes.is_new:
            plan_changes.fields = sorted(changed)
        self._count(report.PEOPLE, created=plan_changes.is_new, changed=bool(plan_changes.fields))

    def _upn(self, facts: dict[str, Any]) -> None:
        """The return's UPN, unless the record's is better: corrected by somebody, or valid where this one is not."""
        upn, stored = self.child.upn, self.result.person.upn
        if not upn:
            return
        checked = identifiers.check("upn", upn)
        is_reason = upn in identifiers.UPN_UNKNOWN_CODES
        stored_is_good = identifiers.check("upn", stored).valid and stored not in identifiers.UPN_UNKNOWN_CODES
        if checked.valid and not (is_reason and stored):
            facts["upn"] = checked.normal
        elif not checked.valid and not stored_is_good and self._raise_issue("upn", upn, checked.message or ""):
            facts["upn"] = upn if len(upn) <= UPN_LENGTH else stored

    def _death(self, facts: dict[str, Any]) -> None:
        """Died in care, dated by the last episode; or died since, on a day that the return does not give."""
        person = self.result.person
        if person.died_on:
            return
        last = max(self.episodes, key=lambda row: (row.ends_on or date.max, row.starts_on), default=None)
        if last and last.ends_on and last.reason_ended == ENDED_BY_DEATH:
            facts["died_on"] = last.ends_on
            self.result.died = True
        elif self.child.answer and self.child.answer.facts["in_touch"] == DIED:
            message = "A return says they have died, not when. No letters go. Record the day, or put it right."
            if self._raise_issue("died_on", f"{DIED} {self.options.year}", message):
                facts["do_not_write"] = True

    # What happened to them

    def _episodes(self) -> list[CareEpisode]:
        """Plan the episodes; return all that the person will have."""
        pairs = {id(read_row): row for row, read_row in pair(self.known.episodes, self.child.episodes)}
        rows = list(self.known.episodes)
        for read_row in self.child.episodes:
            row = pairs.get(id(read_row))
            source = self._source(read_row.place)
            if row is None:
                row = CareEpisode(**self._of_person, source=source, **read_row.facts)
                rows.append(row)
                self.result.new.append(row)
                self._count(report.EPISODES, created=True)
                continue
            changed = not self.is_older and _set(row, read_row.facts)
            if changed:
                row.source = source
                self.result.changed.append(row)
            self._count(report.EPISODES, changed=changed)
        return rows

    def _observation(self) -> None:
        answer = self.child.answer
        if answer is None:
            return
        observed_on = self._birthday_in_collection()
        age = observed_on.year - self.born.year
        if not YOUNGEST_ANSWER <= age <= OLDEST_ANSWER:
            reason = f"OC3 is about care leavers of 17 to 25: on {day(observed_on)} this child turns {age}."
            remedy = "Check the date of birth and the year."
            refusal = report.Refusal("row", *answer.place, "DOB", self.child.number, reason, remedy)
            self.result.refused_rows.append(refusal)
            return
        facts = {**answer.facts, "observed_on": observed_on}
        row = self.known.observation
        if row is None:
            row = Observation(**self._of_person, year=self.options.year, source=self._source(answer.place), **facts)
            self.result.new.append(row)
            self._count(report.OBSERVATIONS, created=True)
            return
        changed = _set(row, facts)
        if changed:
            row.source = self._source(answer.place)
            self.result.changed.append(row)
        self._count(report.OBSERVATIONS, changed=changed)

    def _birthday_in_collection(self) -> date:
        """The one birthday from 1 April to 31 March: DfE asks how they are around it."""
        age = self.options.year - self.born.year
        last = birthday(self.born, max(age, 0), self.options.leap_day)
        if age > 0 and last > date(self.options.year, 3, 31):
            return birthday(self.born, age - 1, self.options.leap_day)
        return last

    def _involvement(self) -> None:
        """Open to the service from the 16th birthday, or the first day of care if that is later, for whoever was
        looked after at 16 or 17 or is in OC3, until the 25th birthday; whoever was ever opened is left as they are."""
        if self.known.involved:
            return
        leap_day = self.options.leap_day
        at_16, at_18, at_25 = (birthday(self.born, age, leap_day) for age in (16, 18, 25))
        in_care = any(row.starts_on < at_18 and (row.ends_on is None or row.ends_on > at_16) for row in self.episodes)
        starts_on = max(at_16, min((row.starts_on for row in self.episodes), default=at_16))
        if not (in_care or self.child.answer) or starts_on > self.options.today:
            return
        died_on = self.result.person.died_on
        ends = [(at_25, "Turned 25"), *([(died_on, "Died")] if died_on else [])]
        ends_on, why = min(ends)
        if ends_on < starts_on:
            return
        is_past = ends_on <= self.options.today
        self.result.new.append(
            Involvement(
                **self._of_person,
                starts_on=starts_on,
                ends_on=ends_on if is_past else None,
                reason_opened=f"In the SSDA903 return of {self.options.year}",
                reason_closed=why if is_past else "",
            )
        )
        self._count(report.INVOLVEMENTS, created=True)

    # What they have in common

    @property
    def _of_person(self) -> dict[str, Any]:
        return {"person": self.result.person, "recorded_by": self.options.by}

    def _raise_issue(self, name: str, value: str, message: str) -> bool:
        """Raise a data quality issue, once for ever: what somebody has fixed is not raised again."""
        value = value[:ISSUE_VALUE_LENGTH]
        if (name, value) in self.known.data_quality_issues:
            return False
        self.known.data_quality_issues.add((name, value))
        source = f"SSDA903 {self.options.year}"
        self.result.new.append(
            DataQualityIssue(person=self.result.person, field=name, value=value, message=message, source=source)
        )
        self.result.tally.issues_by_field[name] += 1
        self._count(report.ISSUES, created=True)
        return True

    def _source(self, place: FileLine) -> str:
        """ "SSDA903 2018, line 57 of episodes.csv"; a later overlap names it."""
        return f"SSDA903 {self.options.year}, {place}"[:SOURCE_LENGTH]

    def _count(self, kind: str, *, created: bool = False, changed: bool = False) -> None:
        tally = self.result.tally
        (tally.created if created else tally.changed if changed else tally.skipped)[kind] += 1


def _set(row: CareEpisode | Observation, facts: dict[str, Any]) -> bool:
    """Take over the facts; whether any was different."""
    different = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, facts[name])
    return bool(different)
