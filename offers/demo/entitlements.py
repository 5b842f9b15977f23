"""What has happened with entitlements: many explained, some claimed, granted or refused, one written by mistake."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from careleavers.models import Allocation, PolicyValue
from careleavers.models.base import on_day
from offers.actions.entitlement_events import (
    explain_entitlements,
    void_entitlement_event,
    write_entitlement_event,
)
from offers.queries.passport import passports
from offers.rules.passport import PassportState

HOME = "setting_up_home_allowance"
EXPLAINED, PEOPLE = 5, 40  # things explained to so many
REFUSAL: dict[str, Any] = {
    "reason": "The tenancy has not been signed yet. They can ask again with the agreement.",
    "challenge": "Ask the team manager to look at it again within 20 working days; an advocate can help.",
}


def what_happened_with_entitlements(*, today: date, quarters: int) -> None:
    """To the first of those with somebody who works with them: five things explained, and then each a little more."""
    held = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, person__died_on=None)
    held = held.select_related("person", "worker").order_by("person__local_id")
    workers = {allocation.person: allocation.worker for allocation in held}
    policies = PolicyValue.objects.in_force(today)
    for number, (person, items) in enumerate(passports(list(workers)[:PEOPLE], today, policies)):
        theirs = [item.code for item in items if item.state == PassportState.AVAILABLE]
        if number % 4 == 3 or not theirs:
            continue
        on = today - timedelta(days=20 + number)
        told = theirs[: EXPLAINED - number % 3]
        about: dict[str, Any] = {"by": workers[person], "person": person, "today": today}
        codes = _open_on(told, items, on)
        written = explain_entitlements(items=codes, happened_on=on, contact=None, **about)
        if HOME in [event.item for event in written]:
            _goes_on(number, on=on, **about)


def _open_on(codes: list[str], items: Any, on: date) -> list[str]:
    """Those of the codes that were theirs on that day already."""
    opens = {item.code: item.entitlement.opens for item in items}
    return [code for code in codes if opens[code] is None or opens[code] <= on]


def _goes_on(number: int, *, on: date, **about: Any) -> None:
    """Claimed; then nothing, granted in part, or refused; and once the claim was not so."""
    about["item"] = HOME
    claim = write_entitlement_event(kind="claimed", happened_on=on + timedelta(days=4), **about)
    match number % 4:
        case 0:
            evidence = "Decision of the team manager, in their documents"
            write_entitlement_event(
                kind="granted", happened_on=on + timedelta(days=9), amount=Decimal(1200), evidence=evidence, **about
            )
        case 1:
            write_entitlement_event(kind="refused", happened_on=on + timedelta(days=9), **REFUSAL, **about)
        case 2 if number == 2:
            now = datetime.combine(about["today"], time(9), timezone.get_default_timezone())
            void_entitlement_event(
                by=about["by"], event=claim, reason="It was the claim of somebody else", today=about["today"], now=now
            )
