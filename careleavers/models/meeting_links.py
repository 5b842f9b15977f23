"""Links by which somebody of another service reads one item of a meeting, and nothing else."""

from __future__ import annotations

from typing import Any

from django.db import models

from careleavers.models.meetings import BodyMember, MeetingItem
from careleavers.models.secret_links import SecretLink
from careleavers.models.sensitivity import RECORD_KEEPING


class MeetingItemLink(SecretLink):
    """A link to one item for one member of another service, who must also know a code that was told them otherwise."""

    CALLED = "meeting_item_link"

    item = models.ForeignKey(MeetingItem, on_delete=models.CASCADE, related_name="links", db_comment=RECORD_KEEPING)
    partner = models.ForeignKey(BodyMember, on_delete=models.PROTECT, related_name="links", db_comment=RECORD_KEEPING)
    code_digest = models.CharField(max_length=64, db_comment=RECORD_KEEPING)

    @property
    def event_details(self) -> dict[str, Any]:
        return {"partner": str(self.partner_id)}
