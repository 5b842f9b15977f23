"""What happened with an entitlement: written down, and made void where it was not so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.lifetimes import EARLIER, why_not_in_life
from careleavers.actions.locks import lock_people
from careleavers.models import Contact, PolicyValue, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.rules.words import day
from offers.actions.money_alerts import update_claim_alerts
from offers.models import EntitlementEvent, MoneyRequest
from offers.queries.letter_facts import PeopleFacts
from offers.queries.passport import local_items_on, passport_on
from offers.rules.passport import EventKind, PassportItem, PassportState, why_not_write

NOT_KNOWN = "This is not offered any more: go back to the page, which says what is theirs now."


@action
def explain_entitlements(
    *,
    by: User,
    person: YoungPerson,
    items: Collection[str],
    happened_on: date | None,
    contact: Contact | None,
    today: date,
) -> list[EntitlementEvent]:
    """Several entitlements were explained to them, on the day of the contact or on the day given.

    What was written down for that day already is not written twice. Refused, all of it, where one was not theirs then,
    and where there is neither a contact nor a day.
    """
    on = contact.happened_on if contact else happened_on
    if on is None:
        raise Refused("Choose the contact, or give the day on which you explained it.", field="happened_on")
    lock_people([person.pk])
    known = _passport(person, on, today)
    written = person.entitlement_events.filter(kind=EventKind.TOLD, happened_on=on, voided_at=None)
    already = set(written.values_list("item", flat=True))
    found = []
    for code in sorted(set(items) - already):
        _refuse_if_not_so(known, code, EventKind.TOLD, on)
        found.append(_write(by, person, known[code], kind=EventKind.TOLD, happened_on=on, contact=contact))
    return found


@action
def write_entitlement_event(
    *,
    by: User,
    person: YoungPerson,
    item: str,
    kind: str,
    happened_on: date,
    today: date,
    contact: Contact | None = None,
    amount: Decimal | None = None,
    reason: str = "",
    challenge: str = "",
    evidence: str = "",
) -> EntitlementEvent:
    """One thing that happened with an entitlement. Refused where it was not theirs on the day, where it does not fit
    with what happened before, where more is granted than is left, and twice for one day.
    """
    lock_people([person.pk])
    known, what = _passport(person, happened_on, today), EventKind(kind)
    written = person.entitlement_events.filter(item=item, kind=what, happened_on=happened_on, voided_at=None)
    if written.exists():
        raise Refused("This is written down for that day already: make that void if it is wrong.", field="happened_on")
    granted = amount if what == EventKind.GRANTED else None
    _refuse_if_not_so(known, item, what, happened_on, amount=granted, has_reason=bool(reason.strip()))
    if granted is not None:
        now = _passport(person, today, today)
        _refuse_more_than_is_left(now.get(item), granted)
    refused = what == EventKind.REFUSED
    event = _write(
        by,
        person,
        known[item],
        kind=what,
        happened_on=happened_on,
        contact=contact,
        amount=granted,
        reason=reason if refused else "",
        challenge=challenge if refused else "",
        evidence=evidence,
    )
    if what != EventKind.TOLD:
        update_claim_alerts(person=person, today=today)
    return event


@action
def void_entitlement_event(*, by: User, event: EntitlementEvent, reason: str, today: date, now: datetime) -> None:
    """It was not so: it is kept to be read, with the reason, and counts nowhere."""
    lock_people([event.person_id])
    current = EntitlementEvent.objects.select_related("person").get(pk=event.pk)
    if refusal := why_not_void(current, by):
        raise Refused(refusal)
    current.voided_at, current.voided_by, current.void_reason = now, by, reason
    current.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record_event("entitlement_event_voided", by=by, person=current.person, on=current, item=current.item)
    if current.kind != EventKind.TOLD:
        update_claim_alerts(person=current.person, today=today)


def why_not_void(event: EntitlementEvent, by: User) -> str | None:
    """The sentence that says why this user cannot make it void, or None."""
    if event.voided_at:
        return "This was made void already."
    if event.request_id:
        return "This came of a request for money: what is wrong with it is put right there."
    if event.recorded_by_id != by.pk and not by.may(Permission.MANAGE_TEAM):
        return "Whoever wrote it down, or a manager, can make it void. Ask them."
    return None


def item_today(person: YoungPerson, code: str, on: date, today: date) -> PassportItem:
    """How it is with one item on a day up to today. Refused for an item that is not offered."""
    known = _passport(person, on, today)
    if code not in known:
        raise Refused(NOT_KNOWN)
    return known[code]


def why_not_claim(item: PassportItem, on: date) -> str | None:
    """The sentence that says why money for this cannot be asked for, or None. One that is claimed may be."""
    refusal = None if item.state == PassportState.CLAIMED else why_not_write(EventKind.CLAIMED, on, item)
    return refusal and refusal[1]


def write_of_request(
    *, by: User, request: MoneyRequest, kind: EventKind, happened_on: date, **facts: Any
) -> EntitlementEvent:
    """Inside an action: what a request for money means for the entitlement that it is part of."""
    event = EntitlementEvent.objects.create(
        person=request.person,
        item=request.item,
        item_name=request.item_name,
        kind=kind.value,
        happened_on=happened_on,
        request=request,
        recorded_by=by,
        **facts,
    )
    record_event(f"entitlement_{kind.value}", by=by, person=request.person, on=event, item=request.item)
    return event


def _passport(person: YoungPerson, on: date, today: date) -> dict[str, PassportItem]:
    """By code, how it was on the day. Refused for a day that has not come, and outside their life."""
    if on > today:
        raise Refused(f"{day(on)} has not come yet: write it down once it has happened.", field="happened_on")
    if refusal := why_not_in_life(person, on, EARLIER):
        raise Refused(refusal, field="happened_on")
    policies = PolicyValue.objects.in_force(today)
    found = passport_on(PeopleFacts([person], today), person.pk, on, policies, local_items_on(today))
    return {item.code: item for item in found}


def _refuse_if_not_so(known: dict[str, PassportItem], code: str, kind: EventKind, on: date, **more: Any) -> None:
    if code not in known:
        raise Refused(NOT_KNOWN)
    if refusal := why_not_write(kind, on, known[code], **more):
        field, sentence = refusal
        raise Refused(f"{known[code].name}: {sentence}" if kind == EventKind.TOLD else sentence, field=field)


def _refuse_more_than_is_left(now: PassportItem | None, amount: Decimal) -> None:
    """What was granted on a later day counts as well."""
    if now and now.left is not None and amount > now.left:
        raise Refused(f"Of it £{now.left:,} is left: that is more than they can have.", field="amount")


def _write(by: User, person: YoungPerson, item: PassportItem, *, kind: EventKind, **facts: Any) -> EntitlementEvent:
    event = EntitlementEvent.objects.create(
        person=person, item=item.code, item_name=item.name, kind=kind.value, recorded_by=by, **facts
    )
    record_event(f"entitlement_{kind.value}", by=by, person=person, on=event, item=item.code)
    return event
