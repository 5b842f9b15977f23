"""Who may put a draft of the local offer in force, or of the words of letters."""

from __future__ import annotations

from datetime import date

from careleavers.models import User
from careleavers.permissions import Permission, Role
from offers.models import LetterTemplate, LocalOffer

ROLES = [role for role in Role if Permission.EDIT_OFFER in role.permissions]


def may_publish(draft: LocalOffer, today: date) -> list[User]:
    """Those whose role allows it, without whoever began the draft or changed it last."""
    wrote = [pk for pk in (draft.recorded_by_id, draft.last_edited_by_id) if pk]
    return list(User.objects.with_role(*ROLES, today=today).exclude(pk__in=wrote).order_by("sort_name", "pk"))


def why_not_decide(draft: LocalOffer | LetterTemplate, by: User, what: str = "publish") -> str | None:
    """The sentence that says why this user cannot publish (or approve) this draft, whatever is in it, or None."""
    if by.pk == draft.last_edited_by_id:
        return f"You changed this draft last, so somebody else must read it and {what} it."
    if by.pk == draft.recorded_by_id:
        return f"You began this draft, so somebody else must read it and {what} it."
    return None


def draft_waiting_for(user: User) -> LocalOffer | None:
    """The draft, once care leavers were asked about it, for somebody who may publish it and did not write it."""
    if not user.may(Permission.EDIT_OFFER):
        return None
    draft = LocalOffer.objects.select_related("last_edited_by").filter(state=LocalOffer.DRAFT).first()
    if draft is None or not draft.consulted.strip() or why_not_decide(draft, user):
        return None
    return draft
