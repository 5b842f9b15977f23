"""How somebody of another service reads one item of a meeting: a link is made, opened with a code, and ended."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.secret_links import end_links, note_opened, note_wrong_try
from careleavers.models import BodyMember, MeetingItem, MeetingItemLink, User
from careleavers.queries.meeting_links import open_links
from careleavers.rules.secret_addresses import CODE_DIGITS, SECRET_BYTES, digest_of, digest_of_code

OPEN_FOR = timedelta(days=14)


class MadeLink(NamedTuple):
    """What is shown once and kept nowhere: the secret of the address, and the code to be told in another way."""

    secret: str
    code: str


@action
def make_item_link(*, by: User, item: MeetingItem, partner: BodyMember, now: datetime) -> MadeLink:
    """A new link for a member of another service, which ends the one that they had. Refused for a colleague, somebody
    of another body, and an item that was taken back.
    """
    if partner.user_id or partner.body_id != item.body_id:
        raise Refused("Choose somebody of another service who sits on it.", field="partner")
    if item.outcome == MeetingItem.TAKEN_BACK:
        raise Refused("This was taken back: there is nothing to share.")
    end_links(item.links.filter(partner=partner), now)
    made = MadeLink(secrets.token_urlsafe(SECRET_BYTES), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}")
    link = MeetingItemLink.objects.create(
        item=item,
        partner=partner,
        digest=digest_of(made.secret),
        code_digest=digest_of_code(*made),
        ends_at=now + OPEN_FOR,
        recorded_by=by,
    )
    record_event("meeting_item_link_made", by=by, person=item.person, on=link, partner=partner.pk)
    return made


@action(open_after_death="Whoever was given a link to it is to open nothing any more.")
def end_item_links(*, by: User, item: MeetingItem, now: datetime) -> None:
    """Nobody of another service opens it any more."""
    if end_links(item.links.all(), now):
        record_event("meeting_item_link_ended", by=by, person=item.person, on=item)


@action
def open_item_link(*, by: None = None, link: MeetingItemLink, secret: str, code: str, now: datetime) -> bool:
    """Whether this is the code that goes with the link. A wrong one is counted: after five the link is locked."""
    current = open_links(now).select_for_update(of=("self",)).filter(pk=link.pk).first()
    if current is None:
        return False
    person = current.item.person
    if secrets.compare_digest(current.code_digest, digest_of_code(secret, code)):
        note_opened(current, now)
        record_event("meeting_item_link_opened", by=None, person=person, on=current, partner=str(current.partner_id))
        return True
    note_wrong_try(current)
    link.refresh_from_db()
    name = "meeting_item_link_locked" if current.is_locked else "meeting_item_link_refused"
    record_event(name, by=None, person=person, on=current, partner=str(current.partner_id))
    return False
