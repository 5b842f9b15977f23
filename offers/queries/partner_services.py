"""Services of others that care leavers can have, and those about which somebody asks again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from careleavers.models import User
from careleavers.models.statements import StatementOfUser
from careleavers.queries.held_work import HeldKind, HeldThing
from offers.models import PartnerService
from offers.queries.pledges import owned_by


def _to_ask(user: User, until: date) -> QuerySet[PartnerService]:
    rows = PartnerService.objects.filter(owned_by(user), ended_on=None, review_on__lte=until)
    return rows.only("title", "organisation", "review_on", "owner_id").order_by()


PARTNERS_TO_ASK = StatementOfUser(_to_ask, date)


def partners_held(worker: User, today: date) -> Iterable[HeldKind]:
    """Services of others about which somebody asks."""
    rows = PartnerService.objects.filter(owner=worker, ended_on=None)
    yield HeldKind(
        "partner_service",
        "Services of partners that they keep in touch with",
        [HeldThing(what=str(row), due_on=row.review_on) for row in rows],
        "Give each to somebody else on the page of partners. Until then those who keep the local offer have them.",
    )
