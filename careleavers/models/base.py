"""What every row has in common, and the pieces that dated rows are made of."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from careleavers.models import trigger_registry
from careleavers.models.sensitivity import RECORD_KEEPING, SENSITIVE

trigger_registry.install()

Model = TypeVar("Model", bound=models.Model)


def count_revision(operation: pgtrigger.Operation = pgtrigger.Update) -> pgtrigger.Trigger:
    """Postgres counts the revision of a `Revised` row with every such update, whoever or whatever makes it."""
    return pgtrigger.Trigger(
        name="count_revision",
        when=pgtrigger.Before,
        operation=operation,
        func="NEW.revision = OLD.revision + 1; RETURN NEW;",
    )


APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'This table can only grow: it cannot be emptied.';",
)


def track_without(*excluded: str) -> Callable[[type[Model]], type[Model]]:
    """As `track`, but for columns that history must not copy: a password, a file."""

    def tracked(model: type[Model]) -> type[Model]:
        trackers = (pghistory.UpdateEvent(row="OLD"), pghistory.DeleteEvent())
        meta = {"triggers": [APPEND_ONLY, NO_TRUNCATE]}
        tracked_model: type[Model] = pghistory.track(*trackers, exclude=list(excluded), meta=meta)(model)
        return tracked_model

    return tracked


def track(model: type[Model]) -> type[Model]:
    """Keep every former state of a row, written by Postgres itself, so that bulk and raw writes are kept too.

    The row is its own latest state; history holds what it was before each update and before deletion. The revision of
    a `Revised` row is counted by Postgres too. History itself can only grow: Postgres refuses whatever else.
    """
    if issubclass(model, Revised):
        pgtrigger.register(count_revision())(model)
    return track_without()(model)


def choices_of(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """The values of an enum with their words. Plain text, as no migration is to import an enum."""
    return [(each.value, said) for each, said in words.items()]


class UUIDModel(models.Model):
    """A row with an opaque id, safe to show in a URL."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, db_comment=RECORD_KEEPING)

    class Meta:
        abstract = True


class Recorded(UUIDModel):
    """A row that somebody wrote down: when, and who. Imports and jobs write without a person."""

    recorded_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=RECORD_KEEPING,
    )

    class Meta:
        abstract = True


class Revised(models.Model):
    """A row that several people may change. `revision` grows with every update, whoever or whatever makes it.

    Forms send the revision that they were opened on: see `careleavers.actions.revisions`.
    """

    revision = models.PositiveIntegerField(default=1, editable=False, db_comment=RECORD_KEEPING)

    class Meta:
        abstract = True


class Dated(models.Model):
    """A fact that holds over a half-open period [starts_on, ends_on). No end: it still holds."""

    starts_on = models.DateField(db_comment=RECORD_KEEPING)
    ends_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        abstract = True


class SensitivelyDated(Dated):
    """A dated fact whose very days tell something delicate, such as a stay in care."""

    starts_on = models.DateField(db_comment=SENSITIVE)
    ends_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)

    class Meta:
        abstract = True


def on_day(day: date, prefix: str = "") -> Q:
    """The condition that a dated row holds on `day`. `prefix` names the relation, ending in two underscores."""
    return Q(**{f"{prefix}starts_on__lte": day}) & not_ended_by(day, prefix)


def overlapping(starts_on: date, ends_on: date | None) -> Q:
    """Rows with `starts_on` and `ends_on` that share a day with [starts_on, ends_on)."""
    return not_ended_by(starts_on) & (Q(starts_on__lt=ends_on) if ends_on else Q())


def not_ended_by(day: date, prefix: str = "") -> Q:
    """The condition that a dated row holds on `day` or begins after it."""
    return Q(**{f"{prefix}ends_on__gt": day}) | Q(**{f"{prefix}ends_on__isnull": True})


def ends_after_start(name: str, *, same_day: bool = False) -> models.CheckConstraint:
    """A period ends after it starts; `same_day` also allows one that ended on the day it began."""
    comparison = "ends_on__gte" if same_day else "ends_on__gt"
    return models.CheckConstraint(name=name, condition=Q(ends_on__isnull=True) | Q(**{comparison: F("starts_on")}))


def no_overlap(name: str, *expressions: str, condition: Q | None = None) -> ExclusionConstraint:
    """Two dated rows that agree on `expressions` never hold on the same day.

    The period comes last: the index sorts by what comes first, and periods that are open all overlap.
    """
    period = Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in expressions), (period, RangeOperators.OVERLAPS)],
        condition=condition,
    )
