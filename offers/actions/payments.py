"""Money paid and money that came back; budgets set."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.locks import lock_people
from careleavers.actions.revisions import EditConflict, change
from careleavers.models import Document, User
from careleavers.rules.words import day
from offers.actions.money_alerts import update_money_alerts
from offers.models import MoneyBudget, MoneyPayment, MoneyRequest, PaymentReceipt, PaymentThatStays
from offers.rules.money import RequestState, total, why_not_pay, why_not_refund

OWED = "It was owed, and paid after the death was known."
STAYS_OPEN = "What was approved in their life is paid or settled, and money comes back."


@action(open_after_death=STAYS_OPEN)
def record_payment(
    *,
    by: User,
    request: MoneyRequest,
    payment_id: UUID | None = None,
    paid_on: date,
    amount: Decimal,
    reference: str = "",
    note: str = "",
    today: date,
) -> MoneyPayment:
    """Money that was paid. The last of what was approved finishes the request. Sent twice with one `payment_id`, it is
    one: the first is returned.

    Refused for a day before the approval or to come, for more than is left to pay, and twice with one reference. Two
    who pay at once take turns.
    """
    current, payment_id = _locked(request), payment_id or uuid4()
    if existing := current.payments.filter(pk=payment_id).first():
        return existing
    if current.state != RequestState.APPROVED:
        raise Refused("Only what was approved is paid.")
    if current.plan_or_none:
        raise Refused("This is paid regularly, each payment on its day: nothing is written down by hand.")
    approved_on = current.decided_on
    if paid_on > today:
        raise Refused(f"{day(paid_on)} has not come yet: write it down once it is paid.", field="paid_on")
    if approved_on and paid_on < approved_on:
        raise Refused(f"It was approved on {day(approved_on)}: give that day or a later one.", field="paid_on")
    if reference and current.payments.filter(reference=reference, refund_of=None).exists():
        raise Refused("A payment with this reference is written down already.", field="reference")
    if refusal := why_not_pay(current.money(), amount):
        raise Refused(refusal, field="amount")
    payment = MoneyPayment.objects.create(
        pk=payment_id, request=current, paid_on=paid_on, amount=amount, reference=reference, note=note, recorded_by=by
    )
    if current.money().to_pay == amount:
        current.finished_on = paid_on
        current.save(update_fields=["finished_on"])
    if payment.is_after_death:
        PaymentThatStays.objects.create(person=current.person, payment=payment, because=OWED, recorded_by=by)
    record_event("money_paid", by=by, person=current.person, on=payment)
    update_money_alerts(person=current.person, today=today)
    return payment


@action(open_after_death=STAYS_OPEN)
def record_refund(
    *,
    by: User,
    payment: MoneyPayment,
    payment_id: UUID | None = None,
    paid_on: date,
    amount: Decimal,
    note: str,
    reference: str = "",
    today: date,
) -> MoneyPayment:
    """So much of a payment came back, or it was written down by mistake. Sent twice with one `payment_id`, it is one.
    Refused for more than the payment.
    """
    current, payment_id = _locked(payment.request), payment_id or uuid4()
    if existing := payment.refunds.filter(pk=payment_id).first():
        return existing
    if payment.refund_of_id:
        raise Refused("This is money that came back already.")
    if paid_on > today or paid_on < payment.paid_on:
        raise Refused(f"Give a day from {day(payment.paid_on)}, when it was paid, up to today.", field="paid_on")
    came_back = -total(payment.refunds.values_list("amount", flat=True))
    if refusal := why_not_refund(payment.amount, came_back, amount):
        raise Refused(refusal, field="amount")
    refund = MoneyPayment.objects.create(
        pk=payment_id,
        request=current,
        paid_on=paid_on,
        amount=-amount,
        refund_of=payment,
        reference=reference,
        note=note,
        recorded_by=by,
    )
    record_event("money_came_back", by=by, person=current.person, on=refund)
    update_money_alerts(person=current.person, today=today)
    return refund


@action(open_after_death=STAYS_OPEN)
def finish_request(*, by: User, request: MoneyRequest, today: date) -> None:
    """No more of it is to be paid: what is left goes back to the allowance and to the budget."""
    current = _locked(request)
    if current.state != RequestState.APPROVED or current.finished_on:
        raise Refused("Nothing more of this request is to be paid.")
    current.finished_on = today
    current.save(update_fields=["finished_on"])
    record_event("money_finished", by=by, person=current.person, on=current)
    update_money_alerts(person=current.person, today=today)


@action
def set_budget(*, by: User, category: str, year: int, amount: Decimal, revision: int | None = None) -> MoneyBudget:
    """What there is for a category in a year; less than is promised already only stops further approvals.

    EditConflict when somebody else set it since the form was opened.
    """
    budget, is_new = MoneyBudget.objects.get_or_create(
        category=category, year=year, defaults={"amount": amount, "recorded_by": by}
    )
    if not is_new:
        if revision is None and budget.amount != amount:
            raise EditConflict(None, budget, {"amount": amount})
        change(budget, revision, {"amount": amount})
    record_event("money_budget_set", by=by, on=budget, category=category, year=year, amount=str(amount))
    return budget


@action
def keep_receipt(
    *, by: User, payment: MoneyPayment, revision: int | None = None, document: Document | None, words: str, today: date
) -> PaymentReceipt:
    """What shows a payment: a photo or file of their record, or in words where the paper is. Given again, it takes the
    place of the one before. Refused for a file of somebody else and for money that came back."""
    person = payment.request.person
    lock_people([person.pk])
    if payment.refund_of_id:
        raise Refused("This is money that came back: it needs no receipt.")
    if document and document.person_id != person.pk:
        raise Refused("This file is in another record.", field="document")
    given = {"document": document, "words": words}
    receipt = PaymentReceipt.objects.filter(payment=payment).first()
    if receipt:
        change(receipt, revision, given)
    else:
        receipt = PaymentReceipt.objects.create(person=person, payment=payment, recorded_by=by, **given)
    record_event("receipt_kept", by=by, person=person, on=receipt, payment=str(payment.pk))
    update_money_alerts(person=person, today=today)
    return receipt


@action(open_after_death=STAYS_OPEN)
def say_why_it_stays(
    *, by: User, payment: MoneyPayment, revision: int | None = None, because: str, today: date
) -> PaymentThatStays:
    """Money that was paid after a death is not asked back, and why. Given again, it takes the place of the one before.
    Refused for what was paid in their life and for money that came back."""
    person = payment.request.person
    lock_people([person.pk])
    if payment.refund_of_id:
        raise Refused("This is money that came back already.")
    if not payment.is_after_death:
        raise Refused("This was paid in their life: nothing is asked about it.")
    stays = PaymentThatStays.objects.filter(payment=payment).first()
    if stays:
        change(stays, revision, {"because": because})
    else:
        stays = PaymentThatStays.objects.create(person=person, payment=payment, because=because, recorded_by=by)
    record_event("money_stays_paid", by=by, person=person, on=stays, payment=str(payment.pk))
    update_money_alerts(person=person, today=today)
    return stays


def _locked(request: MoneyRequest) -> MoneyRequest:
    """The request with what is paid of it, when nobody else is about to change what is this person's."""
    lock_people([request.person_id])
    return MoneyRequest.objects.with_paid().select_related("person", "plan").get(pk=request.pk)
