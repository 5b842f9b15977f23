"""What a batch of rows changes: rows to write, and rows that fail with the reason. Reads and writes no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db import models

from careleavers.actions.contacts import why_not_after_death
from careleavers.actions.lifetimes import why_before_birth, why_not_in_life
from careleavers.importing.merging import Merged, digests, merge
from careleavers.importing.periods import PlacedPeriod, fit_in
from careleavers.importing.report import FailedRow
from careleavers.importing.spool import SourceRow
from careleavers.importing.stored import MODELS, OPENINGS, Import, Stored
from careleavers.importing.tables import ALLOCATIONS, CONTACT_DETAILS, CONTACTS, DOCUMENTS, Fault
from careleavers.models import (
    Allocation,
    Contact,
    ContactDetail,
    Home,
    ImportedRow,
    Involvement,
    RestrictedAccess,
    YoungPerson,
)
from careleavers.rules import phones
from careleavers.rules.words import day, listing

TAKEN_OUT = "{} was taken out here since: it was not added again."
BROUGHT_OVER = "Brought over from {}"


class RowValues(NamedTuple):
    """A row that was understood: its values by attribute."""

    source: SourceRow
    values: dict[str, Any]


@dataclass
class Changes:
    """What to write for a batch. `updated` are rows with the names of the fields that changed; what is `created` and
    `changed` is counted by person. `died` and `closed`: people of whom that is known now, the day, and why they closed.
    """

    new: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    updated: dict[type[models.Model], dict[models.Model, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    imported: list[ImportedRow] = field(default_factory=list)
    reimported: list[ImportedRow] = field(default_factory=list)
    amended: list[tuple[Contact, RowValues, ImportedRow]] = field(default_factory=list)
    documents: list[tuple[RowValues, YoungPerson, UUID]] = field(default_factory=list)
    died: list[tuple[YoungPerson, date]] = field(default_factory=list)
    closed: list[tuple[YoungPerson, date, str]] = field(default_factory=list)
    created: dict[UUID, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    changed: dict[UUID, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    people: dict[UUID, YoungPerson] = field(default_factory=dict)

    def update(self, row: models.Model, changes: Mapping[str, Any]) -> None:
        for name, value in changes.items():
            setattr(row, name, value)
        if changes:
            self.updated[type(row)].setdefault(row, set()).update(changes)

    def touched(self) -> set[UUID]:
        return {*self.created, *self.changed}


@dataclass
class Planner:
    """Plans the rows of a batch, table by table, once its people are known."""

    run: Import
    stored: Stored
    changes: Changes = field(default_factory=Changes)
    _new_contacts: dict[str, ImportedRow] = field(default_factory=dict)

    def fail(self, source: SourceRow, *faults: Fault) -> None:
        self.run.report.failed.append(FailedRow(source.listed or source, faults))

    def remember(self, kind: str, source: SourceRow, row: models.Model, person: YoungPerson, given: Any) -> None:
        """Note which new row of ours came from this one."""
        self.link(kind, source, row, person, given)
        self.changes.created[person.pk][kind] += 1
        self.run.report.created[kind] += 1

    def link(self, kind: str, source: SourceRow, row: models.Model, person: YoungPerson, given: Any) -> None:
        """Note which row of ours is this one."""
        self.changes.imported.append(
            ImportedRow(
                system=self.run.system,
                kind=kind,
                their_id=source.their_id,
                person=person,
                row_id=row.pk,
                given=given,
                recorded_by=self.run.by,
            )
        )

    def merged(
        self,
        kind: str,
        source: SourceRow,
        row: models.Model,
        known: ImportedRow,
        values: Any,
        replaceable: Collection[str] = (),
    ) -> Merged:
        """What of a row that is here changes; what was changed here as well is told and kept."""
        merged = merge(row, known.given, values, replaceable)
        if merged.kept:
            self.run.report.notes.append(
                f"{source.file.table.one.capitalize()} {source.their_id} ({source.place}): {listing(merged.kept)} was "
                "changed here since it was brought over, and there: what is here was kept. Compare the two."
            )
        known.given = digests(values)
        self.changes.reimported.append(known)
        if merged.changes:
            self.changes.changed[known.person_id][kind] += 1
            self.run.report.changed[kind] += 1
        else:
            self.run.report.unchanged[kind] += 1
        return merged

    # Rows about people

    def person_of(self, read: RowValues, left_out: Mapping[str, str]) -> YoungPerson | None:
        """Whom a row is about, or None after saying why it fails."""
        source = read.source
        person = self.stored.people.get(source.person)
        known = self.stored.imported.get((source.file.table.name, source.their_id))
        if reason := left_out.get(source.person):
            self.fail(source, ("person_id", reason))
        elif person is None:
            self.fail(
                source,
                ("person_id", f"Nobody with this ID was brought over from {self.run.system}: add them to people."),
            )
        elif known and known.person_id != person.pk:
            self.fail(
                source, ("person_id", "This row was brought over for somebody else: put that right in the record.")
            )
        else:
            return person
        return None

    def contacts(self, rows: Iterable[tuple[RowValues, YoungPerson]], here: Mapping[UUID, Contact]) -> None:
        for read, person in rows:
            values, source = read.values, read.source
            if reason := why_before_birth(person, values["happened_on"]):
                self.fail(source, ("happened_on", reason))
            elif reason := why_not_after_death(person, values["happened_on"], values["result"]):
                self.fail(source, ("result", reason))
            elif known := self.stored.imported.get((CONTACTS.name, source.their_id)):
                self._contact_again(read, known, here)
            else:
                contact = Contact(person=person, recorded_by=self.run.by, source=self.run.system, **values)
                self.changes.new[Contact].append(contact)
                self.remember(CONTACTS.name, source, contact, person, digests(values))

    def _contact_again(self, read: RowValues, known: ImportedRow, here: Mapping[UUID, Contact]) -> None:
        if known.given == digests(read.values):
            self.run.report.unchanged[CONTACTS.name] += 1
            return
        contact = here.get(known.row_id)
        if contact is None or contact.superseded_at or contact.voided_at:
            said = f"Contact {read.source.their_id} ({read.source.place}) was changed there, and amended here"
            self.run.report.notes.append(f"{said}: what is here was kept. Compare the two.")
            self.run.report.unchanged[CONTACTS.name] += 1
            known.given = digests(read.values)
            self.changes.reimported.append(known)
            return
        self.changes.amended.append((contact, read, known))
        self.changes.changed[known.person_id][CONTACTS.name] += 1
        self.run.report.changed[CONTACTS.name] += 1

    def documents(self, rows: Iterable[tuple[RowValues, YoungPerson]]) -> None:
        """Photos and files, each with a contact that was brought over, in this batch or before."""
        for read, person in rows:
            source, values = read.source, read.values
            contact = self.contact_of(values["contact_id"], person)
            if self.run.read_document is None:
                self.fail(source, ("", "Photos and files come from a folder alone: manage.py import_records."))
            elif contact is None:
                self.fail(source, ("contact_id", "No contact of theirs with this ID was brought over: add it."))
            elif known := self.stored.imported.get((DOCUMENTS.name, source.their_id)):
                if known.given != digests(values):
                    said = f"Document {source.their_id} ({source.place}) was changed there: what is here was kept."
                    self.keep_ours(known, digests(values), said)
                self.run.report.unchanged[DOCUMENTS.name] += 1
            else:
                self.changes.documents.append((read, person, contact))

    def contact_of(self, their_id: str, person: YoungPerson) -> UUID | None:
        """The contact of theirs that was brought over under this ID, in this batch or before."""
        if not self._new_contacts:
            self._new_contacts = {each.their_id: each for each in self.changes.imported if each.kind == CONTACTS.name}
        found = self._new_contacts.get(their_id) or self.stored.imported.get((CONTACTS.name, their_id))
        return found.row_id if found and found.person_id == person.pk else None

    def keep_ours(self, known: ImportedRow, given: Any, said: str) -> None:
        """What is here stays as it is, and is told once."""
        self.run.report.notes.append(said)
        known.given = given
        self.changes.reimported.append(known)

    # Periods

    def periods(self, kind: str, one: str, rows: Iterable[tuple[RowValues, YoungPerson]]) -> None:
        """Rows with a first and a last day: what fits into what the record holds of each person."""
        by_person: dict[UUID, list[tuple[RowValues, YoungPerson]]] = defaultdict(list)
        for read, person in rows:
            by_person[person.pk].append((read, person))
        for pk, theirs in by_person.items():
            person = theirs[0][1]
            brought = [found for read, _ in theirs if (found := self._period(kind, read, person))]
            replaced = {each.period.row.pk for each in brought if each.period.row}
            others = [
                PlacedPeriod(row.starts_on, row.ends_on, row)
                for row in self.stored.of(kind, pk).values()
                if row.pk not in replaced
            ]
            GROUPS.get(kind, _all_together)(one, [*others, *(each.period for each in brought)], brought)
            for each in brought:
                self._take_period(kind, each, person)
            for period in others:
                if period.ends_on != period.row.ends_on:
                    self.changes.update(period.row, {"ends_on": period.ends_on})
                    self.changes.changed[pk][kind] += 1

    def _period(self, kind: str, read: RowValues, person: YoungPerson) -> Brought | None:
        """The period that a row brings, or None where it fails or says nothing new."""
        source, values = read.source, read.values
        known = self.stored.imported.get((kind, source.their_id))
        if known and known.given == digests(values):
            self.run.report.unchanged[kind] += 1
            return None
        if reason := why_not_in_life(person, values["starts_on"]):
            self.fail(source, ("starts_on", reason))
            return None
        if known is None:
            return Brought(read, PlacedPeriod(values["starts_on"], values["ends_on"], None, source))
        row = self.stored.of(kind, person.pk).get(known.row_id)
        if row is None:
            said = f"{source.file.table.one.capitalize()} {source.their_id} ({source.place})"
            self.keep_ours(known, digests(values), TAKEN_OUT.format(said))
            self.run.report.unchanged[kind] += 1
            return None
        days = merge(row, known.given, {name: values[name] for name in ("starts_on", "ends_on")}).changes
        starts_on, ends_on = days.get("starts_on", row.starts_on), days.get("ends_on", row.ends_on)
        return Brought(read, PlacedPeriod(starts_on, ends_on, row, source), known)

    def _take_period(self, kind: str, brought: Brought, person: YoungPerson) -> None:
        read, period, known = brought
        values, source = dict(read.values), read.source
        if period.clash:
            self.fail(source, ("starts_on", period.clash))
            return
        if kind == ALLOCATIONS.name and (fault := self._why_not_allocate(values, period, person)):
            self.fail(source, fault)
            return
        if known is not None:
            self._change_period(kind, brought)
            return
        row = MODELS[kind](person=person, recorded_by=self.run.by, **self._completed(kind, values, person))
        row.starts_on, row.ends_on = period.starts_on, period.ends_on
        for name, value in self._that_follow(row).items():
            setattr(row, name, value)
        if isinstance(row, ContactDetail):
            if same := self._recorded_already(row):
                self.link(kind, source, same, person, digests(read.values))
                self.run.report.unchanged[kind] += 1
                return
            if row.is_preferred:
                self._prefer_none(person)
        self.changes.new[type(row)].append(row)
        self.remember(kind, source, row, person, digests(read.values))

    def _change_period(self, kind: str, brought: Brought) -> None:
        read, period, known = brought
        assert known is not None
        row, values = period.row, dict(read.values)
        judged = isinstance(row, Home) and row.is_judged
        if kind == ALLOCATIONS.name and values["team_id"] is None:
            del values["team_id"]
        for name in ("is_suitable", "suitability_reason") if judged else ():  # what was judged here counts
            del values[name]
        merged = self.merged(kind, read.source, row, known, values)
        known.given = digests(read.values)
        if isinstance(row, ContactDetail) and merged.changes.get("is_preferred"):
            self._prefer_none(row.person)
        self.changes.update(row, merged.changes | {"ends_on": period.ends_on})
        followed = self._that_follow(row)
        self.changes.update(row, {name: value for name, value in followed.items() if getattr(row, name) != value})

    def _completed(self, kind: str, values: dict[str, Any], person: YoungPerson) -> dict[str, Any]:
        """The fields of a new row that no column gives."""
        if kind == ALLOCATIONS.name:
            team = values["team_id"] or self.run.team_of(values["worker_id"], values["starts_on"]) or person.team_id
            return values | {"team_id": team, "reason": BROUGHT_OVER.format(self.run.system)}
        return values if kind == CONTACT_DETAILS.name else values | {"source": self.run.system}

    def _that_follow(self, row: Any) -> dict[str, Any]:
        """The fields of a row that follow from others of it."""
        if isinstance(row, Home):
            provider = self.run.providers.get(" ".join(row.provider.lower().split()))
            return {"registered_provider_id": provider.pk if provider else None}
        if isinstance(row, ContactDetail):
            return {"search_value": phones.normal_form(row.kind, row.value)}
        return {}

    def _recorded_already(self, detail: ContactDetail) -> ContactDetail | None:
        """The same number or address, where somebody has written it down here and it has not ended."""
        for each in self.stored.of(CONTACT_DETAILS.name, detail.person_id).values():
            if (each.kind, each.search_value, each.ends_on) == (detail.kind, detail.search_value, None):
                return cast(ContactDetail, each)
        return None

    def _prefer_none(self, person: YoungPerson) -> None:
        """Preferring one way to reach somebody ends the preference for any other, as in the record."""
        for detail in self.stored.of(CONTACT_DETAILS.name, person.pk).values():
            if detail.is_preferred:
                self.changes.update(detail, {"is_preferred": False})
        for new in self.changes.new[ContactDetail]:
            if isinstance(new, ContactDetail) and new.person_id == person.pk:
                new.is_preferred = False

    def _why_not_allocate(self, values: Mapping[str, Any], period: PlacedPeriod, person: YoungPerson) -> Fault | None:
        worker = values["worker_id"]
        team = values["team_id"] or self.run.team_of(worker, values["starts_on"]) or person.team_id
        if team is None:
            return "team", "They carry cases in no team here: write the team, or give them a role in one first."
        if period.ends_on:
            return None
        if person.died_on:
            return "ends_on", f"{person.short_name} died on {day(person.died_on)}: write the day on which this ended."
        if not any(each.ends_on is None for each in self.openings(person)):
            return "ends_on", f"{person.short_name} is closed to the service: write the day on which this ended."
        if person.is_restricted and worker not in self.stored.readers[person.pk]:
            return "worker_email", "The record is restricted: name them in restricted_to first."
        return None

    def openings(self, person: YoungPerson) -> list[Any]:
        """When they are open to the service, with what this batch adds."""
        return [
            *self.stored.of(OPENINGS, person.pk).values(),
            *(
                row
                for row in self.changes.new[Involvement]
                if isinstance(row, Involvement) and row.person_id == person.pk
            ),
        ]


class Brought(NamedTuple):
    """A row that brings a period; `known` where it was brought over before."""

    read: RowValues
    period: PlacedPeriod
    known: ImportedRow | None = None


Grouping = Callable[[str, list[PlacedPeriod], list[Brought]], None]


def _all_together(one: str, periods: list[PlacedPeriod], brought: list[Brought]) -> None:
    fit_in(periods, one)


def _by_role_and_worker(one: str, periods: list[PlacedPeriod], brought: list[Brought]) -> None:
    """At most one case holder at a time, and each worker in one role at a time."""
    values = {each.period: each.read.values for each in brought}

    def of(period: PlacedPeriod, name: str) -> Any:
        return values[period][name] if period in values else getattr(period.row, name)

    fit_in((each for each in periods if of(each, "role") == Allocation.CASE_HOLDER), "case holder")
    for worker in {of(each, "worker_id") for each in periods}:
        fit_in((each for each in periods if of(each, "worker_id") == worker), one)


def _each_alone(one: str, periods: list[PlacedPeriod], brought: list[Brought]) -> None:
    """There may be any number at a time."""


GROUPS: dict[str, Grouping] = {ALLOCATIONS.name: _by_role_and_worker, CONTACT_DETAILS.name: _each_alone}


def readers_of(person: YoungPerson, workers: Iterable[UUID], run: Import) -> list[RestrictedAccess]:
    """Those who may see a restricted record from today on."""
    return [
        RestrictedAccess(
            person=person,
            user_id=worker,
            kind=RestrictedAccess.NAMED,
            reason=BROUGHT_OVER.format(run.system),
            starts_on=run.today,
            recorded_by=run.by,
        )
        for worker in workers
    ]
