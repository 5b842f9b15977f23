"""The register of what others give care leavers, kept by those who keep the local offer."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change
from careleavers.models import User
from offers.models import PartnerService


@action
def save_partner_service(
    *, by: User, service: PartnerService | None, revision: int | None, details: dict[str, Any], today: date
) -> PartnerService:
    """A new one, or a change of one. Refused where the day on which its owner asks again has come, unless it ended."""
    if details["review_on"] <= today and details.get("ended_on") is None:
        raise Refused("Give a day after today.", field="review_on")
    if service is None:
        service = PartnerService.objects.create(recorded_by=by, **details)
    else:
        change(service, revision, details)
    record_event("partner_service_saved", by=by, on=service, owner=str(service.owner_id))
    return service
