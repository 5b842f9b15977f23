"""The record of somebody who has died is closed; a manager opens it for a day to put something right."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models

from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


class RecordOpening(Recorded):
    """A closed record was opened for a correction, from `recorded_at` until the end of the day `open_on`."""

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="record_openings", db_comment=PERSONAL
    )
    open_on = models.DateField(db_comment=RECORD_KEEPING)
    reason = models.CharField(max_length=300, db_comment=SENSITIVE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "open_on"], name="record_opened_once_a_day")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


def person_of(row: models.Model) -> YoungPerson | None:
    """The young person to whose record a row belongs, whatever its model; None for a row of no record."""
    path = path_to_person(row.__class__)  # type() would be that of a lazy object
    if path is None:
        return None
    found: Any = row
    for name in path:
        found = found and getattr(found, name)
    return found  # type: ignore[no-any-return]


@cache
def path_to_person(model: type[models.Model]) -> tuple[str, ...] | None:
    """The relations that lead from a model to the person: those to what a row is part of, and would go with. Of two
    people in a row it is the `person` whose record it belongs to.
    """
    if issubclass(model, YoungPerson):
        return ()
    fields = model._meta.concrete_fields
    for field in [*(each for each in fields if each.name == "person"), *fields]:
        relation: Any = field.remote_field
        if relation is None or relation.on_delete is not models.CASCADE or issubclass(relation.model, model):
            continue
        further = path_to_person(relation.model)
        if further is not None:
            return (field.name, *further)
    return None
