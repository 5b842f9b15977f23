"""Links by which a young person reads what is theirs without an account."""

from __future__ import annotations

from django.db import models

from careleavers.models import YoungPerson
from careleavers.models.secret_links import SecretLink
from careleavers.models.sensitivity import PERSONAL


class PassportLink(SecretLink):
    """A link to what is theirs, as it is on the day on which it is opened: whoever has it must also know the date of
    birth. What they ask for there is a message to whoever works with them (`DutyMessage`).
    """

    CALLED = "passport_link"

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="passport_links", db_comment=PERSONAL
    )
