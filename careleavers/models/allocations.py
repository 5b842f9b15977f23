"""Who works with whom: case holders, co-workers and the team of the day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Dated, Recorded, Revised, ends_after_start, no_overlap, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.models.staff import Team, User


@track
class Allocation(Recorded, Revised, Dated):
    """A worker's role with a young person over [starts_on, ends_on), in the team the worker was in then.

    `is_planned`: it is to begin on a day to come, when the team and what was promised pass to the worker.
    """

    CASE_HOLDER, CO_WORKER, COVER = "case_holder", "co_worker", "cover"
    ROLES = [
        (CASE_HOLDER, "Case holder"),
        (CO_WORKER, "Working alongside"),
        (COVER, "Covering"),
    ]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="allocations", db_comment=PERSONAL)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allocations", db_comment=PERSONAL)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="allocations", db_comment=RECORD_KEEPING)
    role = models.CharField(max_length=12, choices=ROLES, default=CASE_HOLDER, db_comment=RECORD_KEEPING)
    is_planned = models.BooleanField(default=False, db_comment=RECORD_KEEPING)
    reason = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("allocation_ends_after_start", same_day=True),
            no_overlap("one_case_holder_at_a_time", "person", condition=Q(role="case_holder")),
            no_overlap("worker_allocated_once", "person", "worker"),
            models.UniqueConstraint(
                name="one_planned_case_holder", fields=["person"], condition=Q(is_planned=True, role="case_holder")
            ),
        ]
        indexes = [
            # Who somebody works with: without what it includes, Postgres reads the whole index behind
            # `worker_allocated_once` to find one worker, since it takes that to be as cheap as the foreign key's.
            models.Index(
                fields=["worker", "person"], include=["starts_on", "ends_on", "role"], name="allocation_by_worker"
            ),
            models.Index(fields=["person", "starts_on"], name="allocation_by_person"),
            models.Index(fields=["starts_on"], name="allocation_planned", condition=Q(is_planned=True)),
        ]
