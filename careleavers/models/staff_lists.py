"""Roles that an administrator asked for by a list, and that another one decides on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.models.staff import Team, User
from careleavers.permissions import Role


class ProposedRole(Recorded):
    """A role that reads records, asked for by whoever sent a list. It gives nothing until somebody else has decided."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed_roles", db_comment=PERSONAL)
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in Role], db_comment=PERSONAL)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    decided_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    was_given = models.BooleanField(default=False, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="proposed_role_decided_in_full",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, was_given=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "team"],
                condition=Q(decided_at__isnull=True),
                name="role_proposed_once",
                nulls_distinct=False,
            ),
        ]
