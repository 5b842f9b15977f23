"""Money that was asked for: some waits, some is approved and paid, one payment came back, one request is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any, NamedTuple

from careleavers.models import Allocation, PolicyValue, User
from careleavers.models.base import on_day
from careleavers.permissions import Role
from offers.actions.funding import share_funding
from offers.actions.money import approve_request, ask_for_money, refuse_request
from offers.actions.payments import record_payment, record_refund, set_budget
from offers.queries.passport import passports
from offers.rules.funding import PENNY, FundingSource
from offers.rules.money import financial_year
from offers.rules.passport import THEIRS_NOW, PassportItem

HOME = "setting_up_home_allowance"
MOST = 24  # people for whom something was asked
SHARED_WITH = (FundingSource.GRANT, FundingSource.BURSARY)
BUDGETS = {"setting_up_home": 120_000, "education": 40_000, "work": 15_000, "living": 20_000, "travel": 9_000}


class Wish(NamedTuple):
    """What is asked for, and how far it comes: "waits", "approved", "paid", "came back" or "refused"."""

    category: str
    what_for: str
    payee: str
    method: str
    amount: str
    ends: str
    item: str = ""


WISHES = (
    Wish("setting_up_home", "a bed and a mattress", "Wend Beds", "supplier", "389.00", "paid", HOME),
    Wish("education", "a laptop for the course", "Melford Computers", "supplier", "429.99", "approved"),
    Wish("work", "safety boots", "Coast Workwear", "voucher", "64.50", "paid"),
    Wish("setting_up_home", "a cooker, fitted", "Wend Electric", "supplier", "445.00", "came back", HOME),
    Wish("living", "food until the first Universal Credit", "Themselves", "bank", "60.00", "waits"),
    Wish("setting_up_home", "carpets for two rooms", "Floors of Melford", "supplier", "780.00", "waits", HOME),
    Wish("travel", "a rail card", "Themselves", "bank", "30.00", "paid"),
    Wish("other", "a games console", "Themselves", "bank", "399.00", "refused"),
)
REFUSAL: dict[str, Any] = {
    "refused_because": "This is not something that we can pay for. We can help you save for it.",
    "challenge": "You can ask the service manager to look at it again, or complain, with an advocate if you like.",
}


def money_for_young_people(*, today: date, quarters: int) -> None:
    service = User.objects.with_role(Role.SERVICE_MANAGER, today=today).earliest("pk")
    managers = [user.on(today) for user in User.objects.with_role(Role.TEAM_MANAGER, today=today).order_by("pk")]
    for category, amount in BUDGETS.items():
        set_budget(by=service, category=category, year=financial_year(today), amount=Decimal(amount))
    held = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, person__died_on=None)
    held = held.select_related("person", "worker").order_by("-person__local_id")
    workers = {allocation.person: allocation.worker for allocation in held if allocation.worker not in managers}
    policies = PolicyValue.objects.in_force(today)
    wishes, asking = cycle(WISHES), list(workers)[:MOST]
    since = today - timedelta(days=20 + MOST)
    could = {person for person, items in passports(asking, since, policies, only=HOME) if any(map(is_theirs, items))}
    for number, (person, items) in enumerate(passports(asking, today, policies, only=HOME)):
        wish, has_home = next(wishes), person in could and any(map(is_theirs, items))
        manager = managers[number % len(managers)]
        _wish(wish if has_home else wish._replace(item=""), person, workers[person], manager, number, today)


def is_theirs(item: PassportItem) -> bool:
    return item.state in THEIRS_NOW


def _wish(wish: Wish, person: Any, worker: User, manager: User, number: int, today: date) -> None:
    asked_on = today - timedelta(days=2 + number % 9 if wish.ends == "waits" else 20 + number)
    facts = {**wish._asdict(), "amount": Decimal(wish.amount), "reason": "Agreed in their pathway plan."}
    ends = facts.pop("ends")
    request = ask_for_money(by=worker, person=person, asked_on=asked_on, today=today, **facts)
    decided: dict[str, Any] = {"by": manager, "request": request, "today": today}
    decided["decided_on"] = asked_on + timedelta(days=2)
    if ends == "refused":
        refuse_request(**decided, **REFUSAL)
    elif ends != "waits":
        approve_request(**decided, amount=request.amount)
        if number % 3 == 0:
            quarter = (request.amount / 4).quantize(PENNY)
            share_funding(by=manager, request=request, shares={SHARED_WITH[number % len(SHARED_WITH)]: quarter})
    if ends in ("paid", "came back"):
        paid_on = asked_on + timedelta(days=5)
        paid: dict[str, Any] = {"by": worker, "amount": request.amount, "today": today}
        payment = record_payment(request=request, paid_on=paid_on, reference=f"P{1000 + number}", **paid)
        if ends == "came back":
            note = "Delivered with a fault, and taken back"
            record_refund(payment=payment, paid_on=paid_on + timedelta(days=6), note=note, **paid)
