"""What goes on though a case is closed: each is still a dated task of somebody by name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

import pytest

from careleavers.actions.contacts import log_contact
from careleavers.actions.involvements import close_involvement
from careleavers.models import AlertRecipient
from offers.actions.money import approve_request, ask_for_money
from pathways.actions.reconcile import reconcile_alerts
from tests.cast import TODAY, Cast
from tests.factories import give_status

pytestmark = pytest.mark.usefixtures("_on_the_day")


def told(beginning: str) -> set[str]:
    """Who has an open task whose code begins so."""
    rows = AlertRecipient.objects.filter(alert__code__startswith=beginning, alert__closed_on=None, ended_on=None)
    return set(rows.values_list("user__name", flat=True))


def close_the_case(cast: Cast) -> None:
    close_involvement(by=cast.mo, person=cast.amira, ends_on=TODAY, reason="Moved", today=TODAY)


def test_closing_the_case_ends_no_concern_and_no_payment(cast: Cast, scene: Callable) -> None:
    """Seen to fail: a concern for their safety that nobody had decided on was closed with the case."""
    with scene():
        give_status(cast.amira, "former_relevant")
    spoke = {"happened_on": TODAY, "method": "phone", "result": "spoke", "is_safeguarding": True}
    log_contact(by=cast.pat, person=cast.amira, today=TODAY, submission_id=uuid4(), **spoke)
    money = {"category": "home", "what_for": "rent", "payee": "Landlord", "method": "bank", "amount": Decimal(40)}
    request = ask_for_money(by=cast.pat, person=cast.amira, asked_on=TODAY, today=TODAY, **money)
    approve_request(by=cast.mo, request=request, amount=Decimal(40), decided_on=TODAY, today=TODAY)
    close_the_case(cast)
    reconcile_alerts(today=TODAY)
    assert (told("safeguarding"), told("money_to_pay")) == ({"Mo"}, {"Mo"})
    assert told("keep_in_touch") == told("pathway_plan_first") == set()
