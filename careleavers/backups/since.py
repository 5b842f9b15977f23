"""What happened between a backup and its restore, which the restored database does not know.

Told by the events of the database that was replaced, where it can still be read, or by the lines of the log, which
carry each event's name and ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from careleavers.backups import programs

EVENTS_LOGGER = "careleavers.events"

# What must be seen to by hand, in this order; by the first part of an event's name.
ACCOUNTS = "Accounts and roles"
RESTRICTIONS = "Restricted records"
DEATHS = "Deaths"
LETTERS = "Letters"
OTHER = "Everything else"
KINDS = {
    ACCOUNTS: ("user_", "role_", "directory_", "sessions_"),
    RESTRICTIONS: ("record_restricted", "restriction_", "restricted_reader_"),
    DEATHS: ("death_",),
    LETTERS: ("letter_", "letters_", "correspondence_address_"),
}
QUERY = """
    SELECT happened_at, id, name, by_id::text, person_id::text, object_kind, object_id
    FROM careleavers_auditevent WHERE happened_at > %s ORDER BY happened_at, id
"""


@dataclass(frozen=True, order=True)
class Happened:
    """One event: when, its own id, its name, and the ids of who did it, of the young person and of the row."""

    at: datetime
    event_id: int
    name: str
    by_id: str = ""
    person_id: str = ""
    object_kind: str = ""
    object_id: str = ""

    @property
    def kind(self) -> str:
        return next((kind for kind, prefixes in KINDS.items() if self.name.startswith(prefixes)), OTHER)


def from_database(address: Mapping[str, Any], after: datetime) -> list[Happened]:
    """From the database that was replaced, at `address` (an entry of DATABASES)."""
    connection = programs.connect(address)
    try:
        with connection.cursor() as cursor:
            cursor.execute(QUERY, [after])
            rows = cursor.fetchall()
            return [Happened(at, id, name, *(value or "" for value in ids)) for at, id, name, *ids in rows]
    finally:
        connection.close()


def from_log(lines: Iterable[str], after: datetime) -> Iterator[Happened]:
    """From lines of the log, whatever other lines are among them and whatever comes before the JSON of one."""
    for line in lines:
        try:
            said = json.loads(line[line.index("{") :])
            if said["logger"] != EVENTS_LOGGER:
                continue
            at, event_id = datetime.fromisoformat(said["happened_at"]), int(said["event_id"])
            ids = [str(said[name]) for name in ("by_id", "person_id", "object_kind", "object_id")]
        except (ValueError, KeyError, TypeError):
            continue
        if at > after:
            yield Happened(at, event_id, said["message"], *ids)


def by_kind(happened: Iterable[Happened]) -> dict[str, list[Happened]]:
    """Each once, in their order, by what must be seen to; every kind is there."""
    found: dict[str, list[Happened]] = {kind: [] for kind in (*KINDS, OTHER)}
    for each in sorted(set(happened)):
        found[each.kind].append(each)
    return found
