"""Facts about which somebody is to do something next."""

from __future__ import annotations

from django.db import models

from careleavers.models.contacts import FollowUp
from careleavers.models.sensitivity import RECORD_KEEPING


class WithNextStep(models.Model):
    """A fact with who does what next, and by when.

    The next step is a follow-up like any other: on Today, with its owner's cases when these are passed on, asked about
    before an account is closed, and silent after a death.
    """

    next_step = models.ForeignKey(
        FollowUp, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_comment=RECORD_KEEPING
    )

    class Meta:
        abstract = True

    @property
    def open_step(self) -> FollowUp | None:
        """The next step, while it is still to do."""
        step = self.next_step
        return step if step and step.done_on is None else None
