"""Two who spend at the same moment cannot spend more than there is: two connections, and the control without locks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from careleavers.actions.base import Refused
from offers.actions import money, payments
from offers.models import MoneyPayment
from offers.queries.money import committed
from offers.rules.money import total
from tests.cast import TODAY, Cast
from tests.factories import MoneyBudgetFactory, MoneyRequestFactory, give_status
from tests.guards.racing import race, without_row_locks
from tests.offers.catalogue_cases import HOME

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], Any]
Prepared = tuple[Act, Act, Callable[[], Decimal], int]  # both acts, what is spent, and what there is


def approval(cast: Cast, request: Any) -> Act:
    decided = {"by": cast.vera, "request": request, "amount": request.amount, "decided_on": TODAY, "today": TODAY}
    return partial(money.approve_request, **decided)


def one_budget(cast: Cast) -> Prepared:
    """£600 for Amira and £600 for Ben, from a budget of £1,000."""
    MoneyBudgetFactory.create(category="education", year=2026, amount=1000)
    requests = [
        MoneyRequestFactory.create(person=person, asked_by=cast.pat, amount=600) for person in (cast.amira, cast.ben)
    ]
    first, second = (approval(cast, request) for request in requests)
    return first, second, partial(committed, "education", 2026), 1000


def one_allowance(cast: Cast) -> Prepared:
    """Twice £2,000 of Amira's £3,000, from two budgets."""
    give_status(cast.amira, "former_relevant")
    about = {"person": cast.amira, "asked_by": cast.pat, "amount": 2000, "item": HOME, "item_name": "Home"}
    requests = [MoneyRequestFactory.create(category=category, **about) for category in ("setting_up_home", "home")]
    first, second = (approval(cast, request) for request in requests)
    return first, second, lambda: committed("setting_up_home", 2026) + committed("home", 2026), 3000


def one_request(cast: Cast) -> Prepared:
    """Twice £80 of an approved £100."""
    approved = {"state": "approved", "approved_amount": 100, "decided_by": cast.mo, "decided_on": TODAY}
    request = MoneyRequestFactory.create(person=cast.amira, asked_by=cast.pat, amount=100, **approved)
    facts = {"by": cast.pat, "request": request, "amount": Decimal(80), "paid_on": TODAY, "today": TODAY}
    pay = partial(payments.record_payment, **facts)
    return pay, pay, lambda: total(MoneyPayment.objects.values_list("amount", flat=True)), 100


@pytest.mark.parametrize("prepare", [one_budget, one_allowance, one_request])
@pytest.mark.parametrize("protected", [True, False], ids=["locked", "control"])
def test_two_at_once_spend_no_more_than_there_is(
    prepare: Callable[[Cast], Prepared], protected: bool, scene: Callable, transactional_db: None, cast: Cast
) -> None:
    """The control, which takes the locks out of the statements, overspends."""
    with scene():
        first, second, spent, there_is = prepare(cast)
    outcomes = race(first, second, protected=protected, without=without_row_locks)
    assert not isinstance(outcomes[0], Exception)
    if protected:
        assert isinstance(outcomes[1], Refused)
        assert spent() <= there_is
    else:
        assert not isinstance(outcomes[1], Exception)
        assert spent() > there_is
