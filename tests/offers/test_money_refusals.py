"""What is refused about money in the actions themselves, whatever form or program asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from careleavers.actions.base import Refused
from careleavers.actions.revisions import EditConflict
from careleavers.models import YoungPerson
from offers.actions import money, payments
from tests.cast import TODAY, Cast, days_ago
from tests.factories import give_status
from tests.offers.test_money import approve, ask, pay

pytestmark = pytest.mark.usefixtures("_on_the_day")
TOMORROW = TODAY + timedelta(days=1)
WHY = {"refused_because": "Bought already", "challenge": "Write to the manager"}


@pytest.fixture
def amira(cast: Cast, scene: Any) -> YoungPerson:
    with scene():
        give_status(cast.amira, "former_relevant")
    return cast.amira


def refuse(cast: Cast, request: Any, **more: Any) -> None:
    given = {"by": cast.mo, "request": request, "decided_on": days_ago(1), "today": TODAY} | WHY
    money.refuse_request(**given | more)


def refund(cast: Cast, payment: Any, **more: Any) -> Any:
    given = {"by": cast.pat, "payment": payment, "paid_on": TODAY, "amount": 1, "note": "Back", "today": TODAY}
    return payments.record_refund(**given | more)


def approved(cast: Cast) -> Any:
    request = ask(cast)
    approve(cast, request)
    return request


REFUSALS: dict[str, tuple[str, Callable[[Cast], object]]] = {
    "asked for tomorrow": ("has not come yet: give the day on which", lambda cast: ask(cast, asked_on=TOMORROW)),
    "asked for before they were born": ("born", lambda cast: ask(cast, asked_on=TODAY.replace(year=1990))),
    "decided tomorrow": (
        "give the day of the decision",
        lambda cast: approve(cast, ask(cast), decided_on=TOMORROW),
    ),
    "decided before it was asked for": (
        "It was asked for on",
        lambda cast: approve(cast, ask(cast), decided_on=days_ago(30)),
    ),
    "refused by who asked": (
        "You asked for this yourself",
        lambda cast: refuse(cast, ask(cast, by=cast.mo), by=cast.mo),
    ),
    "withdrawn once approved": (
        "decided",
        lambda cast: money.withdraw_request(by=cast.pat, request=approved(cast), today=TODAY),
    ),
    "told of no refusal": (
        "nothing more to tell",
        lambda cast: money.tell_refusal(by=cast.pat, request=approved(cast), today=TODAY),
    ),
    "paid before it was decided": ("Only what was approved is paid", lambda cast: pay(cast, ask(cast), "10")),
    "paid tomorrow": ("write it down once it is paid", lambda cast: pay(cast, approved(cast), "10", paid_on=TOMORROW)),
    "paid before it was approved": (
        "It was approved on",
        lambda cast: pay(cast, approved(cast), "10", paid_on=days_ago(20)),
    ),
    "a refund of a refund": (
        "came back already",
        lambda cast: refund(cast, refund(cast, pay(cast, approved(cast), "10"))),
    ),
    "back before it was paid": (
        "Give a day from",
        lambda cast: refund(cast, pay(cast, approved(cast), "10"), paid_on=days_ago(9)),
    ),
    "finished before it was decided": (
        "Nothing more of this request",
        lambda cast: payments.finish_request(by=cast.pat, request=ask(cast), today=TODAY),
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_it_is_refused_with_a_sentence(amira: YoungPerson, cast: Cast, case: str) -> None:
    sentence, attempt = REFUSALS[case]
    with pytest.raises(Refused, match=sentence):
        attempt(cast)


def test_a_budget_that_somebody_else_set_meanwhile_is_shown_first(cast: Cast) -> None:
    given = {"by": cast.vera, "category": "education", "year": 2026}
    payments.set_budget(amount=1000, **given)
    payments.set_budget(amount=1000, **given)  # the same is no conflict
    with pytest.raises(EditConflict):
        payments.set_budget(amount=2000, **given)
