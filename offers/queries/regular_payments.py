"""What is paid regularly, and which payments wait for a receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from careleavers.models import Document, YoungPerson
from careleavers.models.statements import Statement
from offers.models import MoneyPayment, PaymentPlan
from offers.rules.money import NOTHING, RequestState
from offers.rules.regular_payments import RECEIPT_BY, RECEIPT_WITHIN


def going_on() -> QuerySet[PaymentPlan]:
    """Plans of requests that were approved and are not finished."""
    return PaymentPlan.objects.filter(request__state=RequestState.APPROVED, request__finished_on=None)


# Of some people, each with the request and its person.
GOING_ON = Statement(
    lambda people: going_on().filter(request__person__in=people).select_related("request__person"), list
)


def ending(person: YoungPerson) -> list[PaymentPlan]:
    """Theirs that go on, apart from those after which more of their kind is asked for already. One query."""
    asked = Q(request__state=RequestState.WAITING) | Q(request__state=RequestState.APPROVED, request__finished_on=None)
    plans = list(PaymentPlan.objects.filter(asked, request__person=person).select_related("request"))
    last = {plan.request.category: plan.last_on for plan in sorted(plans, key=lambda plan: plan.last_on)}
    approved = [plan for plan in plans if plan.request.state == RequestState.APPROVED]
    return [plan for plan in approved if plan.last_on == last[plan.request.category]]


def plans_of(person: YoungPerson) -> Mapping[UUID, PaymentPlan]:
    """Theirs by id of the request, each with `number_paid`. One query."""
    rows = PaymentPlan.objects.filter(request__person=person).annotate(number_paid=Count("payments"))
    return {plan.request_id: plan for plan in rows}


def awaiting_receipt(person: YoungPerson) -> QuerySet[MoneyPayment]:
    """Payments of theirs by card, in cash or by voucher without a receipt or its number, which did not come back."""
    rows = MoneyPayment.objects.filter(request__person=person, request__method__in=RECEIPT_BY, refund_of=None)
    return rows.filter(reference="", receipt=None, refunds=None).select_related("request")


def paid_after_death(person: YoungPerson) -> list[MoneyPayment]:
    """What was paid to, or for, somebody after the day they died, with `left` that did not come back, the first first;
    not what somebody said stays paid. One query; none where they live."""
    if person.died_on is None:
        return []
    rows = MoneyPayment.objects.filter(request__person=person, refund_of=None, stays=None, paid_on__gt=person.died_on)
    left = F("amount") + Coalesce(Sum("refunds__amount"), NOTHING, output_field=DecimalField())
    return list(
        rows.annotate(left=left).filter(left__gt=0).select_related("request").order_by("paid_on", "recorded_at")
    )


def receipt_due(payment: MoneyPayment) -> date:
    return payment.paid_on + RECEIPT_WITHIN


def files_of(person: YoungPerson, shown: Iterable[Document] = ()) -> QuerySet[Document]:
    """Photos and files in their record that may be a receipt, the latest first."""
    rows = Document.objects.filter(person=person, taken_out_on=None, contact__isnull=False, contact__voided_at=None)
    return rows.select_related("contact").order_by("-recorded_at", "pk")
