"""What the record holds of the people and rows of a batch, and what is the same for the whole import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from careleavers.actions.allocations import CASEWORK_ROLES
from careleavers.actions.documents import NewFile
from careleavers.importing.report import ImportReport
from careleavers.importing.tables import ALLOCATIONS, CONTACT_DETAILS, HOMES, OCCUPATIONS, PEOPLE
from careleavers.importing.values import Colleague, Known, KnownTeam
from careleavers.models import (
    Allocation,
    Contact,
    ContactDetail,
    Home,
    ImportedRow,
    Involvement,
    Occupation,
    Provider,
    RestrictedAccess,
    RoleAssignment,
    Team,
    User,
    YoungPerson,
)
from careleavers.models.base import on_day

OPENINGS = "openings"  # the part of a row of people that says when they were open to the service
MODELS: dict[str, Any] = {
    OPENINGS: Involvement,
    ALLOCATIONS.name: Allocation,
    HOMES.name: Home,
    OCCUPATIONS.name: Occupation,
    CONTACT_DETAILS.name: ContactDetail,
}
# What is kept of a file beside the tables, by its place there. Unusable with a sentence.
ReadDocument = Callable[[str], NewFile]
IDENTIFYING = ("nhs_number", "upn", "ni_number")
UNIQUE = ("local_id", "ssda903_id")


@dataclass
class Import:
    """An import while it runs. `taken` is where something that tells people apart was seen in the files before;
    `read_document` is None where there are no files beside the tables.
    """

    system: str
    by: User | None
    today: date
    now: datetime
    report: ImportReport
    known: Known
    providers: Mapping[str, Provider]
    casework: Mapping[UUID, Sequence[RoleAssignment]]
    taken: dict[tuple[str, str], str] = field(default_factory=dict)
    read_document: ReadDocument | None = None

    def team_of(self, worker: UUID, on: date) -> UUID | None:
        """The team in which they carried cases on the day, or else today."""
        for when in (on, self.today):
            held = (each for each in self.casework.get(worker, ()) if each.starts_on <= when)
            found = [each for each in held if each.ends_on is None or each.ends_on > when]
            if found:
                return found[-1].team_id
        return None


def begin(
    *,
    system: str,
    by: User | None,
    today: date,
    now: datetime,
    dry_run: bool,
    read_document: ReadDocument | None = None,
) -> Import:
    colleagues = {
        each.email: Colleague(each.pk, each.name, each.is_active) for each in User.objects.order_by("sort_name")
    }
    teams = {
        " ".join(each.name.lower().split()): KnownTeam(each.pk, each.name, each.closed_on)
        for each in Team.objects.all()
    }
    casework: dict[UUID, list[RoleAssignment]] = defaultdict(list)
    roles = [role.value for role in CASEWORK_ROLES]
    for each in RoleAssignment.objects.filter(role__in=roles, team__isnull=False).order_by("starts_on"):
        casework[each.user_id].append(each)
    providers = {" ".join(each.name.lower().split()): each for each in Provider.objects.all()}
    known = Known(today, colleagues, teams)
    system = as_written_before(system)
    report = ImportReport(system, dry_run)
    return Import(system, by, today, now, report, known, providers, casework, read_document=read_document)


def systems() -> list[str]:
    """The systems from which something was brought over, as they are written."""
    return list(ImportedRow.objects.order_by("system").values_list("system", flat=True).distinct())


def as_written_before(system: str) -> str:
    """The name of a system as it was written the first time, in capitals or not."""
    name = " ".join(system.split())
    return next((known for known in systems() if known.casefold() == name.casefold()), name)


@dataclass
class Stored:
    """What is here of a batch. `imported` is by table and their ID; `people` by the person's ID in the other system."""

    imported: dict[tuple[str, str], ImportedRow] = field(default_factory=dict)
    people: dict[str, YoungPerson] = field(default_factory=dict)
    rows: dict[str, dict[UUID, dict[UUID, Any]]] = field(default_factory=dict)  # by table, person and id
    readers: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def of(self, kind: str, person: UUID) -> dict[UUID, Any]:
        return self.rows.get(kind, {}).get(person, {})


def stored_rows(run: Import, keys: Sequence[str], ids: Mapping[str, Collection[str]]) -> Stored:
    """What is here of these people (their IDs) and rows (their IDs by table). The people are locked."""
    stored = Stored()
    wanted = {PEOPLE.name: keys, OPENINGS: keys} | {
        name: list(each) for name, each in ids.items() if name != PEOPLE.name
    }
    for kind, their_ids in wanted.items():
        for row in ImportedRow.objects.filter(system=run.system, kind=kind, their_id__in=their_ids):
            stored.imported[kind, row.their_id] = row
    found = {row.person_id: row.their_id for (kind, _), row in stored.imported.items() if kind == PEOPLE.name}
    for person in YoungPerson.objects.filter(pk__in=found).order_by("pk").select_for_update(of=("self",)):
        stored.people[found[person.pk]] = person
    return stored


def add_rows_of(stored: Stored, people: Iterable[YoungPerson], today: date) -> None:
    """The dated rows of these people, with which what is brought over must not overlap; and who may read them."""
    ids = [person.pk for person in people]
    for kind, model in MODELS.items():
        by_person: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
        for row in model._default_manager.filter(person__in=ids):
            by_person[row.person_id][row.pk] = row
        stored.rows[kind] = by_person
    named = RestrictedAccess.objects.filter(on_day(today), person__in=ids, kind=RestrictedAccess.NAMED)
    for person_id, user_id in named.values_list("person_id", "user_id"):
        stored.readers[person_id].add(user_id)


def contacts_of(ids: Collection[UUID]) -> dict[UUID, Contact]:
    return Contact.objects.select_related("person").in_bulk(list(ids)) if ids else {}


def records_alike(rows: Iterable[Mapping[str, Any]]) -> list[YoungPerson]:
    """Records that have a number, or the date of birth, of one of these rows of people."""
    same, born = Q(), set()
    values: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        born.add(row["date_of_birth"])
        for name in (*UNIQUE, *IDENTIFYING):
            if row[name]:
                values[name].add(row[name])
        if "first_name" not in row:  # a line of a list, whose number may be either
            values["ssda903_id"].add(row["local_id"])
    if not born:
        return []
    for name, numbers in values.items():
        same |= Q(**{f"{name}__in": numbers})
    found = YoungPerson.objects.filter(same | Q(date_of_birth__in=born)).order_by("pk")
    return list(found.select_for_update(of=("self",)))
