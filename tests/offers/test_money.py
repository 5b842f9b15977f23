"""Money for young people: asked for, decided on by somebody else, paid, and what came back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from careleavers.actions.alerts import raise_alert
from careleavers.actions.base import Refused, allowing_writes
from careleavers.actions.people import correct_death, record_death
from careleavers.models import Alert, AlertRecipient, User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.policies import defaults
from careleavers.rules.words import due, year_from_april
from offers.actions import money, payments
from offers.actions.opportunities import put_forward
from offers.documents.composing import composer_for
from offers.models import MoneyPayment, MoneyRequest
from offers.queries.money import budget_lines
from offers.queries.passport import passport_of
from offers.rules.money import Approver, Limits, RequestMoney, financial_year, why_not_pay
from offers.rules.passport import PassportItem, PassportState
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    EmployerFactory,
    LetterFactory,
    MoneyRequestFactory,
    OpportunityFactory,
    RestrictedAccessFactory,
    give_status,
)
from tests.offers.catalogue_cases import HOME

pytestmark = pytest.mark.usefixtures("_on_the_day")
PENNY = Decimal("0.01")
ASKED = {"category": "setting_up_home", "what_for": "a bed", "payee": "Beds Ltd", "method": "supplier"}


@pytest.mark.parametrize(
    ("amount", "approver"),
    [("50", Approver.ADVISER), ("50.01", Approver.MANAGER), ("500", Approver.MANAGER), ("500.01", Approver.PANEL)],
)
def test_who_may_approve_so_much(amount: str, approver: Approver) -> None:
    assert Limits(adviser=50, manager=500).approver_of(Decimal(amount)) == approver


@pytest.mark.parametrize(
    ("on", "year"), [(date(2026, 3, 31), "2025-26"), (date(2026, 4, 1), "2026-27"), (date(2099, 12, 1), "2099-00")]
)
def test_the_financial_year_begins_on_the_first_of_april(on: date, year: str) -> None:
    assert year_from_april(financial_year(on)) == year


@pytest.mark.parametrize(
    ("approved", "paid", "finished", "committed", "next_penny"),
    [
        ("100", "0", False, "100", None),
        ("100", "99.99", False, "100", None),
        ("100", "100", True, "100", "finished"),
        ("100", "60", True, "60", "finished"),
        ("100", "100", False, "100", "£0.00 of it is left"),
    ],
)
def test_what_a_request_takes_from_its_budget(
    approved: str, paid: str, finished: bool, committed: str, next_penny: str | None
) -> None:
    found = RequestMoney(Decimal(approved), Decimal(paid), finished)
    assert found.committed == Decimal(committed)
    refusal = why_not_pay(found, PENNY)
    assert (next_penny in refusal) if refusal and next_penny else refusal == next_penny


@pytest.fixture
def amira(cast: Cast, scene: Any) -> YoungPerson:
    with scene():
        give_status(cast.amira, "former_relevant")
    return cast.amira


def home_of(person: YoungPerson) -> PassportItem:
    [item] = [each for each in passport_of(person, TODAY, defaults()) if each.code == HOME]
    return item


def ask(cast: Cast, amount: str = "450", **more: Any) -> MoneyRequest:
    facts = ASKED | {"item": HOME, "by": cast.pat, "person": cast.amira, "asked_on": days_ago(3), "today": TODAY}
    return money.ask_for_money(**facts | {"amount": Decimal(amount)} | more)


def approve(cast: Cast, request: MoneyRequest, amount: str = "450", **more: Any) -> None:
    facts = {"by": cast.mo, "request": request, "decided_on": days_ago(2), "today": TODAY} | more
    money.approve_request(amount=Decimal(amount), **facts)


def pay(cast: Cast, request: MoneyRequest, amount: str, **more: Any) -> MoneyPayment:
    facts = {"by": cast.pat, "request": request, "paid_on": days_ago(1), "today": TODAY} | more
    return payments.record_payment(amount=Decimal(amount), **facts)


def told(kind: str) -> set[tuple[str, str]]:
    """Who has the task, and as what."""
    rows = AlertRecipient.objects.filter(alert__code=kind, alert__closed_on=None, ended_on=None)
    return set(rows.values_list("user__name", "recipient_role"))


def test_from_the_request_to_the_last_penny_and_back(amira, cast: Cast) -> None:
    """Each step is a task of a named person until the next; who asked never decides."""
    request = ask(cast)
    assert told("money_to_decide") == {("Mo", "manager")}
    assert home_of(amira).state == PassportState.CLAIMED
    with pytest.raises(Refused, match="You asked for this yourself"):
        approve(cast, request, by=cast.pat)
    with pytest.raises(Refused, match="a manager to decide"):
        approve(cast, request, by=cast.wes)
    with pytest.raises(Refused, match=r"£450\.00 was asked for"):
        approve(cast, request, "450.01")
    approve(cast, request, "400.50")
    assert told("money_to_decide") == set()
    assert told("money_to_pay") == {("Mo", "manager"), ("Pat", "case_holder")}
    item = home_of(amira)
    assert (item.state, item.left, item.promised) == (PassportState.GRANTED, Decimal("2599.50"), Decimal("400.50"))
    with pytest.raises(Refused, match="decided on this request already"):
        approve(cast, request)
    bed = pay(cast, request, "300.25", reference="R1")
    with pytest.raises(Refused, match="this reference is written down"):
        pay(cast, request, "1", reference="R1")
    with pytest.raises(Refused, match=r"£100\.25 of it is left to pay"):
        pay(cast, request, "100.26")
    pay(cast, request, "100.25")
    assert told("money_to_pay") == set()
    back = {"by": cast.pat, "payment": bed, "paid_on": TODAY, "note": "Too big", "today": TODAY}
    with pytest.raises(Refused, match=r"£300\.25 has not come back"):
        payments.record_refund(amount=Decimal("300.26"), **back)
    payments.record_refund(amount=Decimal("300.25"), **back)
    with pytest.raises(Refused, match=r"£0\.00 has not come back"):
        payments.record_refund(amount=PENNY, **back)
    item = home_of(amira)
    assert (item.entitlement.paid, item.left) == (Decimal("100.25"), Decimal("2899.75"))
    [line] = [each for each in budget_lines(2026) if each.paid]
    assert (line.category, line.paid, line.to_pay) == ("setting_up_home", Decimal("100.25"), 0)


@pytest.mark.parametrize("asked_on", [TODAY, days_ago(3), days_ago(30)])
def test_the_page_of_money_says_who_decides_and_by_when_as_the_task_does(
    amira, cast: Cast, client: Client, asked_on: date
) -> None:
    """Seen to fail: the page counts from another day."""

    def by_when(code: str) -> str:
        by = Alert.objects.get(code=code, closed_on=None).due_on
        assert by
        return due(by, TODAY)

    def page_of(user: User) -> str:
        client.force_login(user)
        return client.get(reverse("offers:money")).content.decode().replace("\N{NO-BREAK SPACE}", " ")

    request = ask(cast, asked_on=asked_on)
    assert "You may decide." in page_of(cast.mo)
    assert "You asked for this yourself" in page_of(cast.pat)
    assert by_when("money_to_decide") in page_of(cast.mo)
    approve(cast, request, decided_on=asked_on)
    assert by_when("money_to_pay") in page_of(cast.mo)


def test_a_letter_takes_off_what_was_paid_and_not_what_is_promised(amira, cast: Cast, scene) -> None:
    with scene():
        letter = LetterFactory.create(person=amira, occasion="20", occurrence_on=date(2027, 5, 1))
    request = ask(cast, "1000.50")
    approve(cast, request, "1000.50", by=cast.vera)
    assert "Up to £3,000 to set up your home" in str(composer_for([letter], TODAY).letter_text(letter))
    pay(cast, request, "200.50")
    assert "£2,799.50 more for your home" in str(composer_for([letter], TODAY).letter_text(letter))


def test_of_a_restricted_record_whoever_may_see_it_has_the_task(amira, cast: Cast, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=amira.pk).update(is_restricted=True)
        RestrictedAccessFactory.create(person=amira, user=cast.vera)
    amira.refresh_from_db()
    ask(cast, person=amira)
    assert told("money_to_decide") == {("Vera", "manager")}


def test_what_is_left_of_an_allowance_and_of_a_budget_is_never_exceeded(amira, cast: Cast) -> None:
    payments.set_budget(by=cast.vera, category="setting_up_home", year=2026, amount=Decimal(3200))
    whole = ask(cast, "3000")
    with pytest.raises(Refused, match="the panel to decide"):
        approve(cast, whole, "3000")
    approve(cast, whole, "3000", by=cast.vera)
    assert home_of(amira).state == PassportState.GRANTED  # promised, and not spent
    with pytest.raises(Refused, match=r"£0 is left"):
        ask(cast, "0.01", what_for="a chair")
    other = ask(cast, "300", item="", what_for="a chair")
    with pytest.raises(Refused, match=r"2026-27 £200\.00 is left"):
        approve(cast, other, "200.01")
    approve(cast, other, "200")
    pay(cast, whole, "1000")
    payments.finish_request(by=cast.pat, request=whole, today=TODAY)
    assert home_of(amira).left == 2000
    more = ask(cast, "2000", what_for="a cooker")
    approve(cast, more, "2000", by=cast.vera)
    pay(cast, more, "2000")
    assert home_of(amira).state == PassportState.USED_UP


def test_a_refusal_says_how_to_challenge_it_and_whoever_works_with_them_tells_them(amira, cast: Cast, sign_in) -> None:
    request = ask(cast)
    page = reverse("offers:money_refuse", args=[amira.pk, request.pk])
    refused = {"refused_because": "No tenancy yet", "decided_on": TODAY, "challenge": "", "revision": 1}
    answer = sign_in(cast.mo).post(page, refused).content.decode()
    assert "How can they challenge it?" in answer
    assert "No tenancy yet" in answer
    sign_in(cast.mo).post(page, refused | {"challenge": "Ask Vera"})
    assert home_of(amira).state == PassportState.REFUSED
    assert ("Pat", "case_holder") in told("money_refusal_to_tell")
    assert "why a bed was refused" in sign_in(cast.pat).get(reverse("home")).content.decode()
    ledger = sign_in(cast.pat).get(reverse("offers:ledger", args=[amira.pk])).content.decode()
    assert "To challenge it: Ask Vera" in ledger
    sign_in(cast.pat).post(reverse("offers:money_told", args=[amira.pk, request.pk]))
    assert told("money_refusal_to_tell") == set()


def test_the_pages_ask_decide_pay_and_export(amira, cast: Cast, sign_in) -> None:
    """Sent twice it waits once; a decision on what has changed since is refused; bad input keeps what was typed."""
    client, page = sign_in(cast.pat), reverse("offers:money_ask", args=[amira.pk])
    typed = ASKED | {"item": HOME, "amount": "£1,450.50", "asked_on": TODAY, "what_for": "=a bed"}
    wrong = client.post(page, typed | {"amount": "0", "asked_on": "2026-11-24"}).content.decode()
    assert "more than nothing" in wrong
    assert "Beds Ltd" in wrong
    client.post(page, typed)
    assert "waits already" in client.post(page, typed).content.decode()
    request = MoneyRequest.objects.get()
    mo, vera = sign_in(cast.mo).get(reverse("offers:money")).content.decode(), sign_in(cast.vera)
    assert "is for the panel to decide" in mo
    approve_page = reverse("offers:money_approve", args=[amira.pk, request.pk])
    sent = {"amount": "1450.50", "decided_on": TODAY}
    assert "decided on this request already" not in vera.post(approve_page, sent | {"revision": 1}).content.decode()
    assert "changed this since" in vera.post(approve_page, sent | {"revision": 1}).content.decode()
    pay_page = reverse("offers:money_pay", args=[amira.pk, request.pk])
    for _ in range(2):  # a double press is one payment; seen to fail for what came back
        paid = {"amount": "1450.50", "paid_on": TODAY, "note": "Bed", "payment_id": str(UUID(int=1))}
        assert sign_in(cast.pat).post(pay_page, paid).status_code == 302
    payment = MoneyPayment.objects.get()
    refund = reverse("offers:money_refund", args=[amira.pk, payment.pk])
    assert "Fill in" in client.post(refund, {"amount": "50", "paid_on": TODAY}).content.decode()
    for _ in range(2):
        client.post(refund, {"amount": "50", "paid_on": TODAY, "note": "Scratched", "payment_id": str(UUID(int=2))})
    export = reverse("offers:money_export", args=[2026])
    assert client.get(export).status_code == 403
    lines = b"".join(sign_in(cast.mo).post(export, {"purpose": "For finance"}).streaming_content).decode().splitlines()
    assert [line.split(",")[3:6] for line in lines[1:]] == [
        ["2026-11-23", "paid", "1450.50"],
        ["2026-11-23", "came back", "50.00"],
    ]
    assert len(b"".join(sign_in(cast.sue).post(export, {"purpose": "For finance"}).streaming_content).splitlines()) == 1


def test_the_database_itself_lets_nobody_decide_on_their_own_request_or_change_a_payment(amira, cast: Cast) -> None:
    """Seen to fail: the constraint left out."""
    request = ask(cast)
    with allowing_writes():
        with pytest.raises(IntegrityError), transaction.atomic():
            MoneyRequestFactory.create(
                person=amira,
                asked_by=cast.pat,
                decided_by=cast.pat,
                decided_on=TODAY,
                state="approved",
                approved_amount=1,
            )
        approve(cast, request)
        payment = pay(cast, request, "450")
        for change in ({"amount": 1}, {"paid_on": TODAY}):
            with pytest.raises(DatabaseError), transaction.atomic():
                MoneyPayment.objects.filter(pk=payment.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            payment.delete()


def test_what_was_approved_before_a_death_is_stopped_or_paid_by_somebody(amira, cast: Cast) -> None:
    """Seen to fail: after the death nobody had a task about it; and once a death was a mistake, nothing came back."""
    bed, chair = ask(cast), ask(cast, "20", what_for="a chair", payee="Chairs Ltd")
    waiting = ask(cast, "30", what_for="a lamp")
    approve(cast, bed)
    approve(cast, chair, "20")
    record_death(by=cast.mo, person=amira, died_on=days_ago(40), today=TODAY)
    assert told("money_after_death") == {("Mo", "manager"), ("Pat", "case_holder")}
    assert told("money_to_pay") == told("money_to_decide") == set()
    task = Alert.objects.get(code="money_after_death")
    assert (task.due_on, task.text) == (
        days_ago(-10),
        "They have died: stop the £450 to Beds Ltd, or pay what is owed, and 1 more",
    )
    pay(cast, bed, "450")
    # The day is put right later: what is still open keeps its date.
    later = days_ago(-3)
    record_death(by=cast.mo, person=amira, died_on=days_ago(41), today=later)
    task = Alert.objects.get(code="money_after_death", closed_on=None)
    assert (task.due_on, "£20 to Chairs Ltd" in task.text) == (days_ago(-10), True)
    payments.finish_request(by=cast.mo, request=chair, today=later)
    assert told("money_after_death") == set()
    assert MoneyRequest.objects.get(pk=waiting.pk).state == "waiting"


def test_a_death_that_was_a_mistake_gives_back_each_task_that_it_closed(amira, cast: Cast, scene) -> None:
    """Seen to fail: the page said “Their tasks are on Today again”, and none was."""
    bed = ask(cast)
    ask(cast, "20", what_for="a chair")
    approve(cast, bed)
    with scene():
        post = OpportunityFactory.create(employer=EmployerFactory.create(), places=1, level="2")
    put_forward(by=cast.pat, person=amira, opportunity=post, happened_on=TODAY, today=TODAY)
    similar = {"cycle_started_on": TODAY, "due_on": TODAY, "text": "Nobody works with them", "because": "x"}
    with scene():
        raise_alert(person=amira, code="case_left", today=TODAY, closed_by_kind=ClosedBy.ALLOCATION, **similar)
    before = {code: told(code) for code in ("money_to_pay", "money_to_decide", "work_to_ask_about", "case_left")}
    assert all(before.values())
    record_death(by=cast.mo, person=amira, died_on=TODAY, today=TODAY)
    assert not any(map(told, before))
    pay(cast, bed, "450", paid_on=TODAY)  # what was settled meanwhile is not asked for again
    correct_death(by=cast.mo, person=amira, today=TODAY)
    assert {code: told(code) for code in before} == before | {"money_to_pay": set()}
    assert told("money_after_death") == set()


def test_after_a_death_nothing_is_asked_for_and_what_was_approved_is_settled(amira, cast: Cast) -> None:
    request, waiting = ask(cast), ask(cast, "20", what_for="a chair")
    approve(cast, request)
    record_death(by=cast.mo, person=amira, died_on=TODAY, today=TODAY)
    with pytest.raises(Refused, match="died"):
        ask(cast, "1", person=YoungPerson.objects.get(pk=amira.pk), what_for="a rug")
    with pytest.raises(Refused, match="died"):
        approve(cast, MoneyRequest.objects.get(pk=waiting.pk), "20")
    bed = pay(cast, request, "450")
    back = {"by": cast.pat, "payment": bed, "paid_on": TODAY, "note": "Not delivered", "today": TODAY}
    payments.record_refund(amount=Decimal(450), **back)
    assert told("money_to_pay") == told("money_to_decide") == set()
