"""Money of the demo council that is paid each week or month; and small payments, with a receipt or still without."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from careleavers.models import Allocation, User
from careleavers.models.base import on_day
from careleavers.permissions import Role
from offers.actions.money import approve_request, ask_for_money
from offers.actions.payments import keep_receipt, record_payment
from offers.actions.regular_payments import ask_for_regular_money, pay_due

# What for, how often, pounds each time, the first payment so many days ago, the last in so many days.
PLANS = (
    ("subsistence while the Universal Credit claim runs", "week", "60.00", 30, 26),
    ("travel to college", "month", "48.00", 75, 190),
    ("food and gas, as agreed in the plan", "week", "45.00", 12, 44),
)
SMALL = (("a birth certificate", "12.50", 16), ("a taxi to the interview", "18.20", 5), ("a winter coat", "40.00", 3))


def money_paid_regularly(*, today: date, quarters: int) -> None:
    service = User.objects.with_role(Role.SERVICE_MANAGER, today=today).earliest("pk").on(today)
    held = Allocation.objects.filter(
        on_day(today), role=Allocation.CASE_HOLDER, person__died_on=None, person__is_restricted=False
    )
    held = held.filter(person__date_of_birth__lt=today - timedelta(days=18 * 366), starts_on__lt=today)
    cases = list(held.select_related("person", "worker").order_by("person__local_id")[: len(PLANS) + len(SMALL)])
    about: dict[str, Any] = {"category": "living", "payee": "Themselves", "today": today}
    for case, (what_for, every, pounds, ago, ahead) in zip(cases, PLANS, strict=False):
        first_on = today - timedelta(days=ago)
        request = ask_for_regular_money(
            by=case.worker,
            person=case.person,
            every=every,
            first_on=first_on,
            last_on=today + timedelta(days=ahead),
            amount=Decimal(pounds),
            method="bank",
            asked_on=first_on - timedelta(days=4),
            what_for=what_for,
            **about,
        )
        decided_on = first_on - timedelta(days=2)
        approve_request(by=service, request=request, amount=request.amount, decided_on=decided_on, today=today)
    pay_due(today=today)
    for place, (case, (what_for, pounds, ago)) in enumerate(zip(cases[len(PLANS) :], SMALL, strict=False)):
        on, amount = today - timedelta(days=ago), Decimal(pounds)
        facts: dict[str, Any] = {"asked_on": on, "amount": amount, "what_for": what_for, "method": "cash"}
        request = ask_for_money(by=case.worker, person=case.person, **facts, **about)
        approve_request(by=service, request=request, amount=amount, decided_on=on, today=today)
        payment = record_payment(by=case.worker, request=request, paid_on=on, amount=amount, today=today)
        if not place:
            kept = "On paper, in the folder of petty cash"
            keep_receipt(by=case.worker, payment=payment, document=None, words=kept, today=today)
