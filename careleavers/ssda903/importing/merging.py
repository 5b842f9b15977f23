"""What one child of a return changes in the record. Plans rows and refusals; `loading` reads and writes the database.

A return of a year replaces what earlier returns said and what was typed; a return older than the newest one loaded for
somebody only adds what is missing. Names are never touched.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from careleavers.models import CareEpisode, DataQualityIssue, Involvement, Observation, User, YoungPerson
from careleavers.rules import identifiers
from careleavers.rules.dates import LeapDay, birthday
from careleavers.rules.law.facts import SHORT_BREAKS
from careleavers.rules.words import day
from careleavers.ssda903.importing import differences, report
from careleavers.ssda903.importing.checking import check_episodes, check_person, named_record, pair
from careleavers.ssda903.importing.children import Child, FileLine
from careleavers.ssda903.importing.stored import StoredChild, local_id

NO_NAMES = "The return holds no names. This is a placeholder until you write the legal name."
DIED = "DIED"
ENDED_BY_DEATH = "E2"
YOUNGEST_ANSWER, OLDEST_ANSWER = 15, 26  # an answer is about 17 to 25; a year either way for a mistaken --year
SOURCE_LENGTH, UPN_LENGTH, ISSUE_VALUE_LENGTH = 60, 13, 200  # of the columns


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What is the same for the whole import. `year` is the year in which the collection ends.

    `latest`: the latest collection of which the record has a return, 0 for none. `numbers`: of every child in this one.
    """

    year: int
    today: date
    leap_day: LeapDay
    by: User | None
    latest: int = 0
    numbers: Container[str] = frozenset()

    @property
    def is_latest(self) -> bool:
        """Whether no later return has been loaded: only then does what it says of open care decide."""
        return self.year >= self.latest


@dataclass(slots=True)
class ChildChanges:
    """The rows to write for one child. `confirmed`: episodes that the return has as they are. `settles_care`: it says
    of the care that was open that it goes on, or when it ended."""

    person: YoungPerson
    is_new: bool
    fields: list[str] = field(default_factory=list)
    new: list[models.Model] = field(default_factory=list)
    changed: list[models.Model] = field(default_factory=list)
    confirmed: list[CareEpisode] = field(default_factory=list)
    resolved: list[DataQualityIssue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    settles_care: bool = False
    died: bool = False
    refused_rows: list[report.Refusal] = field(default_factory=list)
    tally: report.Tally = field(default_factory=report.Tally)

    @property
    def is_change(self) -> bool:
        return bool(self.is_new or self.fields or self.new or self.changed)


def plan_changes(child: Child, known: StoredChild, options: ImportOptions) -> ChildChanges | None:
    """The rows for a child, or None with the child's refusals saying why there are none."""
    born = known.person.date_of_birth if known.person else child.born
    if not child.refusals:
        check_person(child, known)
    if not child.refusals and born:
        check_episodes(child, known, born, is_older=options.year < known.newest)
    if child.refusals or born is None:
        return None
    planned = _Planner(child, known, options, born)
    return planned.result


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
        self._same_as_another()
        self.episodes = self._episodes()
        self._open_care()
        self._person()
        self._observation()
        self._involvement()
        if self.options.is_latest:
            self.result.resolved += [
                issue
                for issue in known.open_issues
                if issue.field == DataQualityIssue.RETURN and issue.value.startswith(f"{options.year}:")
            ]

    def _same_as_another(self) -> None:
        """Say whom the child was taken for, or whom it resembles."""
        child, known = self.child, self.known
        if known.known_as and known.shares:
            self.result.notes.append(
                f"Child {child.number} ({child.place}) is {known.known_as} in the record, with {known.shares}: loaded "
                "there. Give both the same number."
            )
        elif known.person is None:
            for person, likeness in known.alike[:1]:
                said = f"Child {child.number} ({child.place}) is loaded as somebody new, but {named_record(person)} has"
                self.result.notes.append(f"{said} {likeness}: check that they are two.")
                message = f"{named_record(person).capitalize()} has {likeness}: check that they are two people."
                self._raise_issue("ssda903_id", f"{child.number} or {person.ssda903_id or person.local_id}", message)

    # The person

    def _person(self) -> None:
        plan_changes, child = self.result, self.child
        facts = dict(child.facts)
        for name, value, message in child.data_quality_issues:
            if not (name == "ssda903_id" and self.known.known_as):  # the record keeps its own number
                self._raise_issue(name, value, message)
        self._upn(facts)
        self._death(facts)
        if not plan_changes.is_new:
            told = differences.of_person(child, plan_changes.person, facts, is_older=self.is_older)
            plan_changes.notes += told
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
        last = max(self.episodes, key=lambda row: (row.ends_on or date.max, row.starts_on), default=None)
        died_on = person.died_on
        if died_on is None and last and last.ends_on and last.reason_ended == ENDED_BY_DEATH:
            facts["died_on"] = died_on = last.ends_on
            self.result.died = True
        if died_on:
            said = differences.alive_again(self.child, died_on, self._birthday_in_collection())
            if said:
                self.result.notes.append(f"Child {self.child.number}: {said}")
                self._raise_issue("died_on", f"alive in {self.options.year}", f"{said} Put one of them right.")
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
                row = CareEpisode(**self._of_person, source=source, returned_in=self.options.year, **read_row.facts)
                rows.append(row)
                self.result.new.append(row)
                self._count(report.EPISODES, created=True)
                continue
            if note := differences.of_episode(self.child, row, read_row.facts, read_row.place, is_older=self.is_older):
                self.result.notes.append(note)
            changed = not self.is_older and _set(row, read_row.facts)
            if changed:
                row.source = source
                self.result.changed.append(row)
            if (row.returned_in or 0) < self.options.year:
                row.returned_in = self.options.year
                self.result.confirmed.append(row)
            self._count(report.EPISODES, changed=changed)
        if not self.is_older:
            paired = {id(row) for row in pairs.values()}
            self.result.notes += differences.not_there_any_more(
                self.child, self.known.episodes, paired, self.options.year
            )
        return rows

    def _open_care(self) -> None:
        """Whether the return says what became of the care that was open; if it does, nothing is assumed any more."""
        paired = {id(row) for row, _ in pair(self.known.episodes, self.child.episodes)}
        left_open = [row for row in self.known.episodes if row.ends_on is None and id(row) not in paired]
        self.result.settles_care = bool(self.child.episodes) and not left_open
        if not (self.result.settles_care and self.options.is_latest):
            return
        for row in self.known.episodes:
            if row.assumed_ended_on:
                row.assumed_ended_on = None
                if row not in self.result.changed:
                    self.result.changed.append(row)
        self.result.resolved += [issue for issue in self.known.open_issues if issue.field == DataQualityIssue.CARE_OPEN]

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
        if observed_on > self.options.today:
            reason = f"OC3 says how they are around their birthday on {day(observed_on)}, which has not come yet."
            refusal = report.Refusal(
                "row", *answer.place, "DOB", self.child.number, reason, "Load the return again after that day."
            )
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
        looked after at 16 or 17 or is in OC3, until the 25th birthday; whoever was ever opened is left as they are.

        Short breaks do not count (Care Leavers Regulations 2010 reg 3(3)), nor an open episode more than a year after
        the collection that last had it.
        """
        if self.known.involved:
            return
        leap_day = self.options.leap_day
        at_16, at_18, at_25 = (birthday(self.born, age, leap_day) for age in (16, 18, 25))
        care = [row for row in self.episodes if not _is_short_break(row)]
        in_care = any(row.starts_on < at_18 and _known_to_last_until(row) > at_16 for row in care)
        starts_on = max(at_16, min((row.starts_on for row in care), default=at_16))
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


def _is_short_break(row: CareEpisode) -> bool:
    return row.legal_status in SHORT_BREAKS or row.planned_short_break


def _known_to_last_until(row: CareEpisode) -> date:
    """The end of the episode; of an open one from a return, a year after the collection that last had it."""
    if ends_on := row.ends_on or row.assumed_ended_on:
        return ends_on
    return date(row.returned_in + 1, 3, 31) if row.returned_in else date.max


def _set(row: CareEpisode | Observation, facts: dict[str, Any]) -> bool:
    """Take over the facts; whether any was different."""
    different = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, facts[name])
    return bool(different)
