"""What people say about the local offer, and who answers it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from careleavers.models import User
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission, Role
from careleavers.queries.held_work import HeldKind, HeldThing
from careleavers.rules.words import day
from offers.models import LocalOffer, OfferFeedback

KEEPERS = [role for role in Role if Permission.EDIT_OFFER in role.permissions]


def owner_of_offer(today: date) -> User | None:
    """Whoever began the version in force, if they still keep the offer."""
    offer = LocalOffer.objects.in_force(today)
    keepers = User.objects.with_role(*KEEPERS, today=today)
    return keepers.filter(pk=offer.recorded_by_id).first() if offer and offer.recorded_by_id else None


def feedback() -> QuerySet[OfferFeedback]:
    """What waits first, the first due first; then what was closed, the last first."""
    rows = OfferFeedback.objects.select_related("owner", "closed_by")
    return rows.order_by(F("closed_on").desc(nulls_first=True), "due_on", "pk")


def _waiting_for(user: User, today: date) -> QuerySet[OfferFeedback]:
    wanted = Q(owner=user)
    if user.may(Permission.EDIT_OFFER):
        wanted |= Q(owner=None) | Q(owner__is_active=False) | Q(due_on__lt=today)
    return OfferFeedback.objects.filter(wanted, outcome="").only("text", "due_on").order_by("due_on", "pk")


FEEDBACK_WAITING = StatementOfUser(_waiting_for, date)


def feedback_held(worker: User, today: date) -> Iterable[HeldKind]:
    """What people say about the offer that somebody is to answer."""
    rows = OfferFeedback.objects.filter(outcome="", owner=worker)
    yield HeldKind(
        "offer_feedback",
        "What people say about the local offer",
        [HeldThing(what=f"what reached us on {day(row.received_on)}", due_on=row.due_on) for row in rows],
        "Everybody else who keeps the local offer has it once they have left.",
    )
