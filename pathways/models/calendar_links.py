"""The secret addresses at which workers' own calendars are read."""

from __future__ import annotations

from django.db import models

from careleavers.models import User
from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING


class CalendarLink(UUIDModel):
    """One worker's address of their calendar; making another or ending it closes it. `digest` is the SHA-256 of the
    secret in the address, in hexadecimal: the secret itself is shown once and kept nowhere.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_link", db_comment=PERSONAL)
    digest = models.CharField(max_length=64, unique=True, db_comment=RECORD_KEEPING)
    made_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
