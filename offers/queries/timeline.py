"""What this app adds to the timeline of a record: letters that went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from careleavers.models import YoungPerson
from careleavers.queries.timeline import timeline_rows
from offers.models import Letter


def timeline_sources(person: YoungPerson, today: date) -> Iterator[QuerySet[Any]]:
    """Letters that were posted or given by hand."""
    rows, age, at = Letter.objects.filter(person=person), F("occasion"), F("planned_at")
    yield timeline_rows(rows.exclude(posted_on=None), "letter", on="posted_on", what=age, how="posted", at=at)
    yield timeline_rows(rows.exclude(given_on=None), "letter", on="given_on", what=age, how="given", at=at)
