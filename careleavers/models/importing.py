"""Imports of another system that somebody does in the browser, and which row of this record came from which there."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


class RecordImport(Recorded):
    """Files of another system, checked first and then brought over. Whoever sent them alone may see it.

    `report` is that of the last check or import, `failed` the failed rows as CSV, by table. `people_done` counts while
    a worker is at it, which holds it until `claimed_until`.
    """

    OPEN, CHECKING, CHECKED, IMPORTING, DONE, BROKEN = "open", "checking", "checked", "importing", "done", "broken"
    STATES = [
        (OPEN, "Not checked yet"),
        (CHECKING, "Being checked"),
        (CHECKED, "Checked, nothing saved yet"),
        (IMPORTING, "Being brought over"),
        (DONE, "Brought over"),
        (BROKEN, "Broken off"),
    ]
    WAITING = (CHECKING, IMPORTING)  # for a worker, or with one

    system = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN, db_comment=RECORD_KEEPING)
    people_done = models.PositiveIntegerField(default=0, db_comment=RECORD_KEEPING)
    people = models.PositiveIntegerField(default=0, db_comment=RECORD_KEEPING)
    claimed_until = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    finished_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    report = models.JSONField(default=dict, db_comment=SENSITIVE)
    failed = models.JSONField(default=dict, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-recorded_at"]
        indexes = [
            models.Index(fields=["state"], name="import_waiting", condition=Q(state="checking") | Q(state="importing"))
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether a worker is at it, or will be."""
        return self.state in self.WAITING


class ImportFile(Recorded):
    """A file of an import. `sheets` holds of each sheet its `name`, its columns (`header`), an example of each
    (`examples`), and as `mapping` which of our columns somebody said that they stand for.
    `unreadable_because` says why it has none where that was found after it was sent."""

    record_import = models.ForeignKey(
        RecordImport, on_delete=models.CASCADE, related_name="files", db_comment=RECORD_KEEPING
    )
    name = models.CharField(max_length=100, db_comment=RECORD_KEEPING)
    content = models.BinaryField(db_comment=SENSITIVE)
    sheets: Any = models.JSONField(default=list, db_comment=SENSITIVE)
    unreadable_because = models.CharField(max_length=300, blank=True, db_default="", db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["recorded_at", "pk"]


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
