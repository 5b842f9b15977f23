"""What colleagues say is wrong with a page, and what an administrator answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.models.staff import User


class PageProblem(Recorded):
    """Somebody says that something is wrong with a page. It names nobody: `page` is the pattern of its address.

    `request_id` is that of the request in which it was sent: the lines of the log before it, of the same user, are
    those of the page.
    """

    page = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)
    request_id = models.CharField(max_length=64, blank=True, db_comment=RECORD_KEEPING)
    text = models.TextField(db_comment=PERSONAL)
    answer = models.TextField(blank=True, db_comment=PERSONAL)
    answered_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    administrator = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="page_problem_answered_in_full",
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
            )
        ]
