"""The tasks that come of money: to decide on a request, to pay it, to tell of a refusal; and to ask what became of a
claim with somebody else. Parts of actions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from careleavers.actions.alerts import AlertKey, open_and_close_alerts
from careleavers.actions.people import CLOSED_BY_DEATH
from careleavers.models import Alert, PolicyValue, YoungPerson
from careleavers.queries.managers import Managers, managers_on
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import and_more, day, listing
from offers.models import MoneyPayment, MoneyRequest, PaymentPlan
from offers.queries.money import limits_of
from offers.queries.passport import passport_of
from offers.queries.regular_payments import awaiting_receipt, ending, paid_after_death, receipt_due
from offers.rules.money import PAY_WITHIN, Approver, RequestState, pounds
from offers.rules.passport import PassportState
from offers.rules.regular_payments import SETTLED_BEFORE_LAST

TO_DECIDE, TO_PAY, TO_TELL = "money_to_decide", "money_to_pay", "money_refusal_to_tell"
TO_FOLLOW, TO_SETTLE, TO_SHOW = "claim_to_follow", "money_after_death", "money_receipt"
TO_GO_ON, TO_ASK_BACK = "regular_money_ends", "money_paid_after_death"
TELL_WITHIN = timedelta(days=3)
MOST_TEXT = 200


class MoneyTask(NamedTuple):
    """What one request asks of somebody: which kind of task, since when, by when, in words, and who may not do it."""

    code: str
    since: date
    due_on: date
    text: str
    not_for: Collection[UUID]


def update_money_alerts(*, person: YoungPerson, today: date) -> None:
    """Make the open tasks about this person's money match their requests. Those of one day are one task, which names
    the first due; of those the one that was asked for first, and of one day's the largest."""
    policies = PolicyValue.objects.in_force(today)
    decide_within = timedelta(days=policies["money_decide_days"])
    limits, managers = limits_of(policies), managers_on(today)
    found: list[MoneyTask] = []
    requests = MoneyRequest.objects.with_paid().filter(person=person).select_related("plan")
    for request in requests.order_by("asked_on", "-amount"):
        approver = limits.approver_of(request.amount)
        task = (
            _task_after_death(request, today)
            if person.died_on
            else _task_of(request, decide_within, _not_for(request, approver, managers))
        )
        if task:
            found.append(task)
    if person.died_on:
        found += [_task_to_ask_back(payment, today) for payment in paid_after_death(person)]
    else:
        found += map(_task_before_the_end, ending(person))
        found += map(_task_of_receipt, awaiting_receipt(person))
    tasks: dict[AlertKey, list[MoneyTask]] = defaultdict(list)
    for task in found:
        tasks[AlertKey(person.pk, task.code, task.since)].append(task)
    wanted = {key: _alert(key, each, today) for key, each in tasks.items()}
    codes = (TO_DECIDE, TO_PAY, TO_TELL, TO_SETTLE, TO_ASK_BACK, TO_SHOW, TO_GO_ON)
    open_and_close_alerts(person=person, codes=codes, wanted=wanted, managers=managers, today=today)


def money_follows_death(*, people: Collection[UUID], today: date) -> None:
    """What was approved is settled after a death, and asked for, paid and followed again where it was a mistake.
    Registered with `on_death_changed`."""
    for person in YoungPerson.objects.filter(pk__in=people):
        update_money_alerts(person=person, today=today)
        update_claim_alerts(person=person, today=today)


def _task_of(request: MoneyRequest, decide_within: timedelta, not_for: Collection[UUID]) -> MoneyTask | None:
    decided_on = request.decided_on or request.asked_on
    match request.state:
        case RequestState.WAITING:
            text = f"Decide on £{pounds(request.amount):,} for {request.what_for}"
            return MoneyTask(TO_DECIDE, request.asked_on, request.decide_by(decide_within), text, not_for)
        case RequestState.APPROVED if (left := request.money().to_pay) and not request.plan_or_none:
            text = f"Pay £{pounds(left):,} to {request.payee}, or say that no more is paid"
            return MoneyTask(TO_PAY, decided_on, request.pay_by, text, ())
        case RequestState.REFUSED if not request.refusal_told_on:
            text = f"Tell them why {request.what_for} was refused, and how to challenge it"
            return MoneyTask(TO_TELL, decided_on, decided_on + TELL_WITHIN, text, ())
    return None


def _task_of_receipt(payment: MoneyPayment) -> MoneyTask:
    text = f"Receipt awaited: £{pounds(payment.amount):,} for {payment.request.what_for}"
    return MoneyTask(TO_SHOW, payment.paid_on, receipt_due(payment), text, ())


def _task_before_the_end(plan: PaymentPlan) -> MoneyTask:
    last = plan.days()[-1]
    each = f"£{pounds(plan.each):,} {plan.get_every_display()} for {plan.request.what_for}"
    text = f"{each} ends on {day(last)}: ask for more, or tell them that it ends"
    return MoneyTask(TO_GO_ON, last, last - SETTLED_BEFORE_LAST, text, ())


def _task_after_death(request: MoneyRequest, today: date) -> MoneyTask | None:
    """What is promised and not paid is paid or stopped by somebody: a supplier may be on the way. It is asked for from
    the day on which the death was recorded, which may be long after it."""
    if request.state != RequestState.APPROVED or not (left := request.money().to_pay):
        return None
    since = _asked_since(request.person, TO_SETTLE, today)
    text = f"They have died: stop the £{pounds(left):,} to {request.payee}, or pay what is owed"
    return MoneyTask(TO_SETTLE, since, since + PAY_WITHIN, text, ())


def _task_to_ask_back(payment: MoneyPayment, today: date) -> MoneyTask:
    """What was paid before anybody here knew of the death is asked back, or somebody says why it stays paid."""
    request = payment.request
    since = _asked_since(request.person, TO_ASK_BACK, today)
    left = f"£{pounds(payment.left):,} to {request.payee}"  # type: ignore[attr-defined]
    text = f"{left} was paid on {day(payment.paid_on)}, after they died: ask for it back, or say why it stays paid"
    return MoneyTask(TO_ASK_BACK, since, since + PAY_WITHIN, text, ())


def _asked_since(person: YoungPerson, code: str, today: date) -> date:
    """Since when it is asked after a death: also after the day of the death was put right."""
    still = Q(closed_on=None) | Q(closed_because=CLOSED_BY_DEATH)
    asked = Alert.objects.filter(still, person=person, code=code).order_by("cycle_started_on")
    return asked.values_list("cycle_started_on", flat=True).first() or today


def _not_for(request: MoneyRequest, approver: Approver, managers: Managers) -> set[UUID]:
    """Who asked for it is not asked to decide on it; what is for the panel goes to managers of the service."""
    below = managers.everybody - managers.of_service if approver == Approver.PANEL else frozenset()
    return {request.asked_by_id, *below}


def _alert(key: AlertKey, tasks: Collection[MoneyTask], today: date) -> Alert:
    """One task, or one for several requests of a day."""
    first = min(tasks, key=lambda task: task.due_on)
    return Alert(
        person_id=key.person,
        code=key.code,
        cycle_started_on=key.cycle_started_on,
        due_on=first.due_on,
        text=and_more(first.text, len(tasks) - 1)[:MOST_TEXT],
        because=_because(first),
        managers_only=key.code == TO_DECIDE,
        not_for=sorted(_nobody_who_may_not(tasks), key=str),
        closed_by_kind=ClosedBy.MONEY_REQUEST,
        opened_on=today,
    )


def _nobody_who_may_not(tasks: Iterable[MoneyTask]) -> set[UUID]:
    """Those who may do none of the tasks."""
    return set.intersection(*(set(task.not_for) for task in tasks))


def _because(task: MoneyTask) -> str:
    since = day(task.since)
    return {
        TO_DECIDE: f"It was asked for on {since}; whoever asked for it does not decide on it.",
        TO_PAY: f"It was approved on {since}.",
        TO_TELL: f"It was refused on {since}; they have a right to know the reason.",
        TO_SHOW: f"It was paid on {since} by card, in cash or by voucher, and nothing shows yet what was bought.",
        TO_GO_ON: f"The last payment is on {since}, and nothing that goes on is asked for.",
        TO_SETTLE: "It was approved before they died and is not paid: say that no more is paid, or write the payment"
        " down.",
        TO_ASK_BACK: "It was paid before anybody here knew that they had died: write down what comes back, or why it"
        " stays paid.",
    }[task.code]


def update_claim_alerts(*, person: YoungPerson, today: date) -> None:
    """Make the open tasks about this person's claims match what is claimed and not decided; those of one day are one.

    A claim that is a request for money of ours has a task of its own.
    """
    policies = PolicyValue.objects.in_force(today)
    ask_within = timedelta(days=policies["claim_ask_days"])
    ours = MoneyRequest.objects.filter(person=person, state=RequestState.WAITING)
    with_us = set(ours.values_list("item", flat=True))
    claims: dict[date, list[str]] = defaultdict(list)
    for item in passport_of(person, today, policies):
        if item.state == PassportState.CLAIMED and item.decided and item.code not in with_us:
            claims[item.decided.on].append(item.name)
    wanted = {
        AlertKey(person.pk, TO_FOLLOW, claimed_on): Alert(
            person=person,
            code=TO_FOLLOW,
            cycle_started_on=claimed_on,
            due_on=claimed_on + ask_within,
            text=f"Ask what became of the claim: {listing(names)}"[:MOST_TEXT],
            because=f"It was claimed on {day(claimed_on)}, and no answer is written down.",
            closed_by_kind=ClosedBy.ENTITLEMENT,
            opened_on=today,
        )
        for claimed_on, names in claims.items()
        if not person.died_on
    }
    open_and_close_alerts(person=person, codes=(TO_FOLLOW,), wanted=wanted, today=today)
