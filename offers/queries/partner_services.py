"""Services of others that care leavers can have, and those about which somebody asks again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from careleavers.models import User
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission
from careleavers.queries.held_work import HeldKind, HeldThing
from offers.models import PartnerService
from offers.rules.offer_areas import Area


def services_with(looked_for: str, services: Iterable[PartnerService]) -> list[PartnerService]:
    """Those that have, for each word looked for, one that begins with it; all for an empty text."""
    wanted = re.findall(r"\w[\w'’-]*", looked_for.casefold())
    if looked_for.strip() and not wanted:
        return []

    def says(service: PartnerService, word: str) -> bool:
        return any(each.startswith(word) for each in re.findall(r"\w[\w'’-]*", " ".join(service.said).casefold()))

    return [service for service in services if all(says(service, word) for word in wanted)]


def by_area_of(services: Iterable[PartnerService]) -> list[tuple[Area, list[PartnerService]]]:
    """The areas that have any, in the order of the Act."""
    listed = list(services)
    areas = [(area, [each for each in listed if each.area == area]) for area in Area]
    return [(area, theirs) for area, theirs in areas if theirs]


def _to_ask(user: User, until: date) -> QuerySet[PartnerService]:
    wanted = Q(owner=user)
    if user.may(Permission.EDIT_OFFER):
        wanted |= Q(owner__is_active=False)
    rows = PartnerService.objects.filter(wanted, ended_on=None, review_on__lte=until)
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
