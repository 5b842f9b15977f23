"""The people of a batch: known from an import before, found in the record, or new; or kept out, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from careleavers.importing.list_9 import NO_NAMES, is_them
from careleavers.importing.merging import digests, merge
from careleavers.importing.planning import BROUGHT_OVER, TAKEN_OUT, Planner, RowValues, readers_of
from careleavers.importing.stored import IDENTIFYING, OPENINGS, UNIQUE
from careleavers.importing.tables import PEOPLE
from careleavers.models import DataQualityIssue, ImportedRow, Involvement, RestrictedAccess, YoungPerson
from careleavers.rules import names
from careleavers.rules.words import day

OPENING = {
    "opened_on": "starts_on",
    "closed_on": "ends_on",
    "reason_opened": "reason_opened",
    "reason_closed": "reason_closed",
}
OF_THE_ROW = {"restricted_to", "another_person", *OPENING}
# What a list knows less well than a record that is here.
KEPT_IN_THE_RECORD = ("local_id", "ssda903_id", "team_id")
WORDS = {
    "local_id": "local ID",
    "ssda903_id": "SSDA903 ID",
    "nhs_number": "NHS number",
    "upn": "UPN",
    "ni_number": "National Insurance number",
}


def person_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the young person among the values of a row."""
    return {name: value for name, value in values.items() if name not in OF_THE_ROW}


def opening_values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {field: values[name] for name, field in OPENING.items()}


class PeoplePlanner:
    """Plans the rows of people. `alike` are records that share a number or the date of birth with one of them."""

    def __init__(self, planner: Planner, alike: Iterable[YoungPerson], brought: Collection[Any]) -> None:
        self.planner, self.run, self.stored, self.changes = planner, planner.run, planner.stored, planner.changes
        self.alike = list(alike)
        self.brought = set(brought)  # ids of records that somebody of this system has been brought over to already
        self._by: dict[tuple[str, str], list[YoungPerson]] = defaultdict(list)
        for person in self.alike:
            for key in _keys(person.__dict__):
                self._by[key].append(person)

    def plan(self, rows: Iterable[RowValues]) -> None:
        for read in rows:
            known = self.stored.imported.get((PEOPLE.name, read.source.their_id))
            person = self.stored.people.get(read.source.person)
            if known and person:
                self._again(read, person, known)
            else:
                self._first_time(read)

    # Brought over before

    def _again(self, read: RowValues, person: YoungPerson, known: ImportedRow) -> None:
        values = person_values(read.values)
        if fault := self._number_in_use(read, person):
            self.planner.fail(read.source, fault)
            return
        if read.source.listed and "first_name" in known.given:  # a file of people says more than a list
            self.run.report.unchanged[PEOPLE.name] += 1
            return
        opening = self.stored.imported.get((OPENINGS, read.source.their_id))
        same_opening = opening is None or opening.given == digests(opening_values(read.values))
        if known.given == digests(values) and same_opening:
            self.run.report.unchanged[PEOPLE.name] += 1
            return
        if person.is_restricted and not values.get("is_restricted", True):
            values["is_restricted"] = True  # an import never shows a record that was hidden
        replaceable = set() if read.source.listed else _to_mend(person)
        merged = self.planner.merged(PEOPLE.name, read.source, person, known, values, replaceable)
        self._write(person, merged.changes, read)
        if opening and not same_opening:
            self._change_opening(read, person, opening)

    def _write(self, person: YoungPerson, changes: dict[str, Any], read: RowValues) -> None:
        """Change the fields of a record. A death has more to it than its day."""
        died_on = changes.pop("died_on", None)
        if died_on:
            self.changes.died.append((person, died_on))
        if changes.get("is_restricted"):
            self._name_readers(person, read)
        if changes:
            self.changes.update(person, changes)
        self.changes.people[person.pk] = person

    def _change_opening(self, read: RowValues, person: YoungPerson, known: ImportedRow) -> None:
        row = self.stored.of(OPENINGS, person.pk).get(known.row_id)
        values = opening_values(read.values)
        said = f"Person {read.source.their_id} ({read.source.place}): when they were open to the service"
        if row is None:
            self.planner.keep_ours(known, digests(values), TAKEN_OUT.format(said))
            return
        merged = merge(row, known.given, values)
        known.given = digests(values)
        self.changes.reimported.append(known)
        if merged.changes:
            self.changes.changed[person.pk][OPENINGS] += 1
            if merged.changes.get("ends_on") and row.ends_on is None:  # nobody stays allocated, and nothing due
                reason = merged.changes.pop("reason_closed", "") or BROUGHT_OVER.format(self.run.system)
                self.changes.closed.append((person, merged.changes.pop("ends_on"), reason))
            self.changes.update(row, merged.changes)
        if merged.kept:
            self.run.report.notes.append(f"{said} was changed here since: what is here was kept. Compare the two.")

    # For the first time

    def _first_time(self, read: RowValues) -> None:
        found = self._record_of(read)
        if isinstance(found, str):
            self.planner.fail(read.source, ("", found))
            return
        values, source = person_values(read.values), read.source
        if source.listed and found is None and "team_id" not in values:
            self.planner.fail(source, ("allocated_team", "Nobody has this number here: write the name of their team."))
            return
        person = found or YoungPerson(recorded_by=self.run.by, **self._with_names(read, values))
        for key in _keys(read.values):
            self.run.taken[key] = source.place
        self.stored.people[source.person] = person
        self.changes.people[person.pk] = person
        if found:
            self.brought.add(person.pk)
            self._join(read, person, values)
        else:
            self.changes.new[YoungPerson].append(person)
            if source.listed:
                self._ask_for_names(person)
            if person.is_restricted:
                self._name_readers(person, read)
        self.planner.remember(PEOPLE.name, source, person, person, digests(values))
        self._open(read, person)

    def _record_of(self, read: RowValues) -> YoungPerson | str | None:
        """The record that this person has here already, None for somebody new, or why that cannot be said."""
        values = read.values
        if read.source.listed:
            return self._listed_record(read)
        holders = {person.pk: person for name in UNIQUE for person in self._holding(name, values[name])}
        if len(holders) > 1:
            return "Two records here have these numbers, one the local ID and one the SSDA903 ID: put that right there."
        for name in UNIQUE:
            if values[name] and (place := self.run.taken.get((name, values[name]))):
                return f"{place} has the same {WORDS[name]}: give each person their own."
        if holders:
            [person] = holders.values()
            if person.date_of_birth != values["date_of_birth"]:
                return "A record here has this number and another date of birth: put one of them right."
            if person.pk in self.brought:
                return "The record with this number was brought over as somebody else: one person has two IDs there."
            return person
        return None if values["another_person"] else self._why_maybe_known(read)

    def _listed_record(self, read: RowValues) -> YoungPerson | str | None:
        """The record of whom a line is about, None for somebody new, or why that cannot be said."""
        number, born = read.source.person, read.values["date_of_birth"]
        if place := self.run.taken.get(("local_id", number)):
            return f"{place} has the same local ID: give each person their own."
        found = [person for person in self.alike if is_them(person, number)]
        if any(person.date_of_birth != born for person in found):
            return "A record here has this number and another date of birth: put one of them right."
        if len(found) > 1:
            return "Two records here have this number, as local ID or SSDA903 ID: put that right there."
        if found and found[0].pk in self.brought:
            return "The record with this number was brought over as somebody else: one person has two IDs there."
        return found[0] if found else None

    def _with_names(self, read: RowValues, values: dict[str, Any]) -> dict[str, Any]:
        return values | {"first_name": "Child", "last_name": read.source.person} if read.source.listed else values

    def _ask_for_names(self, person: YoungPerson) -> None:
        """The names are marked to mend, as those of a child of a return."""
        for name in ("first_name", "last_name"):
            self.changes.new[DataQualityIssue].append(
                DataQualityIssue(
                    person=person, field=name, value=getattr(person, name), message=NO_NAMES, source=self.run.system
                )
            )

    def _why_maybe_known(self, read: RowValues) -> str | None:
        """A record, or a row before, that is much like this one: nobody is added twice in silence."""
        remedy = (
            "If it is them, write its local ID into local_id; if it is somebody else, write yes into another_person."
        )
        for name, value in _keys(read.values):
            if place := self.run.taken.get((name, value)):
                return f"{place} has the same {WORDS.get(name, 'name and date of birth')}. {remedy}"
            if name not in UNIQUE and self._by.get((name, value)):
                return f"A record here has the same {WORDS.get(name, 'name and date of birth')}. {remedy}"
        return None

    def _holding(self, name: str, value: str | None) -> list[YoungPerson]:
        return self._by.get((name, value), []) if value else []

    def _number_in_use(self, read: RowValues, person: YoungPerson) -> tuple[str, str] | None:
        for name in UNIQUE:
            if any(other.pk != person.pk for other in self._holding(name, read.values[name])):
                return name, f"Another record here has this {WORDS[name]}: put the wrong one right."
        return None

    def _join(self, read: RowValues, person: YoungPerson, values: dict[str, Any]) -> None:
        """Fill in what the record does not hold, or holds as a placeholder; the rest stays as it is."""
        replaceable = _to_mend(person)
        if person.gender == "U":
            replaceable.add("gender")
        if read.source.listed:
            values = {name: value for name, value in values.items() if name not in KEPT_IN_THE_RECORD}
        merged = merge(person, {}, values, replaceable)
        self._write(person, merged.changes, read)
        said = f"Person {read.source.their_id} ({read.source.place}) has a record here, {person.local_id}"
        kept = f" What it holds otherwise was kept: {', '.join(merged.kept)}." if merged.kept else ""
        if kept or not read.source.listed:
            self.run.report.notes.append(f"{said}: what was missing in it was added.{kept}")

    def _open(self, read: RowValues, person: YoungPerson) -> None:
        values = opening_values(read.values)
        before = self.stored.of(OPENINGS, person.pk).values()
        if any(_overlaps(row, values) for row in before):
            since = min(row.starts_on for row in before)
            said = f"Person {read.source.their_id} is open to the service here since {day(since)}"
            self.run.report.notes.append(f"{said}: that was kept.")
            return
        opening = Involvement(person=person, recorded_by=self.run.by, **values)
        if not opening.reason_opened:
            opening.reason_opened = BROUGHT_OVER.format(self.run.system)
        self.changes.new[Involvement].append(opening)
        self.planner.link(OPENINGS, read.source, opening, person, digests(values))

    def _name_readers(self, person: YoungPerson, read: RowValues) -> None:
        there = self.stored.readers[person.pk]
        new = [worker for worker in read.values["restricted_to"] if worker not in there]
        self.changes.new[RestrictedAccess] += readers_of(person, new, self.run)
        there.update(new)


def _to_mend(person: YoungPerson) -> set[str]:
    """What holds a placeholder, or is marked to mend."""
    return {issue.field for issue in person.data_quality_issues.filter(resolved_at=None)}


def _keys(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What tells people apart: their numbers, and their whole name with the date of birth."""
    found = [(name, str(values[name])) for name in (*UNIQUE, *IDENTIFYING) if values[name]]
    if "first_name" not in values:  # a list holds no names
        return found
    name = names.sort_key(names.legal_name(values["first_name"], values["last_name"]))
    return [*found, ("name", f"{name} {values['date_of_birth']}")]


def _overlaps(row: Involvement, values: Mapping[str, Any]) -> bool:
    """Whether the opening shares a day with one that the record has."""
    ends_first = values["ends_on"] is not None and values["ends_on"] <= row.starts_on
    return not ends_first and (row.ends_on is None or values["starts_on"] < row.ends_on)
