"""Former states of rows that several people may change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model

from careleavers.models import User


class Saved(NamedTuple):
    """Who last changed a row, and when."""

    name: str
    at: datetime


def row_at(row: Model, revision: int | None) -> Any:
    """The row as it was at this revision, from the history that the database keeps; None where it has none."""
    events = getattr(row, "events", None)
    return None if revision is None or events is None else events.filter(revision=revision).first()


def last_saved(row: Model, fields: Iterable[str]) -> Saved | None:
    """The last change of one of these fields; None where an import or a job made it, or the row has no history."""
    names, after = [name for name in fields if hasattr(row, name)], row
    events = getattr(row, "events", None)
    for event in events.select_related("pgh_context").order_by("-pgh_id") if events is not None else ():
        if any(getattr(event, name) != getattr(after, name) for name in names):
            by = event.pgh_context.metadata.get("by") if event.pgh_context else None
            user = User.objects.filter(pk=by).first() if by else None
            return Saved(user.name, event.pgh_created_at) if user else None
        after = event
    return None
