"""What young people say of being in touch with us at all."""

from __future__ import annotations

from django.db import models

from careleavers.models.base import Dated, Recorded, Revised, ends_after_start, no_overlap, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class TouchStatus(Recorded, Revised, Dated):
    """That somebody refuses contact, or wants no more from the service, over [starts_on, ends_on), and why.

    `kind` is DfE's IN_TOUCH code. That they returned home, or died, is kept elsewhere; whether we are in touch is seen
    from the contacts. The duty to try goes on all the same (Vol 3 4.39).
    """

    REFUSES, NO_LONGER_REQUIRES = "REFU", "NREQ"
    KINDS = [
        (REFUSES, "Does not want contact"),
        (NO_LONGER_REQUIRES, "Wants no more from the service"),
    ]

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="touch_statuses", db_comment=PERSONAL
    )
    kind = models.CharField(max_length=4, choices=KINDS, db_comment=SENSITIVE)
    reason = models.CharField("what they said, or how we know", max_length=300, db_comment=SENSITIVE)
    last_confirmed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("touch_status_ends_after_start", same_day=True),
            no_overlap("touch_statuses_do_not_overlap", "person"),
        ]
