"""Links that open something without an account, to whoever has the address and knows one thing more."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.rules.secret_addresses import MOST_WRONG_TRIES


class SecretLink(Recorded):
    """A link that opens one thing from `recorded_at` until `ends_at`.

    `digest` is the SHA-256 of the secret in the address, in hexadecimal: the secret itself is shown once and kept
    nowhere. After five wrong tries at what else is asked the link opens nothing any more.
    """

    digest = models.CharField(max_length=64, unique=True, db_comment=RECORD_KEEPING)
    ends_at = models.DateTimeField(db_comment=RECORD_KEEPING)
    wrong_tries = models.PositiveSmallIntegerField(default=0, db_comment=RECORD_KEEPING)
    opened_at = models.DateTimeField("opened last", null=True, blank=True, db_comment=PERSONAL)

    class Meta:
        abstract = True

    @property
    def is_locked(self) -> bool:
        return self.wrong_tries >= MOST_WRONG_TRIES


def still_good(now: datetime) -> Q:
    """The condition that a link is in time and not locked. Each kind asks for more before it opens something."""
    return Q(ends_at__gt=now, wrong_tries__lt=MOST_WRONG_TRIES)
