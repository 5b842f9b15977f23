"""That somebody knows of a task and why it waits, as every list of tasks says it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import JSONObject

from careleavers.models import AlertNote
from careleavers.rules.alert_notes import AlertNoteKind, known_words


def newest_note(**alert: Any) -> Subquery:
    """For a row of a query whose alert these conditions name: the newest note that it is known, for `known`."""
    notes = AlertNote.objects.filter(kind=AlertNoteKind.KNOWN.value, **alert).order_by("-recorded_at")
    return Subquery(notes.values(said=JSONObject(by="recorded_by__name", text="text", until="look_again_on"))[:1])


def known(note: Mapping[str, str] | None) -> str:
    """What a list says of it; "" where nobody said anything."""
    return known_words(note["by"], note["text"], date.fromisoformat(note["until"])) if note else ""
