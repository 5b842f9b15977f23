"""What holds a record back from destruction, and the certificates of those that were destroyed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded, Revised, UUIDModel, track
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import User

OPEN_HOLD = Q(ended_on=None)


@track
class LegalHold(Recorded, Revised, WithNextStep):
    """A record is not destroyed while somebody says why it must be kept, such as an inquiry or a claim.

    Whether that is still so is looked at by `review_on`, which is the next step of whoever placed it.
    """

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="legal_holds", db_comment=PERSONAL)
    reason = models.CharField(max_length=300, db_comment=SENSITIVE)
    review_on = models.DateField(db_comment=RECORD_KEEPING)
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    ended_because = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["review_on"]
        constraints = [
            models.CheckConstraint(
                name="legal_hold_ended_why",
                condition=Q(ended_on=None, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
            )
        ]
        indexes = [models.Index(fields=["person"], name="legal_hold_open", condition=OPEN_HOLD)]


@track
class Destruction(UUIDModel, Revised):
    """The destruction of a record: proposed, approved by somebody else, and done; then it is the certificate.

    It has no foreign key, and nothing that the record said: `person_id` is the opaque id under which the audit has it,
    `counts` the number of rows by kind. `keep_until` and `because` are what the rule said.
    """

    PROPOSED, APPROVED, CALLED_OFF, DONE = "proposed", "approved", "called_off", "done"
    STATES = [
        (PROPOSED, "Waits for a second person"),
        (APPROVED, "Approved: it is destroyed at the next run"),
        (CALLED_OFF, "Called off"),
        (DONE, "Destroyed"),
    ]

    person_id = models.UUIDField(db_comment=PERSONAL)
    state = models.CharField(max_length=10, choices=STATES, default=PROPOSED, db_comment=RECORD_KEEPING)
    keep_until = models.DateField(db_comment=RECORD_KEEPING)
    because = models.CharField(max_length=200, db_comment=RECORD_KEEPING)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING)
    proposed_on = models.DateField(db_comment=RECORD_KEEPING)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    decided_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    done_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    counts = models.JSONField(default=dict, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-proposed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"],
                condition=Q(state="proposed") | Q(state="approved"),
                name="destruction_one_open",
            ),
            models.CheckConstraint(
                name="destruction_second_person",
                condition=~Q(state__in=["approved", "done"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="destruction_done_at", condition=Q(state="done", done_at__isnull=False) | ~Q(state="done")
            ),
        ]


class AmendedSeal(models.Model):
    """What a range of the log or of history adds up to since a record was destroyed: the seal's own digest stays, and
    this one holds for the rows that are left. Without a certificate there is none."""

    table = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    first_id = models.BigIntegerField(db_comment=RECORD_KEEPING)
    destruction = models.ForeignKey(
        Destruction, on_delete=models.PROTECT, related_name="amended_seals", db_comment=RECORD_KEEPING
    )
    rows = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    digest = models.CharField(max_length=64, db_comment=RECORD_KEEPING)
    amended_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["table", "first_id", "pk"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]
