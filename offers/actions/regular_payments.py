"""What is paid regularly: each payment once on its day, until the last, or until something stops it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.locks import lock_people
from careleavers.actions.one_by_one import one_by_one
from careleavers.models import User, YoungPerson
from careleavers.queries.caseloads import open_among
from offers.actions.money import ask_for_money
from offers.actions.money_alerts import update_money_alerts
from offers.models import MoneyPayment, MoneyRequest, PaymentPlan, RegularPayment
from offers.queries.regular_payments import GOING_ON, going_on
from offers.rules.regular_payments import PaidEvery, Stopped, due_days, total_of, why_not_plan


@action
def ask_for_regular_money(
    *,
    by: User,
    person: YoungPerson,
    every: str,
    first_on: date,
    last_on: date,
    amount: Decimal,
    method: str,
    today: date,
    **facts: Any,
) -> MoneyRequest:
    """A request for all payments together, which is decided on as a whole. `amount` is that of each payment; `facts`
    are those of `ask_for_money`.

    Refused for a time that cannot be paid so.
    """
    if refusal := why_not_plan(PaidEvery(every), first_on, last_on, method):
        field, sentence = refusal
        raise Refused(sentence, field=field)
    whole = total_of(amount, PaidEvery(every), first_on, last_on)
    request = ask_for_money(by=by, person=person, amount=whole, method=method, today=today, **facts)
    PaymentPlan.objects.create(
        request=request, every=every, first_on=first_on, last_on=last_on, each=amount, recorded_by=by
    )
    update_money_alerts(person=person, today=today)
    return request


def pay_due(*, today: date) -> int:
    """Write down every payment of a plan whose day has come; returns how many. Run twice, each is once."""
    plans = going_on().filter(first_on__lte=today).values_list("pk", flat=True)
    return sum(one_by_one(list(plans), lambda pk: pay_plan(plan_id=pk, today=today)))


@action
def pay_plan(*, plan_id: UUID, today: date) -> int:
    """The payments of one plan up to the day, in one transaction; the last one finishes the request."""
    plan = _locked(plan_id)
    if plan is None:
        return 0
    request = plan.request
    if stopped := _why_stopped(request.person, today):
        _stop(plan, stopped, today)
        return 0
    paid = set(plan.payments.values_list("due_on", flat=True))
    days = due_days(PaidEvery(plan.every), plan.first_on, plan.last_on, paid, today)
    for on in days:
        payment = MoneyPayment.objects.create(
            request=request, paid_on=max(on, request.decided_on or on), amount=plan.each, recorded_by=None
        )
        RegularPayment.objects.create(plan=plan, due_on=on, payment=payment)
        record_event("money_paid", by=None, person=request.person, on=payment, due_on=on)
    if len(paid) + len(days) == len(plan.days()):
        request.finished_on = today
        request.save(update_fields=["finished_on"])
    if days:
        update_money_alerts(person=request.person, today=today)
    return len(days)


def plans_follow(*, people: Collection[UUID], today: date) -> None:
    """Nothing more is paid regularly to somebody who has died or is not open to the service any more; after a death
    that was recorded by mistake it goes on. Registered with `on_facts_changed`."""
    for plan in GOING_ON.objects(people):
        if stopped := _why_stopped(plan.request.person, today):
            _stop(plan, stopped, today)


def plans_follow_death(*, people: Collection[UUID], today: date) -> None:
    """As `plans_follow`; and where no death is recorded any more, what it stopped goes on. Registered with
    `on_death_changed`."""
    plans_follow(people=people, today=today)
    stopped = PaymentPlan.objects.filter(stopped_by=Stopped.DIED, request__person__in=people, last_on__gte=today)
    for plan in stopped.filter(request__person__died_on=None).select_related("request__person"):
        plan.stopped_by, plan.request.finished_on = Stopped.NOT.value, None
        plan.save(update_fields=["stopped_by"])
        plan.request.save(update_fields=["finished_on"])
        record_event("regular_payments_go_on", by=None, person=plan.request.person, on=plan)
        update_money_alerts(person=plan.request.person, today=today)


def _why_stopped(person: YoungPerson, today: date) -> Stopped:
    if person.died_on:
        return Stopped.DIED
    return Stopped.NOT if person.pk in open_among([person.pk], today) else Stopped.NOT_OPEN


def _stop(plan: PaymentPlan, stopped: Stopped, today: date) -> None:
    """What was not paid is free again: for the allowance and for the budget."""
    plan.stopped_by, plan.request.finished_on = stopped.value, today
    plan.save(update_fields=["stopped_by"])
    plan.request.save(update_fields=["finished_on"])
    record_event("regular_payments_stopped", by=None, person=plan.request.person, on=plan, why=stopped.value)
    update_money_alerts(person=plan.request.person, today=today)


def _locked(plan_id: UUID) -> PaymentPlan | None:
    """The plan, when nobody else is about to change what is this person's; None where it does not go on any more."""
    person = PaymentPlan.objects.values_list("request__person", flat=True).get(pk=plan_id)
    lock_people([person])
    return going_on().select_related("request__person").filter(pk=plan_id).first()
