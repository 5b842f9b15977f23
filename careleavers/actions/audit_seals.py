"""The log of changes and of views, sealed link by link, so that a row that was changed or removed is found.

A seal covers the rows of one table up to an hour ago: by then every transaction that could still add one has ended.
Whoever may change the tables' triggers may also remake every seal, so keep the last digest somewhere else: the nightly
job writes it to its log, and `manage.py check_audit` prints it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Max, Min

from careleavers.actions.base import action
from careleavers.models import AuditEvent, AuditSeal, ReadEvent

TABLES: dict[str, Any] = {"changes": AuditEvent, "views": ReadEvent}
SETTLED_AFTER = timedelta(hours=1)
LOCK = 1903  # of Postgres: one sealing at a time


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
    """Seal what was logged up to an hour ago and is not sealed yet. Returns the last digest of each table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return {name: _seal(name, model, now - SETTLED_AFTER) for name, model in TABLES.items()}


def _seal(name: str, model: Any, before: datetime) -> str:
    last = AuditSeal.objects.filter(table=name).order_by("last_id").last()
    first_id = last.last_id + 1 if last else 1
    rows = model.objects.filter(pk__gte=first_id)
    young = rows.filter(happened_at__gte=before).aggregate(first=Min("pk"))["first"]
    if young is not None:
        rows = rows.filter(pk__lt=young)
    last_id = rows.aggregate(last=Max("pk"))["last"]
    previous = last.digest if last else ""
    if last_id is None:
        return previous
    columns = [field.name for field in model._meta.concrete_fields]
    count, digest = _digest(model, first_id, last_id, columns, previous)
    AuditSeal.objects.create(
        table=name,
        first_id=first_id,
        last_id=last_id,
        rows=count,
        columns=columns,
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


def broken_seals() -> Iterator[BrokenSeal]:
    """Every range that is not as it was sealed, and every gap in the chain."""
    for name, model in TABLES.items():
        previous, next_id = "", 1
        for seal in AuditSeal.objects.filter(table=name).order_by("last_id"):
            if seal.first_id != next_id or seal.previous != previous:
                yield BrokenSeal(name, next_id, seal.last_id, "a seal before it was changed or removed")
            rows, digest = _digest(model, seal.first_id, seal.last_id, seal.columns, seal.previous)
            if rows != seal.rows:
                yield BrokenSeal(name, seal.first_id, seal.last_id, f"{seal.rows} rows were sealed, {rows} are left")
            elif digest != seal.digest:
                yield BrokenSeal(name, seal.first_id, seal.last_id, "a row was changed")
            previous, next_id = seal.digest, seal.last_id + 1
