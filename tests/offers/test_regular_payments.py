"""Money that is paid regularly: each payment once, within what was approved, until something stops it; and receipts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from careleavers.actions.base import Refused
from careleavers.actions.involvements import close_involvement
from careleavers.actions.people import correct_death, record_death
from careleavers.models import Alert
from offers.actions import money, payments
from offers.actions.regular_payments import ask_for_regular_money, pay_due
from offers.models import MoneyPayment, MoneyRequest, RegularPayment
from offers.queries.funding import finance_rows
from offers.queries.money import committed, payments_in
from offers.rules.regular_payments import PaidEvery, due_days, payment_days, total_of, why_not_plan
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    MoneyBudgetFactory,
    MoneyPaymentFactory,
    MoneyRequestFactory,
    PaymentPlanFactory,
    give_status,
)
from tests.offers.at_once import at_once

pytestmark = pytest.mark.usefixtures("_on_the_day")
WEEK, MONTH = PaidEvery.WEEK, PaidEvery.MONTH


@pytest.mark.parametrize(
    ("every", "first_on", "last_on", "days"),
    [
        pytest.param(WEEK, date(2026, 12, 24), date(2027, 1, 7), ["12-24", "12-31", "01-07"], id="last day included"),
        pytest.param(WEEK, date(2026, 12, 24), date(2027, 1, 6), ["12-24", "12-31"], id="not quite the third"),
        pytest.param(MONTH, date(2027, 1, 31), date(2027, 3, 31), ["01-31", "02-28", "03-31"], id="short month"),
    ],
)
def test_the_days_of_payments(every: PaidEvery, first_on: date, last_on: date, days: list[str]) -> None:
    found = payment_days(every, first_on, last_on)
    assert [f"{on:%m-%d}" for on in found] == days
    assert total_of(Decimal("60.10"), every, first_on, last_on) == Decimal("60.10") * len(days)
    assert due_days(every, first_on, last_on, {found[0]}, found[1]) == [found[1]]


@pytest.mark.parametrize(
    ("last_on", "method", "field"),
    [
        (date(2026, 11, 30), "bank", "last_on"),
        (date(2026, 12, 5), "bank", "last_on"),
        pytest.param(date(2027, 12, 1), "bank", "last_on", id="a year and a day"),
        (date(2027, 11, 30), "cash", "method"),
        (date(2027, 11, 30), "bank", None),
    ],
)
def test_what_cannot_be_paid_regularly(last_on: date, method: str, field: str | None) -> None:
    wrong = why_not_plan(WEEK, date(2026, 12, 1), last_on, method)
    assert (wrong[0] if wrong else None) == field


ASKED = {"category": "living", "what_for": "subsistence", "payee": "Themselves", "method": "bank", "amount": "60"}


def alerts(code: str) -> list[str]:
    return list(Alert.objects.filter(code=code, closed_on=None).values_list("text", flat=True))


@pytest.fixture
def approved(cast: Cast, scene: Callable, sign_in) -> MoneyRequest:
    """£60 each week for four weeks from a fortnight ago; asked for by pat and approved by vera on the page."""
    with scene():
        give_status(cast.amira, "former_relevant")
        MoneyBudgetFactory.create(category="living", year=2026, amount=300)
    ask = reverse("offers:money_ask", args=[cast.amira.pk])
    form = ASKED | {"asked_on": days_ago(14).isoformat(), "every": "week", "first_on": days_ago(14).isoformat()}
    pat = sign_in(cast.pat)
    assert "Give the last day" in pat.post(ask, form).content.decode()
    pat.post(ask, form | {"last_on": (TODAY + timedelta(7)).isoformat()})
    request = MoneyRequest.objects.get()
    assert request.amount == 240
    decided = {"by": cast.vera, "request": request, "decided_on": days_ago(14), "today": TODAY}
    with pytest.raises(Refused, match="in equal parts"):
        money.approve_request(amount=Decimal(200), **decided)
    money.approve_request(amount=Decimal(240), **decided)
    request.refresh_from_db()
    return request


def test_its_end_is_a_task_a_week_before_until_more_is_asked_for(cast: Cast, approved: MoneyRequest) -> None:
    ends = "£60 each week for subsistence ends on 30 November 2026: ask for more, or tell them that it ends"
    assert alerts("regular_money_ends") == [ends]
    task = Alert.objects.get(code="regular_money_ends")
    assert task.due_on == TODAY
    more = ASKED | {"by": cast.pat, "person": cast.amira, "asked_on": TODAY, "today": TODAY, "amount": Decimal(60)}
    days = {"every": "week", "first_on": TODAY + timedelta(14), "last_on": TODAY + timedelta(28)}
    again = ask_for_regular_money(**more | days)
    assert alerts("regular_money_ends") == []
    money.withdraw_request(by=cast.pat, request=again, today=TODAY)
    assert alerts("regular_money_ends") == [ends]
    ask_for_regular_money(**more | days | {"category": "travel"})
    assert alerts("regular_money_ends") == [ends], "other money is no answer"
    pay_due(today=TODAY + timedelta(7))
    assert alerts("regular_money_ends") == []


def test_each_payment_is_written_down_once_and_the_last_ends_it(cast: Cast, approved: MoneyRequest, sign_in) -> None:
    assert alerts("money_to_pay") == [], "nobody is to do it by hand"
    with pytest.raises(Refused, match="paid regularly"):
        payments.record_payment(by=cast.pat, request=approved, paid_on=TODAY, amount=Decimal(60), today=TODAY)
    assert pay_due(today=TODAY) == 3
    assert pay_due(today=TODAY) == 0
    rows = MoneyPayment.objects.order_by("paid_on")
    assert [(row.paid_on, row.amount) for row in rows] == [(days_ago(each), 60) for each in (14, 7, 0)]
    page = sign_in(cast.pat).get(reverse("offers:ledger", args=[cast.amira.pk])).content.decode()
    assert "£60.00 each week from 9 November 2026 to 30 November 2026: 3 of 4 paid" in page
    assert "Stop the payments" in page
    exported = list(finance_rows(payments_in(2026, cast.vera)))
    assert len({row[0] for row in exported}) == len(exported) == 3
    assert committed("living", 2026) == 240
    assert pay_due(today=TODAY + timedelta(30)) == 1
    approved.refresh_from_db()
    assert approved.finished_on
    assert committed("living", 2026) == 240


def test_stopped_by_a_person_what_is_left_is_free_again(cast: Cast, approved: MoneyRequest) -> None:
    pay_due(today=days_ago(7))
    payments.finish_request(by=cast.pat, request=approved, today=TODAY)
    assert pay_due(today=TODAY + timedelta(30)) == 0
    assert committed("living", 2026) == 120


def test_a_death_stops_it_and_a_mistake_is_put_right(cast: Cast, approved: MoneyRequest) -> None:
    pay_due(today=days_ago(7))
    record_death(by=cast.mo, person=cast.amira, died_on=days_ago(1), today=TODAY)
    assert alerts("money_after_death") == []
    assert pay_due(today=TODAY) == 0
    assert committed("living", 2026) == 120
    cast.amira.refresh_from_db()
    correct_death(by=cast.mo, person=cast.amira, today=TODAY)
    assert pay_due(today=TODAY) == 1


def test_what_was_paid_between_a_death_and_its_recording_is_asked_back_or_stays(
    cast: Cast, approved: MoneyRequest, sign_in
) -> None:
    """Three payments; they died after the first, and nobody knew until today."""
    pay_due(today=TODAY)
    record_death(by=cast.mo, person=cast.amira, died_on=days_ago(10), today=TODAY)
    text = "£60 to Themselves was paid on 16 November 2026, after they died: ask for it back, or say why it stays paid"
    assert alerts("money_paid_after_death") == [f"{text}, and 1 more"]
    assert Alert.objects.get(code="money_paid_after_death").due_on == TODAY + timedelta(10)
    first, second, third = MoneyPayment.objects.order_by("paid_on")
    back = {"by": cast.pat, "payment": second, "paid_on": TODAY, "note": "The bank sent it back", "today": TODAY}
    payments.record_refund(amount=Decimal(50), **back)
    assert alerts("money_paid_after_death") == [f"{text}, and 1 more".replace("£60", "£10")]
    payments.record_refund(amount=Decimal(10), **back)
    ledger, pat = reverse("offers:ledger", args=[cast.amira.pk]), sign_in(cast.pat)
    assert pat.get(ledger).content.decode().count("It stays paid") == 2, "the one that came back may be told of, too"
    with pytest.raises(Refused, match="paid in their life"):
        payments.say_why_it_stays(by=cast.pat, payment=first, because="x", today=TODAY)
    page = reverse("offers:money_stays", args=[cast.amira.pk, third.pk])
    assert "Why does it stay paid?" in pat.get(page).content.decode()
    pat.post(page, {"because": "Rent until the home was cleared"})
    assert alerts("money_paid_after_death") == []
    assert "and stays paid: Rent until the home was cleared" in pat.get(ledger).content.decode()
    # A mistake: nothing is asked; known again, what somebody said holds.
    cast.amira.refresh_from_db()
    correct_death(by=cast.mo, person=cast.amira, today=TODAY)
    record_death(by=cast.mo, person=cast.amira, died_on=days_ago(5), today=TODAY)
    assert alerts("money_paid_after_death") == []


def test_what_is_paid_by_hand_once_the_death_is_known_is_not_asked_back(cast: Cast, scene: Callable) -> None:
    with scene():
        facts = {"state": "approved", "approved_amount": 90, "decided_by": cast.mo, "decided_on": days_ago(14)}
        request = MoneyRequestFactory.create(person=cast.amira, asked_by=cast.pat, amount=90, method="bank", **facts)
    paid = {"by": cast.pat, "request": request, "today": TODAY}
    payments.record_payment(paid_on=days_ago(3), amount=Decimal(40), **paid)
    record_death(by=cast.mo, person=cast.amira, died_on=days_ago(4), today=TODAY)
    payments.record_payment(paid_on=TODAY, amount=Decimal(50), **paid)
    assert [text[:3] for text in alerts("money_paid_after_death")] == ["£40"]


def test_closing_the_case_stops_it(cast: Cast, approved: MoneyRequest) -> None:
    """Also where it ends on a day to come: the job asks again on each day."""
    pay_due(today=days_ago(7))
    close_involvement(by=cast.mo, person=cast.amira, ends_on=TODAY + timedelta(3), reason="moved", today=TODAY)
    assert pay_due(today=TODAY) == 1
    assert pay_due(today=TODAY + timedelta(7)) == 0
    approved.refresh_from_db()
    assert approved.plan.stopped_by == "not_open"


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_pay_once(cast: Cast, scene: Callable) -> None:
    with scene():
        facts = {"state": "approved", "approved_amount": 240, "decided_by": cast.mo, "decided_on": days_ago(14)}
        request = MoneyRequestFactory.create(person=cast.amira, asked_by=cast.pat, amount=240, method="bank", **facts)
        PaymentPlanFactory.create(request=request)
    at_once(3, lambda: pay_due(today=TODAY))
    assert MoneyPayment.objects.count() == RegularPayment.objects.count() == 3


def test_a_receipt_is_awaited_and_kept(cast: Cast, scene: Callable, sign_in) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        decided = {"state": "approved", "approved_amount": 90, "decided_by": cast.mo, "decided_on": days_ago(9)}
        about: dict[str, Any] = {"person": cast.amira, "asked_by": cast.pat, "amount": 90, "what_for": "boots"}
        request = MoneyRequestFactory.create(method="cash", **about, **decided)
        by_bank = MoneyRequestFactory.create(method="bank", **about, **decided)
    paid = {"by": cast.pat, "paid_on": days_ago(2), "today": TODAY}
    payments.record_payment(request=by_bank, amount=Decimal(40), **paid)
    payment = payments.record_payment(request=request, amount=Decimal(40), **paid)
    payments.record_payment(request=request, amount=Decimal(10), reference="R7", **paid)
    assert alerts("money_receipt") == ["Receipt awaited: £40 for boots"]
    assert Alert.objects.get(code="money_receipt").due_on == TODAY + timedelta(12)
    pat, page = sign_in(cast.pat), reverse("offers:money_receipt", args=[cast.amira.pk, payment.pk])
    assert "Receipt awaited" in pat.get(reverse("home")).content.decode()
    assert "say below where the paper is kept" in pat.post(page, {}).content.decode()
    pat.post(page, {"words": "In the blue folder"})
    assert alerts("money_receipt") == []
    shown = pat.get(reverse("offers:ledger", args=[cast.amira.pk])).content.decode()
    assert "In the blue folder" in shown
    with scene():
        others = MoneyPaymentFactory.create(request=MoneyRequestFactory.create(person=cast.ben, asked_by=cast.sam))
    assert pat.get(reverse("offers:money_receipt", args=[cast.amira.pk, others.pk])).status_code == 404
