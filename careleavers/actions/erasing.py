"""Every row of a record is deleted, with its history. A part of the action that destroys a record.

The triggers that keep history and freeze rows are ignored inside: this is the one place where rows that may only grow
are deleted. Of the ranges of log and history that are sealed it first proves that they are as they were, and then seals
what is left of them under the certificate.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator
from itertools import chain
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from careleavers.actions.audit_seals import Sealed, as_sealed, digest_of, sealed_tables
from careleavers.actions.base import Refused
from careleavers.models import AmendedSeal, AuditEvent, AuditSeal, Destruction, ReadEvent, RecordMerge, YoungPerson
from careleavers.queries.retention import PartOfRecord, history_of, merged_into, parts_of_record, relations_into

BLOCK = 1000

# Called inside the action, before a record is deleted, with the person: what the app keeps of them elsewhere.
Eraser = Callable[[YoungPerson], None]

_erasers: list[Eraser] = []


def register_eraser(function: Eraser) -> None:
    """Call this function too when a record is destroyed."""
    _erasers.append(function)


def erase(person: YoungPerson, destruction: Destruction) -> dict[str, int]:
    """Delete the record. Returns how many rows of each kind there were. Refused where a seal is broken already."""
    parts = {part.model: part for part in parts_of_record(person)}
    changed = dict(_history_and_log(person, parts.values()))
    ranges = list(_sealed_ranges(changed))
    _prove(ranges)
    counts = {str(model._meta.verbose_name_plural): len(part.ids) for model, part in parts.items() if part.ids}
    with pgtrigger.ignore():
        for function in _erasers:
            function(person)
        for model, field in relations_into(parts):
            deleted_too = parts[model].ids if model in parts else []
            for block in _blocks(parts[field.remote_field.model].ids):
                rows = model._default_manager.filter(**{f"{field.name}__in": block}).exclude(pk__in=deleted_too)
                rows.update(**{field.name: None})
        for table, ids in changed.items():
            for block in _blocks(ids):
                _empty_or_delete(table.model.objects.filter(pk__in=block))
        for model, part in parts.items():
            for block in _blocks(part.ids):
                found = model._default_manager.filter(pk__in=block)
                found._raw_delete(found.db)
    _seal_what_is_left(ranges, destruction)
    return counts


def _history_and_log(person: YoungPerson, parts: Collection[PartOfRecord]) -> Iterator[tuple[Sealed, list[int]]]:
    """The rows of each table of history that tell of the record, and those of the log whose details do."""
    tables = {table.model: table for table in sealed_tables()}
    for part in parts:
        history = history_of(part.model)
        if history is not None and part.ever:
            rows = history.objects.filter(pgh_obj_id__in=part.ever)
            yield tables[history], list(rows.values_list("pk", flat=True))
    about = Q(person_id__in={person.pk, *merged_into(person)})
    yield tables[AuditEvent], list(AuditEvent.objects.filter(about).exclude(details={}).values_list("pk", flat=True))
    searched = Q()
    former = RecordMerge.objects.filter(kept=person, undone_on=None).values_list("merged_name", "merged_local_id")
    for name in filter(None, (person.known_as, person.legal_name, person.local_id, *chain.from_iterable(former))):
        searched |= Q(detail__icontains=name)
    seen = ReadEvent.objects.filter(about | searched).exclude(detail="")
    yield tables[ReadEvent], list(seen.values_list("pk", flat=True))


def _empty_or_delete(rows: models.QuerySet[Any]) -> None:
    """Of the log only the details go: that something was done or viewed stays. History goes."""
    if rows.model is AuditEvent:
        rows.update(details={})
    elif rows.model is ReadEvent:
        rows.update(detail="")
    else:
        rows._raw_delete(rows.db)


def _blocks(ids: Collection[Any]) -> Iterator[list[Any]]:
    listed = list(ids)
    for start in range(0, len(listed), BLOCK):
        yield listed[start : start + BLOCK]


def _sealed_ranges(changed: dict[Sealed, list[int]]) -> Iterator[tuple[Sealed, AuditSeal]]:
    """The seals over any of these rows."""
    for table, ids in changed.items():
        listed = sorted(ids)
        for seal in AuditSeal.objects.filter(table=table.name) if listed else ():
            if bisect_left(listed, seal.first_id) < bisect_right(listed, seal.last_id):
                yield table, seal


def _prove(ranges: Collection[tuple[Sealed, AuditSeal]]) -> None:
    for table, seal in ranges:
        if set(table.columns) >= set(seal.columns) and digest_of(table, seal) != as_sealed(seal):
            raise Refused(
                f"The log or history of {table.name} is not as it was sealed (rows {seal.first_id} to {seal.last_id}): "
                "see manage.py check_audit. Nothing was destroyed."
            )


def _seal_what_is_left(ranges: Collection[tuple[Sealed, AuditSeal]], destruction: Destruction) -> None:
    for table, seal in ranges:
        rows, digest = digest_of(table, seal)
        AmendedSeal.objects.create(
            table=seal.table, first_id=seal.first_id, destruction=destruction, rows=rows, digest=digest
        )
