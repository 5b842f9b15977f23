"""How somebody of another service reads one item of a meeting: a link is made, opened with a code, and ended."""

from __future__ import annotations

from datetime import datetime

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.secret_links import MadeLink, end_links, make_link
from careleavers.models import BodyMember, MeetingItem, MeetingItemLink, MeetingPaper, User
from careleavers.rules.secret_addresses import digest_of_code, new_code, new_secret


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


@action(open_after_death="What they were shown is noted.")
def note_paper_saved(*, by: None = None, link: MeetingItemLink, paper: MeetingPaper) -> None:
    """Somebody of another service saved a paper of their item."""
    record_event("meeting_item_link_paper", by=None, person=link.item.person, on=paper, partner=str(link.partner_id))
