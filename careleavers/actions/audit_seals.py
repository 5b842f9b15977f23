"""The log of changes and of views and all history, sealed link by link, so that a row that was changed or removed is
found.

A seal covers the rows of one table up to an hour ago: by then every transaction that could still add one has ended.
Of history it covers who did it as well, which pghistory keeps in a table of its own. Whoever may change the tables'
triggers may also remake every seal, so keep the last digest somewhere else: the nightly job writes it to its log, and
`manage.py check_audit` prints it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Max, Min

from careleavers.actions.base import action
from careleavers.models import AmendedSeal, AuditEvent, AuditSeal, ReadEvent

SETTLED_AFTER = timedelta(hours=1)
LOCK = 1903  # of Postgres: one sealing at a time
WHO_DID_IT = "pgh_context__metadata"


@dataclass(frozen=True)
class Sealed:
    """A table whose rows are sealed in the order of their ids. `time`: the column that says when a row was written."""

    name: str
    model: Any
    time: str = "happened_at"

    @property
    def columns(self) -> list[str]:
        own = [field.attname for field in self.model._meta.concrete_fields]
        return [*own, WHO_DID_IT] if "pgh_context_id" in own else own


def sealed_tables() -> list[Sealed]:
    """The log, and the history of every model that has one."""
    history = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return [
        Sealed("changes", AuditEvent),
        Sealed("views", ReadEvent),
        *(Sealed(model._meta.db_table, model, "pgh_created_at") for model in history),
    ]


@dataclass(frozen=True)
class BrokenSeal:
    """A range of the log that is not as it was sealed."""

    table: str
    first_id: int
    last_id: int
    why: str

    def __str__(self) -> str:
        return f"{self.table}, rows {self.first_id} to {self.last_id}: {self.why}"


@action
def seal_audit(*, by: None = None, now: datetime) -> dict[str, str]:
    """Seal what was written up to an hour ago and is not sealed yet. Returns the last digest of each table that has
    one; of the log, always."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    digests = {table.name: _seal(table, now - SETTLED_AFTER) for table in sealed_tables()}
    return {name: digest for name, digest in digests.items() if digest or name in ("changes", "views")}


def _seal(table: Sealed, before: datetime) -> str:
    last = AuditSeal.objects.filter(table=table.name).order_by("last_id").last()
    first_id = last.last_id + 1 if last else 1
    rows = table.model.objects.filter(pk__gte=first_id)
    young = rows.filter(**{f"{table.time}__gte": before}).aggregate(first=Min("pk"))["first"]
    if young is not None:
        rows = rows.filter(pk__lt=young)
    last_id = rows.aggregate(last=Max("pk"))["last"]
    previous = last.digest if last else ""
    if last_id is None:
        return previous
    count, digest = _digest(table.model, first_id, last_id, table.columns, previous)
    AuditSeal.objects.create(
        table=table.name,
        first_id=first_id,
        last_id=last_id,
        rows=count,
        columns=table.columns,
        previous=previous,
        digest=digest,
    )
    return digest


def _digest(model: Any, first_id: int, last_id: int, columns: list[str], previous: str) -> tuple[int, str]:
    """How many rows there are, and SHA-256 of the seal before and of every row's columns, one JSON line each."""
    found, rows = sha256(previous.encode()), 0
    for values in _values(model, first_id, last_id, columns):
        found.update(json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True).encode() + b"\n")
        rows += 1
    return rows, found.hexdigest()


def _values(model: Any, first_id: int, last_id: int, columns: list[str]) -> Iterator[list[Any]]:
    rows = model.objects.filter(pk__range=(first_id, last_id)).order_by("pk").values_list(*columns)
    for row in rows.iterator(chunk_size=2000):
        # To the microsecond, which the encoder would cut to milliseconds.
        yield [value.isoformat() if isinstance(value, datetime) else value for value in row]


def digest_of(table: Sealed, seal: AuditSeal) -> tuple[int, str]:
    """What the rows of a sealed range add up to now: how many, and their digest."""
    return _digest(table.model, seal.first_id, seal.last_id, seal.columns, seal.previous)


def as_sealed(seal: AuditSeal) -> tuple[int, str]:
    """What they must add up to: as they were sealed or, since a record was destroyed, as its certificate says."""
    amended = AmendedSeal.objects.filter(table=seal.table, first_id=seal.first_id).order_by("pk").last()
    return (amended.rows, amended.digest) if amended else (seal.rows, seal.digest)


def broken_seals() -> Iterator[BrokenSeal]:
    """Every range that is not as it was sealed, and every gap in the chain; `unchecked_seals` says what is left out."""
    for table in sealed_tables():
        previous, next_id, known = "", 1, set(table.columns)
        for seal in AuditSeal.objects.filter(table=table.name).order_by("last_id"):
            if seal.first_id != next_id or seal.previous != previous:
                yield BrokenSeal(table.name, next_id, seal.last_id, "a seal before it was changed or removed")
            previous, next_id = seal.digest, seal.last_id + 1
            if not known >= set(seal.columns):
                continue
            rows, digest = digest_of(table, seal)
            sealed_rows, sealed_digest = as_sealed(seal)
            if rows != sealed_rows:
                why = f"{sealed_rows} rows were sealed, {rows} are left"
                yield BrokenSeal(table.name, seal.first_id, seal.last_id, why)
            elif digest != sealed_digest:
                yield BrokenSeal(table.name, seal.first_id, seal.last_id, "a row was changed")


def unchecked_seals() -> Iterator[str]:
    """A sentence for each table with seals over columns that this version does not have any more."""
    for table in sealed_tables():
        known = set(table.columns)
        seals = AuditSeal.objects.filter(table=table.name).values_list("columns", flat=True)
        gone = [column for columns in seals for column in columns if column not in known]
        if gone:
            yield (
                f"{table.name}: some rows were sealed with {', '.join(sorted(set(gone)))}, which this version does not "
                "have: check them with the version that sealed them."
            )
