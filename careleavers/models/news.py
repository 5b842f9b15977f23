"""Who has read what changed with which version."""

from __future__ import annotations

from django.db import models

from careleavers.models.base import Recorded
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.models.staff import User


class NewsRead(Recorded):
    """Somebody has read what changed with a version, and is not told of it again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="news_read", db_comment=PERSONAL)
    version = models.CharField(max_length=20, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [models.UniqueConstraint(name="news_read_once", fields=["user", "version"])]
