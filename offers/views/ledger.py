"""Money from us for one person: asked for, decided on by somebody else, paid, and what came back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.told import on_today_of
from careleavers.views.gates import current_user, fetch_person, policies_of, post_data, requires, today_of
from careleavers.views.record_form import record_button, record_form
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row, sent_revision
from offers.actions import money as actions
from offers.actions import payments
from offers.actions.money_alerts import TO_DECIDE, TO_PAY, TO_TELL
from offers.actions.regular_payments import ask_for_regular_money
from offers.forms.money import (
    ApproveForm,
    AskForMoneyForm,
    PaymentForm,
    ReceiptForm,
    RefundForm,
    RefuseForm,
    StaysPaidForm,
)
from offers.models import MoneyPayment, MoneyRequest
from offers.queries.money import ledger_of, limits_of
from offers.queries.passport import passport_of
from offers.queries.regular_payments import files_of
from offers.rules.money import APPROVER_WORDS
from offers.rules.passport import PassportItem, PassportState

HOME = "setting_up_home_allowance"
MAY_BE_ASKED_FOR = (
    PassportState.AVAILABLE,
    PassportState.TOLD,
    PassportState.ONLY_IF,
    PassportState.CLAIMED,
    PassportState.GRANTED,
    PassportState.REFUSED,
)


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What waits, what is to be paid, what was paid, and how much of the setting up home allowance is left."""
    person = fetch_person(request, person_id, page="ledger")
    user, today = current_user(request), today_of(request)
    limits, ledger = limits_of(policies_of(request)), ledger_of(person)
    items = passport_of(person, today, policies_of(request))
    context = record_context(
        request,
        person,
        ledger=ledger,
        waiting=[
            (each, actions.why_not_approve(user, each, limits.approver_of(each.amount)), APPROVER_WORDS[approver])
            for each in ledger.waiting
            if (approver := limits.approver_of(each.amount))
        ],
        home=next((item for item in items if item.code == HOME and item.left is not None), None),
        home_payments=ledger.paid_for(HOME),
    )
    context["may_ask"] = may_change(user, Permission.REQUEST_MONEY, context["closed"])
    context["may_pay"] = user.may(Permission.REQUEST_MONEY)
    return render(request, "offers/money/ledger.html", context)


@requires(Permission.REQUEST_MONEY)
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A new request. `?item=` chooses what it is part of."""
    person = fetch_person(request, person_id, page="money_ask")
    user, today = current_user(request), today_of(request)
    items = passport_of(person, today, policies_of(request))
    form = AskForMoneyForm(
        post_data(request),
        today=today,
        theirs=[item for item in items if _may_be_asked_for(item)],
        initial={"item": request.GET.get("item", "")},
    )
    return _form_page(
        request,
        person,
        form,
        lambda: _ask(form, by=user, person=person, today=today),
        title="Ask for money",
        button="Ask",
        success=lambda: f"Asked for. To decide on it is on Today of {on_today_of(person, TO_DECIDE)}.",
    )


def _ask(form: AskForMoneyForm, **about: Any) -> MoneyRequest:
    asked = dict(form.cleaned_data)
    regularly = {name: asked.pop(name) for name in ("every", "first_on", "last_on")}
    if regularly["every"]:
        return ask_for_regular_money(**about, **asked, **regularly)
    return actions.ask_for_money(**about, **asked)


def _may_be_asked_for(item: PassportItem) -> bool:
    return item.state in MAY_BE_ASKED_FOR and item.left != 0


@requires(Permission.REQUEST_MONEY)
def approve(request: HttpRequest, person_id: UUID, request_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="money_approve")
    user, today, row = current_user(request), today_of(request), _request(person, request_id)
    form = ApproveForm(post_data(request), today=today, row=row)
    return _form_page(
        request,
        person,
        form,
        lambda: actions.approve_request(by=user, request=row, revision=form.seen_revision, today=today, **form.answers),
        title="Approve",
        button="Approve",
        success=lambda: f"Approved. To pay it is on Today of {on_today_of(person, TO_PAY)}.",
        row=row,
    )


@requires(Permission.REQUEST_MONEY)
def refuse(request: HttpRequest, person_id: UUID, request_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="money_refuse")
    user, today, row = current_user(request), today_of(request), _request(person, request_id)
    form = RefuseForm(post_data(request), today=today, row=row)
    return _form_page(
        request,
        person,
        form,
        lambda: actions.refuse_request(by=user, request=row, revision=form.seen_revision, today=today, **form.answers),
        title="Refuse",
        button="Refuse",
        success=lambda: f"Refused. To tell them is on Today of {on_today_of(person, TO_TELL)}.",
        row=row,
    )


@requires(Permission.REQUEST_MONEY)
def pay(request: HttpRequest, person_id: UUID, request_id: UUID) -> HttpResponse:
    """Money that was paid."""
    person = fetch_person(request, person_id, page="money_pay")
    user, today, row = current_user(request), today_of(request), _request(person, request_id)
    form = PaymentForm(post_data(request), today=today, left=row.money().to_pay)
    return _form_page(
        request,
        person,
        form,
        lambda: payments.record_payment(by=user, request=row, today=today, **form.cleaned_data),
        title="Write down a payment",
        button="Save",
        success="Saved.",
        row=row,
        open_after_death=True,
    )


@requires(Permission.REQUEST_MONEY)
def refund(request: HttpRequest, person_id: UUID, payment_id: UUID) -> HttpResponse:
    """What of a payment came back."""
    person = fetch_person(request, person_id, page="money_refund")
    user, today, payment = current_user(request), today_of(request), _payment(person, payment_id)
    form = RefundForm(post_data(request), today=today, left=payment.amount)
    return _form_page(
        request,
        person,
        form,
        lambda: payments.record_refund(by=user, payment=payment, today=today, **form.cleaned_data),
        title="Money that came back",
        button="Save",
        success="Saved. It counts as not paid.",
        row=payment.request,
        open_after_death=True,
    )


@requires(Permission.REQUEST_MONEY)
def receipt(request: HttpRequest, person_id: UUID, payment_id: UUID) -> HttpResponse:
    """What shows a payment."""
    person = fetch_person(request, person_id, page="money_receipt")
    user, today, payment = current_user(request), today_of(request), _payment(person, payment_id)
    form = ReceiptForm(post_data(request), row=payment.receipt_or_none, files=files_of(person))
    keep = partial(payments.keep_receipt, by=user, payment=payment, today=today)
    return _form_page(
        request,
        person,
        form,
        lambda: keep(revision=form.seen_revision, **form.answers),
        title=f"Receipt for £{payment.amount:,.2f}",
        button="Save",
        success="Saved.",
        row=payment.request,
    )


@requires(Permission.REQUEST_MONEY)
def stays(request: HttpRequest, person_id: UUID, payment_id: UUID) -> HttpResponse:
    """Why a payment after a death is not asked back."""
    person = fetch_person(request, person_id, page="money_stays")
    user, today, payment = current_user(request), today_of(request), _payment(person, payment_id)
    form = StaysPaidForm(post_data(request), row=payment.stays_or_none)
    return _form_page(
        request,
        person,
        form,
        lambda: payments.say_why_it_stays(
            by=user, payment=payment, revision=form.seen_revision, today=today, **form.answers
        ),
        title=f"£{payment.amount:,.2f} stays paid",
        button="Save",
        success="Saved. It is not asked back.",
        row=payment.request,
        open_after_death=True,
    )


@require_POST
@requires(Permission.REQUEST_MONEY)
def withdraw(request: HttpRequest, person_id: UUID, request_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="money_withdraw")
    row, revision, today = _request(person, request_id), sent_revision(request), today_of(request)
    return record_button(
        request,
        person,
        lambda: actions.withdraw_request(by=current_user(request), request=row, revision=revision, today=today),
        success="Taken back.",
        back="offers:ledger",
    )


@require_POST
@requires(Permission.REQUEST_MONEY)
def told(request: HttpRequest, person_id: UUID, request_id: UUID) -> HttpResponse:
    """They were told of a refusal."""
    person = fetch_person(request, person_id, page="money_told")
    row, revision, today = _request(person, request_id), sent_revision(request), today_of(request)
    return record_button(
        request,
        person,
        lambda: actions.tell_refusal(by=current_user(request), request=row, revision=revision, today=today),
        success="Saved: they were told today.",
        back="offers:ledger",
    )


@require_POST
@requires(Permission.REQUEST_MONEY)
def finish(request: HttpRequest, person_id: UUID, request_id: UUID) -> HttpResponse:
    """No more of it is to be paid."""
    person = fetch_person(request, person_id, page="money_finish")
    row, today = _request(person, request_id), today_of(request)
    return record_button(
        request,
        person,
        lambda: payments.finish_request(by=current_user(request), request=row, today=today),
        success="No more of it is paid: what was left is free again.",
        back="offers:ledger",
    )


def _request(person: YoungPerson, request_id: UUID) -> MoneyRequest:
    row = fetch_row(MoneyRequest, request_id, person=person)
    return MoneyRequest.objects.with_paid().select_related("asked_by", "person", "plan").get(pk=row.pk)


def _payment(person: YoungPerson, payment_id: UUID) -> MoneyPayment:
    rows = MoneyPayment.objects.select_related("request__asked_by", "request__decided_by", "request__person")
    return get_object_or_404(rows, pk=payment_id, request__person=person)


def _form_page(
    request: HttpRequest, person: YoungPerson, form: Any, action: Callable[[], object], **more: Any
) -> HttpResponse:
    return record_form(request, person, form, action, back="offers:ledger", template="offers/money/form.html", **more)
