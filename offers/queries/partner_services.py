"""Services of others that care leavers can have, and those about which somebody asks again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from careleavers.models import User
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import Statement, StatementOfUser
from careleavers.permissions import Permission
from careleavers.queries.held_work import HeldKind, HeldThing
from careleavers.rules.words import listing
from offers.models import PartnerService
from offers.models.partner_services import READ_BY_ALL
from offers.queries.offer_feedback import KEEPERS
from offers.queries.pledges import owned_by
from offers.rules.offer_areas import AREAS_IN_WORDS, Area


def services_for_all(today: date) -> list[PartnerService]:
    """What everybody reads now of services that have not ended, in order. One query; none of them may be saved."""
    rows = PartnerService.objects.given_on(today).filter(public__isnull=False)
    shown = [row.as_published() for row in rows]
    return sorted(shown, key=lambda row: (row.organisation, row.title, row.pk))


def why_not_publish(service: PartnerService, by: User) -> str | None:
    """The sentence that says why this user cannot publish what is written down, or None."""
    if not service.waits:
        return "Everybody reads it already as it is written down, or it has ended."
    if by.pk == service.last_edited_by_id:
        return "You wrote this last, so somebody else must read it and publish it."
    return None


def publishers(service: PartnerService, today: date) -> str:
    """The names of those who may publish what is written down, "" for nobody. One query."""
    keepers = User.objects.with_role(*KEEPERS, today=today).order_by("sort_name", "pk")
    return listing([each.name for each in keepers if each.pk != service.last_edited_by_id], "or")


def differences(service: PartnerService) -> list[tuple[str, str, str]]:
    """Of each field in which they differ: its name, what everybody reads, and what is written down; "" for nothing."""
    public, written = service.public or {}, service.written
    found = []
    for name in READ_BY_ALL:
        if public.get(name) != written[name] and (public.get(name) or written[name]):
            found.append((READ_BY_ALL[name], _shown(name, public.get(name)), _shown(name, written[name])))
    return found


def _shown(name: str, value: Any) -> str:
    if name == "area":
        return AREAS_IN_WORDS[Area(value)] if value else ""
    return listing(value) if isinstance(value, list) else str("" if value is None else value)


@in_steps
def partners_waiting_for(user: User) -> Asking[list[PartnerService]]:
    """Services of which something is written down that this user, who did not write it, may publish."""
    if not user.may(Permission.EDIT_OFFER):
        return []
    rows = yield from PARTNERS_TO_PUBLISH.objects.steps()
    return [row for row in rows if row.last_edited_by_id != user.pk]


PARTNERS_TO_PUBLISH = Statement(
    lambda: PartnerService.objects.to_publish().only("title", "organisation", "waits_since", "last_edited_by_id")
)


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
