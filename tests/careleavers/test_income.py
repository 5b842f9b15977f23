"""What somebody lives on, from the claim to the first payment, and the statement of finances that rests on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from careleavers.actions.policies import set_policy
from careleavers.models import Debts, FollowUp, Income
from careleavers.rules.income import IncomeFact, IncomeState, income_state, weekly
from pathways.models import PlanMatter
from tests.cast import TODAY, Cast, days_ago
from tests.factories import HomeFactory, IncomeFactory, PlanVersionFactory

pytestmark = pytest.mark.usefixtures("_on_the_day")

CLAIM = {"kind": "universal_credit", "claimed_on": "2026-11-02"}
STEP = {"step_text": "Ask about the advance", "step_by": "2026-12-04"}


@pytest.mark.parametrize(
    ("amount", "every", "a_week"),
    [
        ("100", "week", "100.00"),
        ("100", "fortnight", "50.00"),
        ("100", "four_weeks", "25.00"),
        ("393.45", "month", "90.80"),
        ("1000", "year", "19.23"),
        ("0.03", "fortnight", "0.02"),
    ],
)
def test_an_amount_for_a_week(amount: str, every: str, a_week: str) -> None:
    """Twelve months are 52 weeks: 393.45 × 12 / 52 = 90.796. Half a penny is rounded up."""
    assert weekly(Decimal(amount), every) == Decimal(a_week)


@pytest.mark.parametrize(
    ("fact", "state"),
    [
        (IncomeFact(), IncomeState.PLANNED),
        (IncomeFact(claimed_on=days_ago(9)), IncomeState.CLAIMED),
        (IncomeFact(days_ago(9), awarded_on=days_ago(2)), IncomeState.AWARDED),
        (IncomeFact(days_ago(40), days_ago(9), days_ago(2)), IncomeState.PAID),
        (IncomeFact(first_paid_on=days_ago(2)), IncomeState.PAID),
        (IncomeFact(days_ago(40), days_ago(9), days_ago(8), days_ago(3)), IncomeState.SANCTIONED),
        (IncomeFact(days_ago(40), days_ago(9), days_ago(8), days_ago(3), TODAY), IncomeState.PAID),
        (IncomeFact(days_ago(40), days_ago(9), days_ago(8), days_ago(3), days_ago(-1)), IncomeState.SANCTIONED),
        (IncomeFact(days_ago(40), days_ago(9), days_ago(8), days_ago(3), None, TODAY), IncomeState.ENDED),
        (IncomeFact(first_paid_on=days_ago(-1)), IncomeState.PLANNED),
    ],
)
def test_how_it_is_with_an_income_on_a_day(fact: IncomeFact, state: IncomeState) -> None:
    assert income_state(fact, TODAY) == state


def test_a_claim_is_followed_to_its_first_payment(cast: Cast, sign_in) -> None:
    client, amira = sign_in(cast.pat), cast.amira
    client.post(reverse("income_add", args=[amira.pk]), CLAIM | STEP | {"step_who": cast.pat.pk})
    assert "1 awaited" in client.get(reverse("person", args=[amira.pk])).content.decode()
    assert "Ask about the advance" in client.get(reverse("home")).content.decode()
    row, step = Income.objects.get(), FollowUp.objects.get()
    paid = CLAIM | {"amount": "393.45", "every": "month", "first_paid_on": "2026-11-20"}
    seen = {"revision": row.revision, "seen": f"{step.pk} {step.revision}"}
    client.post(reverse("income_edit", args=[amira.pk, row.pk]), paid | seen)
    page = client.get(reverse("money", args=[amira.pk])).content.decode()
    assert "£90.80 a week" in page
    assert "Universal Credit" in client.get(reverse("timeline", args=[amira.pk])).content.decode()
    assert "awaited" not in client.get(reverse("person", args=[amira.pk])).content.decode()
    assert sign_in(cast.ana).get(reverse("money", args=[amira.pk])).status_code == 403


def test_what_is_sanctioned_awaited_or_over_is_not_counted(cast: Cast, sign_in, scene) -> None:
    with scene():
        HomeFactory.create(person=cast.amira, weekly_rent=Decimal("94.50"))
        IncomeFactory.create(person=cast.amira, amount=Decimal(50), every="week")
        IncomeFactory.create(person=cast.amira, amount=Decimal(70), every="week", sanctioned_on=days_ago(3))
        IncomeFactory.create(person=cast.amira, amount=Decimal(80), every="week", ended_on=days_ago(3))
        IncomeFactory.create(person=cast.amira, amount=Decimal(90), every="week", first_paid_on=None)
        IncomeFactory.create(person=cast.amira, amount=None, every="")
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat)
    client = sign_in(cast.pat)
    page = client.get(reverse("money", args=[cast.amira.pk])).content.decode()
    assert "<strong>£50.00 a week</strong>; the rent is £94.50 a week" in page
    page = client.get(reverse("pathways:plan_matter", args=[cast.amira.pk, "money"])).content.decode()
    assert "£50.00 a week is paid; the rent is £94.50 a week" in page, "the plan draws on it"
    assert "Sanctioned" in page
    assert "Universal Credit, £50.00 a week: paid." in page, "the words of the plan begin with it"
    with scene():
        PlanMatter.objects.filter(code="money").update(how_met="As agreed in May.")
    page = client.get(reverse("pathways:plan_matter", args=[cast.amira.pk, "money"])).content.decode()
    assert "Paid in all" not in page, "what somebody has written stays"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"amount": "12"}, "Say how often it is paid"),
        ({"first_paid_on": "2026-11-01"}, "That is before the claim"),
        ({"ended_on": "2026-11-01"}, "That is before the claim"),
        ({"sanctioned_until": "2026-12-01"}, "Give the first day of the sanction"),
        ({"sanctioned_on": "2026-11-10", "sanctioned_until": "2026-11-10"}, "Give a day after the sanction began"),
        ({"claimed_on": "2026-11-24"}, "cannot be after 23 November 2026"),
        ({"amount": "-1", "every": "week"}, "must be 0 or more"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(cast: Cast, sign_in, scene, sent: dict, sentence: str) -> None:
    with scene():
        row = IncomeFactory.create(person=cast.amira, claimed_on=date(2026, 11, 2))
    typed = CLAIM | {"payer": "Melford Jobcentre", "revision": 1} | sent
    page = sign_in(cast.pat).post(reverse("income_edit", args=[cast.amira.pk, row.pk]), typed).content.decode()
    assert sentence in page
    assert "Melford Jobcentre" in page


def test_a_mistake_is_taken_out_and_a_page_not_used_loses_nothing(cast: Cast, sign_in, scene) -> None:
    with scene():
        row = IncomeFactory.create(person=cast.amira)
    set_policy(by=None, key="page_money", value="no", from_on=TODAY)
    client, address = sign_in(cast.pat), reverse("money", args=[cast.amira.pk])
    assert f'href="{address}"' not in client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "Universal Credit" in client.get(address).content.decode()
    assert client.post(reverse("income_add", args=[cast.amira.pk]), CLAIM).status_code == 409
    client.post(reverse("income_remove", args=[cast.amira.pk, row.pk]), {"revision": row.revision})
    assert not Income.objects.exists()


def test_debts_are_a_note_that_the_plan_begins_with(cast: Cast, sign_in, scene) -> None:
    with scene():
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat)
    client, owes = sign_in(cast.pat), {"text": "£240 to a phone company,\n£20 a month", "as_of": "2026-11-20"}
    client.post(reverse("debts_add", args=[cast.amira.pk]), owes | STEP | {"step_who": cast.pat.pk})
    page = client.get(reverse("money", args=[cast.amira.pk])).content.decode()
    assert "£240 to a phone company,<br>£20 a month" in page
    assert "Ask about the advance" in page
    plan = client.get(reverse("pathways:plan_matter", args=[cast.amira.pk, "money"])).content.decode()
    assert "Owes, as of 20 November 2026: £240 to a phone company," in plan
    late = owes | {"as_of": "2026-11-24"}
    assert (
        "cannot be after 23 November 2026"
        in client.post(reverse("debts_add", args=[cast.amira.pk]), late).content.decode()
    )
    again = client.post(reverse("debts_add", args=[cast.amira.pk]), owes | {"text": "Typed in a second window"})
    assert "Somebody else saved something here a moment ago" in again.content.decode()
    assert "Typed in a second window" in again.content.decode()
    row = Debts.objects.get()
    client.post(reverse("debts_remove", args=[cast.amira.pk, row.pk]), {"revision": row.revision})
    assert "Nothing is written down about debts." in client.get(reverse("money", args=[cast.amira.pk])).content.decode()
    assert not FollowUp.objects.exists()
