"""Ofsted's Annex A, List 9, as a source: each line is somebody, and what holds of them on a day.

The list has no names, no addresses and no first days. So it makes nobody's record poorer: what it says is added where
the record says nothing. How they live is written down as a note, since a home that begins on the day of the list would
be a move that never was. Legal status comes from the returns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from careleavers.importing.planning import RowValues
from careleavers.importing.spool import SourceRow
from careleavers.importing.stored import Import, Stored
from careleavers.importing.tables import (
    ALLOCATIONS,
    CONTACTS,
    HOMES,
    OCCUPATIONS,
    PEOPLE,
    TABLES,
    ImportTable,
)
from careleavers.models import Allocation, Contact, YoungPerson
from careleavers.models.contacts import last_contact_on
from careleavers.rules.code_labels import home_words
from careleavers.rules.words import day
from careleavers.ssda903.importing.identity import same_number

OF_THE_903 = "903-"  # begins the local ID that a return gave somebody new
About = Sequence[tuple[RowValues, YoungPerson]]
NO_NAMES = "The list holds no names. This is a placeholder until you write the legal name."


def rows_of_line(source: SourceRow, line: Mapping[str, Any], run: Import) -> Iterator[tuple[str, RowValues]]:
    """What a line comes to in our tables, whatever the record holds already."""
    number, on = source.their_id, line["list_of"]
    yield _derived(PEOPLE, source, number, _person(number, line, run.system))
    said = f"List 9 of {day(on)}"
    values: dict[str, Any]
    if worker := _worker(line, run):
        values = {
            "worker_id": worker,
            "role": Allocation.CASE_HOLDER,
            "starts_on": on,
            "ends_on": None,
            "team_id": None,
        }
        yield _derived(ALLOCATIONS, source, f"{number} {worker} list 9", values)
    if line["activity"]:
        values = {"code": line["activity"], "starts_on": on, "ends_on": None}
        yield _derived(OCCUPATIONS, source, f"{number} {line['activity']} list 9", _whole(OCCUPATIONS, values))
    if line["last_contact_on"]:
        values = {"happened_on": line["last_contact_on"], "method": "other", "result": "spoke"}
        values["note"] = f"The latest contact, as {said} has it."
        yield _derived(CONTACTS, source, f"{number} {line['last_contact_on']} list 9", _whole(CONTACTS, values))
    if note := _note(line, said):
        values = {"happened_on": on, "method": "other", "result": "about", "note": note}
        yield _derived(CONTACTS, source, f"{number} {on} as listed", _whole(CONTACTS, values))
    for table in TABLES.values():
        found = table.of_list_9(line) if table.of_list_9 else None
        if found is not None:
            yield _derived(table, source, f"{number} {on} list 9", found)


def _derived(table: ImportTable, source: SourceRow, their_id: str, values: dict[str, Any]) -> tuple[str, RowValues]:
    file = replace(source.file, table=table)
    return table.name, RowValues(source._replace(file=file, their_id=their_id, listed=source), values)


def _whole(table: ImportTable, values: Mapping[str, Any]) -> dict[str, Any]:
    blank: dict[str, Any] = {column.attribute: column.value.blank for column in table.columns}
    for name in (table.id_column, "person_id"):
        blank.pop(name)
    return blank | dict(values)


def _person(number: str, line: Mapping[str, Any], system: str) -> dict[str, Any]:
    """What the list says of the person: nothing of what it does not have a column for."""
    said = {
        name: line[name]
        for name in ("gender", "ethnicity", "is_unaccompanied", "disability", "team_id")
        if line[name] not in (None, "")
    }
    opening = {
        "opened_on": line["list_of"],
        "closed_on": None,
        "reason_opened": f"In List 9 of {day(line['list_of'])}, from {system}",
        "reason_closed": "",
    }
    numbers = {"local_id": number, "ssda903_id": None, "nhs_number": "", "upn": "", "ni_number": ""}
    return {"date_of_birth": line["date_of_birth"], **said, **numbers, **opening, "restricted_to": ()}


def _worker(line: Mapping[str, Any], run: Import) -> UUID | None:
    """The colleague who is named as the personal adviser, or else as the worker: by their whole name, if one has it."""
    for name in (line["adviser"], line["worker"]):
        if not name:
            continue
        called = [each for each in run.known.colleagues.values() if each.name.casefold() == name.casefold()]
        if len(called) == 1 and called[0].is_active and called[0].id in run.casework:
            return called[0].id
        run.report.notes.append(f"“{name}” is not the name of one colleague who carries cases: allocate by hand.")
    return None


def _note(line: Mapping[str, Any], said: str) -> str:
    """How they live, whether they are in touch, and what the list takes them for, in a sentence each."""
    suits = {True: ", suitable", False: ", not suitable", None: ""}[line["is_suitable"]]
    parts = [
        f"Home: {home_words(line['home'])}{suits}." if line["home"] else "",
        f"In touch: {IN_TOUCH_WORDS[line['in_touch']]}." if line["in_touch"] else "",
        f"Taken for: {line['eligibility']}." if line["eligibility"] else "",
    ]
    told = " ".join(filter(None, parts))
    return f"{said} says: {told}" if told else ""


IN_TOUCH_WORDS = {
    "yes": "yes",
    "no": "no",
    "died": "died",
    "refu": "refuses contact",
    "nreq": "wants no more of the service",
    "rhom": "returned home",
}


# What the record says already


def is_them(person: YoungPerson, number: str) -> bool:
    """Whether the number of a line is one of theirs, whatever a spreadsheet did to it."""
    theirs = (person.local_id.removeprefix(OF_THE_903), person.local_id, person.ssda903_id or "")
    return any(each and same_number(each, number) for each in theirs)


def says_more(table: ImportTable, rows: About, stored: Stored, today: date) -> About:
    """Those of the rows about people that do not come from a list, or that add to the record. At most one query."""
    listed = {person.pk for read, person in rows if read.source.listed}
    if not listed:
        return rows
    last = _last_contacts(listed, today) if table is CONTACTS else {}
    return [
        (read, person)
        for read, person in rows
        if read.source.listed is None or _adds(table, read, person, stored, last.get(person.pk))
    ]


def _last_contacts(people: Collection[UUID], today: date) -> dict[UUID, date | None]:
    found = YoungPerson.objects.filter(pk__in=people).order_by()
    return dict(found.annotate(last=last_contact_on(today)).values_list("pk", "last"))


def _adds(table: ImportTable, read: RowValues, person: YoungPerson, stored: Stored, last: date | None) -> bool:
    """Whether the record does not say as much already: of where they live, where it has a home then or later. What
    came from this list before is the same row again."""
    values = read.values
    if (table.name, read.source.their_id) in stored.imported:
        return True
    if table is CONTACTS and values["result"] == Contact.SPOKE:
        return last is None or last < values["happened_on"]
    kind, on = (HOMES, values["happened_on"]) if table is CONTACTS else (table, values.get("starts_on"))
    rows = stored.of(kind.name, person.pk).values() if kind in (ALLOCATIONS, HOMES, OCCUPATIONS) else ()
    return not any(_counts(row) and (row.ends_on is None or row.ends_on > on) for row in rows)


def _counts(row: Any) -> bool:
    return not isinstance(row, Allocation) or row.role == Allocation.CASE_HOLDER
