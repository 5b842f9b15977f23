"""The address of one's own calendar: made, made again, and closed."""

from __future__ import annotations

import secrets

from careleavers.actions.base import action, record_event
from careleavers.models import User
from careleavers.rules.secret_addresses import SECRET_BYTES, digest_of
from pathways.models import CalendarLink


@action
def make_calendar_link(*, by: User) -> str:
    """The secret of a new address, which closes the one before. It cannot be read again."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link, _ = CalendarLink.objects.update_or_create(user=by, defaults={"digest": digest_of(secret)})
    record_event("calendar_link_made", by=by, on=link)
    return secret


@action
def end_calendar_link(*, by: User) -> None:
    """Close the address: whoever knows it reads nothing any more."""
    for link in CalendarLink.objects.filter(user=by):
        record_event("calendar_link_ended", by=by, on=link)
        link.delete()
