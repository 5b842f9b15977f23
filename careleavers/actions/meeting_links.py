"""How somebody of another service reads one item of a meeting: a link is made, opened with a code, and ended."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NamedTuple

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.secret_links import end_links, make_link, try_link
from careleavers.models import BodyMember, MeetingItem, MeetingItemLink, User
from careleavers.queries.meeting_links import open_links
from careleavers.rules.secret_addresses import digest_of_code, new_code, new_secret


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
    made = MadeLink(new_secret(), new_code())
    former = item.links.filter(partner=partner)
    make_link(
        former, made.secret, to=item, by=by, now=now, item=item, partner=partner, code_digest=digest_of_code(*made)
    )
    return made


@action(open_after_death="Whoever was given a link to it is to open nothing any more.")
def end_item_links(*, by: User, item: MeetingItem, now: datetime) -> None:
    """Nobody of another service opens it any more."""
    if end_links(item.links.all(), now):
        record_event("meeting_item_link_ended", by=by, person=item.person, on=item)


@action
def open_item_link(*, by: None = None, link: MeetingItemLink, secret: str, code: str, now: datetime) -> bool:
    """Whether this is the code that goes with the link. A wrong one is counted: after five the link is locked."""
    is_right = secrets.compare_digest(link.code_digest, digest_of_code(secret, code))
    return try_link(open_links(now), link, is_right=is_right, now=now)
