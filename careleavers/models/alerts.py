"""Alerts: what must be done, who was told, and how it was answered."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, UUIDModel, choices_of, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import User
from careleavers.rules.alert_notes import NOTE_WORDS, AlertNoteKind


@track
class Alert(UUIDModel):
    """A duty that is near or past its day, or something that somebody must know: raised once for each run.

    Recording an entry of the kind `closed_by_kind` closes it; so does the end of the duty. `managers_only`: the case
    holder is not told. `not_for`: users who may not deal with it. `also_for` is told like the case holder.
    """

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="alerts", db_comment=PERSONAL)
    code = models.CharField(max_length=40, db_comment=SENSITIVE)
    cycle_started_on = models.DateField(db_comment=RECORD_KEEPING)
    due_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    text = models.CharField(max_length=200, db_comment=SENSITIVE)
    because = models.TextField("why it is to be done", blank=True, db_comment=SENSITIVE)
    source = models.CharField("legal reference", max_length=120, blank=True, db_comment=RECORD_KEEPING)
    closed_by_kind = models.CharField(max_length=30, blank=True, db_comment=RECORD_KEEPING)
    managers_only = models.BooleanField(default=False, db_comment=RECORD_KEEPING)
    not_for = ArrayField(models.UUIDField(), default=list, blank=True, db_comment=PERSONAL)
    also_for = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_comment=PERSONAL
    )
    opened_on = models.DateField(db_comment=RECORD_KEEPING)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    closed_because = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["person", "code", "cycle_started_on"], name="alert_once_a_cycle")
        ]
        indexes = [
            models.Index(fields=["person", "closed_by_kind"], name="alert_open", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["due_on"], name="alert_open_by_due", condition=Q(closed_on__isnull=True)),
        ]


class AlertRecipient(UUIDModel):
    """Somebody who was told of an alert, and as what: the case holder or the manager."""

    CASE_HOLDER, MANAGER = "case_holder", "manager"

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="recipients", db_comment=RECORD_KEEPING)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="alerts", db_comment=PERSONAL)
    recipient_role = models.CharField(
        max_length=12, choices=[(CASE_HOLDER, "Case holder"), (MANAGER, "Manager")], db_comment=RECORD_KEEPING
    )
    added_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
    # Copied from the alert when it closes or the work passes to somebody else, so that Today reads one index.
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "user", "recipient_role"], name="alert_recipient_once")]
        indexes = [
            models.Index(fields=["user", "recipient_role"], name="alert_open_for", condition=Q(ended_on__isnull=True))
        ]


@track
class AlertNote(Recorded):
    """What somebody said of an alert that they were told of: that they know of it, and what is in the way, or that the
    reminder is of no use. It closes nothing; the newest of a kind counts.

    `look_again_on`: the day until which whoever knows of it has settled it; a manager's keeps the alert from being told
    to the managers above until then. `by_manager`: whether a manager wrote it.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="notes", db_comment=RECORD_KEEPING)
    kind = models.CharField(max_length=8, choices=choices_of(NOTE_WORDS), db_comment=RECORD_KEEPING)
    text = models.CharField(max_length=300, db_comment=SENSITIVE)
    look_again_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    by_manager = models.BooleanField(db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(name="alert_note_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="alert_note_known_until",
                condition=Q(kind=AlertNoteKind.KNOWN.value, look_again_on__isnull=False)
                | Q(kind=AlertNoteKind.NO_USE.value, look_again_on=None),
            ),
        ]
