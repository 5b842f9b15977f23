"""Links that open something without an account, to whoever has the address and knows one thing more."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from careleavers.models.base import Recorded
from careleavers.models.closed_records import person_of
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.rules.secret_addresses import MOST_WRONG_TRIES


class SecretLink(Recorded):
    """A link that opens one thing from `recorded_at` until `ends_at`.

    `digest` is the SHA-256 of the secret in the address, in hexadecimal: the secret itself is shown once and kept
    nowhere. After five wrong tries at what else is asked the link opens nothing any more. `CALLED` begins the names of
    its events, such as "plan_link".
    """

    CALLED: ClassVar[str]

    digest = models.CharField(max_length=64, unique=True, db_comment=RECORD_KEEPING)
    ends_at = models.DateTimeField(db_comment=RECORD_KEEPING)
    wrong_tries = models.PositiveSmallIntegerField(default=0, db_comment=RECORD_KEEPING)
    opened_at = models.DateTimeField("opened last", null=True, blank=True, db_comment=PERSONAL)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-recorded_at"]

    @property
    def is_locked(self) -> bool:
        return self.wrong_tries >= MOST_WRONG_TRIES

    @property
    def young_person(self) -> YoungPerson | None:
        """Of whom it shows something; None where that is nobody's record."""
        return person_of(self)

    @property
    def event_details(self) -> dict[str, Any]:
        """What else the events about it say."""
        return {}
