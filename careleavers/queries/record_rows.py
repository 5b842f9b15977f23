"""Everything that belongs to a record, found by walking the models, and what of two records cannot stand in one.

A model that refers to a young person is found by itself: it moves with the others, and its own constraints say whether
two rows clash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet

from careleavers.models import RecordMerge, User, YoungPerson
from careleavers.models.base import APPEND_ONLY
from careleavers.rules.words import day, with_article

# What a row holds other than what it says.
NOT_SAID = {"recorded_at", "recorded_by", "revision", "starts_on", "ends_on", "submission_id"}


@dataclass(frozen=True)
class RecordRelation:
    """A field of a model that refers to a young person."""

    model: type[models.Model]
    field: models.ForeignKey[Any, Any]

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field.name}"

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def nouns(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def rows(self, person: YoungPerson) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{self.field.name: person}).order_by()


@dataclass(frozen=True)
class WorkedOut:
    """Rows that follow from the facts and are made again: a merge leaves them behind. `only_where_they_clash`: what has
    happened with the others is kept."""

    rows: Callable[[], QuerySet[Any]]
    only_where_they_clash: bool = False


_worked_out: list[WorkedOut] = []


def register_worked_out(kinds: Iterable[WorkedOut]) -> None:
    _worked_out.extend(kinds)


@cache
def relations() -> tuple[RecordRelation, ...]:
    """Every field of every model that refers to a young person. Rows of history follow their own row."""
    return tuple(
        RecordRelation(model, each)
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model")
        for each in model._meta.concrete_fields
        if isinstance(each, models.ForeignKey) and each.remote_field.model is YoungPerson
    )


def merged_into(former: UUID, user: User) -> UUID | None:
    """The id of the record that the one with this id went into, if the user may see it."""
    merges = RecordMerge.objects.filter(merged_id=former, undone_on=None, kept__in=YoungPerson.objects.visible_to(user))
    kept: UUID | None = merges.values_list("kept", flat=True).first()
    return kept


def is_append_only(relation: RecordRelation) -> bool:
    """Whether Postgres and the rights of the application refuse any change of these rows."""
    return any(trigger.name == APPEND_ONLY.name for trigger in getattr(relation.model._meta, "triggers", ()))


@dataclass
class MergePlan:
    """What becomes of the rows of a record that goes into another: ids by relation."""

    moves: dict[RecordRelation, list[Any]] = field(default_factory=dict)
    again: dict[RecordRelation, list[Any]] = field(default_factory=dict)  # worked out again
    left_out: dict[RecordRelation, list[Any]] = field(default_factory=dict)  # the kept record says the same
    clashes: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """What moves, in words, the most first."""
        found = [(each.noun if len(ids) == 1 else each.nouns, len(ids)) for each, ids in self.moves.items() if ids]
        return sorted(found, key=lambda line: (-line[1], line[0]))

    @property
    def left_out_lines(self) -> list[tuple[str, int]]:
        return [(each.noun if len(ids) == 1 else each.nouns, len(ids)) for each, ids in self.left_out.items() if ids]


def plan_of(kept: YoungPerson, merged: YoungPerson) -> MergePlan:
    """What a merge would do, and what forbids it. A few queries for each model that holds rows of `merged`."""
    plan = MergePlan()
    for relation in relations():
        rows = list(relation.rows(merged))
        if rows:
            _plan_rows(plan, relation, rows, kept)
    return plan


def _plan_rows(plan: MergePlan, relation: RecordRelation, rows: list[Any], kept: YoungPerson) -> None:
    if is_append_only(relation):
        plan.clashes.append(f"Of {relation.nouns} no row may ever change, so they cannot move.")
        return
    always, where_they_clash = _worked_out_of(relation, rows)
    theirs = list(relation.rows(kept)) if _may_clash(relation) else []
    moves, again, left_out = [], [], []
    for row in rows:
        if row.pk in always:
            again.append(row.pk)
        elif not _clashes(relation, row, kept, theirs):
            moves.append(row.pk)
        elif row.pk in where_they_clash:
            again.append(row.pk)
        elif any(_says_all_of(other, row, relation) for other in theirs) and not _has_parts(row):
            left_out.append(row.pk)
        else:
            plan.clashes.append(_in_words(relation, row, kept))
    plan.moves[relation], plan.again[relation], plan.left_out[relation] = moves, again, left_out


def _worked_out_of(relation: RecordRelation, rows: list[Any]) -> tuple[set[Any], set[Any]]:
    """Of these rows, those that are always worked out again, and those that are so where they clash."""
    always: set[Any] = set()
    where_they_clash: set[Any] = set()
    for kind in _worked_out:
        found = kind.rows()
        if found.model is relation.model:
            ids = set(found.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
            (where_they_clash if kind.only_where_they_clash else always).update(ids)
    return always, where_they_clash


def _may_clash(relation: RecordRelation) -> bool:
    return relation.field.unique or any(_constraints(relation))


def _constraints(relation: RecordRelation) -> Iterator[models.BaseConstraint]:
    """Those in which the person has a part."""
    names = (f"'{relation.field.name}'", f"F({relation.field.name})")
    for each in relation.model._meta.constraints:
        if any(name in repr(each.deconstruct()) for name in names):
            yield each


def _clashes(relation: RecordRelation, row: Any, kept: YoungPerson, theirs: list[Any]) -> bool:
    """Whether the row cannot be one of the kept record's, beside those that this has."""
    if relation.field.unique and theirs:
        return True
    was = getattr(row, relation.field.attname)
    setattr(row, relation.field.attname, kept.pk)
    try:
        for constraint in _constraints(relation):
            constraint.validate(relation.model, row)
    except ValidationError:
        return True
    finally:
        setattr(row, relation.field.attname, was)
    return False


def _says_all_of(other: Any, row: Any, relation: RecordRelation) -> bool:
    """Whether a row of the kept record says all that this one says, on all of its days."""
    if _said(other, relation) != _said(row, relation):
        return False
    if not hasattr(row, "starts_on"):
        return True
    ends_with = other.ends_on is None or (row.ends_on is not None and row.ends_on <= other.ends_on)
    return bool(other.starts_on <= row.starts_on and ends_with)


def _has_parts(row: Any) -> bool:
    """Whether other rows refer to it, which would go with it."""
    return any(
        each.related_model._default_manager.filter(**{each.field.name: row.pk}).exists()
        for each in row._meta.related_objects
        if not hasattr(each.related_model, "pgh_tracked_model")
    )


def _said(row: Any, relation: RecordRelation) -> dict[str, Any]:
    return {
        each.name: getattr(row, each.attname)
        for each in relation.model._meta.concrete_fields
        if not each.primary_key and each.name not in NOT_SAID and each.name != relation.field.name
    }


def _in_words(relation: RecordRelation, row: Any, kept: YoungPerson) -> str:
    others = [each for each in relations() if each.model is relation.model and each != relation]
    if any(getattr(row, each.field.attname) == kept.pk for each in others):
        return f"One of the records names the other in {with_article(relation.noun)}: take that out first."
    if relation.field.unique:
        return f"Both have {with_article(relation.noun)}, and a record holds one."
    starts_on, ends_on = getattr(row, "starts_on", None), getattr(row, "ends_on", None)
    if starts_on is None:
        return f"Both have the same {relation.noun} with something else written in it: put one of them right first."
    until = f" to {day(ends_on)}" if ends_on else ""
    return f"Their {relation.nouns} overlap: the one from {day(starts_on)}{until}. End it or put it right first."
