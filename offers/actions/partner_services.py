"""The register of what others give care leavers. What everybody reads of it was read first by somebody
who did not write it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import User
from offers.models import PartnerService
from offers.queries.partner_services import why_not_publish


@action
def save_partner_service(
    *, by: User, service: PartnerService | None, revision: int | None, details: dict[str, Any], today: date
) -> PartnerService:
    """A new one, or a change of one, which everybody reads once somebody else has published it. An end counts at once.
    Refused where the day on which its owner asks again has come, unless it ended."""
    if details["review_on"] <= today and details.get("ended_on") is None:
        raise Refused("Give a day after today.", field="review_on")
    if service is None:
        service = PartnerService.objects.create(recorded_by=by, last_edited_by=by, waits_since=today, **details)
    else:
        was = service.written
        change(service, revision, details)
        if service.written != was:
            service.last_edited_by = by
        service.waits_since = (service.waits_since or today) if service.waits else None
        service.save(update_fields=["last_edited_by", "waits_since"])
    record_event("partner_service_saved", by=by, on=service, owner=str(service.owner_id))
    return service


@action
def publish_partner_service(*, by: User, service: PartnerService, revision: int | None, today: date) -> None:
    """Everybody reads it as it is written down now. Refused for whoever wrote it, and where nothing waits."""
    current = claim_unchanged(service, revision)
    if refusal := why_not_publish(current, by):
        raise Refused(refusal)
    current.public, current.published_on, current.published_by = current.written, today, by
    current.waits_since = None
    current.save(update_fields=["public", "published_on", "published_by", "waits_since"])
    record_event("partner_service_published", by=by, on=current)
