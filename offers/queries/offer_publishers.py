"""Who may decide on a draft: of the local offer or its translations, of the words of letters, of a briefing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from careleavers.models import User
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import Statement
from careleavers.permissions import Permission, Role
from careleavers.rules.words import listing
from offers.models import Briefing, LetterTemplate, LocalOffer, OfferTranslation

Draft = LocalOffer | OfferTranslation | LetterTemplate | Briefing


class Deciders(NamedTuple):
    """Whether the reader may decide on a draft, and the names of the others who may, in words."""

    reader_may: bool
    others: str


def may_decide(draft: Draft, permission: Permission, today: date) -> list[User]:
    """Those whose role has the permission, without whoever began the draft or changed it last."""
    roles = [role for role in Role if permission in role.permissions]
    wrote = [pk for pk in (draft.recorded_by_id, draft.last_edited_by_id) if pk]
    return list(User.objects.with_role(*roles, today=today).exclude(pk__in=wrote).order_by("sort_name", "pk"))


def deciders(draft: Draft, permission: Permission, reader: User, today: date) -> Deciders:
    """Those who may decide on the draft, as its page says it. One query."""
    found = may_decide(draft, permission, today)
    others = [each.name for each in found if each.pk != reader.pk]
    return Deciders(len(others) < len(found), listing(others, "or"))


def why_not_decide(draft: Draft, by: User, what: str = "publish") -> str | None:
    """The sentence that says why this user cannot publish (or approve) this draft, whatever is in it, or None."""
    if by.pk == draft.last_edited_by_id:
        return f"You changed this draft last, so somebody else must read it and {what} it."
    if by.pk == draft.recorded_by_id:
        return f"You began this draft, so somebody else must read it and {what} it."
    return None


@in_steps
def draft_waiting_for(user: User) -> Asking[LocalOffer | None]:
    """The draft, once care leavers were asked about it, for somebody who may publish it and did not write it."""
    if not user.may(Permission.EDIT_OFFER):
        return None
    draft: LocalOffer | None = yield from OFFER_DRAFT.first.steps()
    if draft is None or not draft.consulted.strip() or why_not_decide(draft, user):
        return None
    return draft


@in_steps
def offer_that_ends(user: User, today: date) -> Asking[LocalOffer | None]:
    """The version in force, for those who keep the offer, from eight weeks before the day until which it is meant to
    last."""
    if not user.may(Permission.EDIT_OFFER):
        return None
    offer: LocalOffer | None = yield from OFFER_IN_FORCE.first.steps(today)
    if offer is None or offer.lasts_until is None or offer.lasts_until > today + NEXT_VERSION:
        return None
    return offer


NEXT_VERSION = timedelta(weeks=8)
OFFER_IN_FORCE = Statement(
    lambda day: (
        LocalOffer.objects.published()
        .filter(published_on__lte=day)
        .order_by("-published_on", "-version")
        .only("version", "lasts_until")[:1]
    ),
    date,
)
OFFER_DRAFT = Statement(
    lambda: (
        LocalOffer.objects.select_related("last_edited_by")
        .only("version", "consulted", "recorded_by_id", "last_edited_by__name")
        .filter(state=LocalOffer.DRAFT)[:1]
    )
)
