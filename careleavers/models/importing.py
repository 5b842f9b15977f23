"""Which row of this record came from which row of another system."""

from __future__ import annotations

from django.db import models

from careleavers.models.base import Recorded
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


class ImportedRow(Recorded):
    """A row of another system that was brought over: `their_id` names it there, `row_id` here.

    `kind` is a table of `careleavers.importing.tables`. `given` holds, by column, a digest of what the other system
    said when it was last brought over, so that a later file tells what has changed there, and what has changed here.
    """

    system = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    kind = models.CharField(max_length=20, db_comment=RECORD_KEEPING)
    their_id = models.CharField(max_length=60, db_comment=PERSONAL)
    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="+", db_comment=PERSONAL)
    row_id = models.UUIDField(db_comment=RECORD_KEEPING)
    given = models.JSONField(default=dict, db_comment=SENSITIVE)

    class Meta:
        ordering = ["kind", "their_id"]
        constraints = [models.UniqueConstraint(fields=["system", "kind", "their_id"], name="imported_once")]
