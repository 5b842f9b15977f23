"""Who pays for what was approved, and what support at 21 to 25 comes to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from careleavers.actions.base import Refused
from careleavers.actions.policies import set_policy
from careleavers.models import Allocation, YoungPerson
from careleavers.rules.dates import Period
from offers.actions.funding import share_funding
from offers.actions.money import approve_request
from offers.actions.payments import record_payment, record_refund
from offers.models import MoneyPayment
from offers.queries.funding import finance_rows, funding_in
from offers.queries.support_cost import support_cost
from offers.rules.funding import OTHERS, FundingSource, split, whole, why_not_share
from offers.rules.support_cost import SupportCost, days_supported, is_of_these_ages
from tests.cast import TODAY, Cast
from tests.factories import ContactFactory, MoneyPaymentFactory, MoneyRequestFactory, YoungPersonFactory

OWN, GRANT, HEALTH = FundingSource.OWN, FundingSource.GRANT, FundingSource.HEALTH
pence = st.integers(1, 10**8).map(lambda each: Decimal(each) / 100)


def pounds(**shares: str) -> dict[FundingSource, Decimal]:
    return {FundingSource(name): Decimal(amount) for name, amount in shares.items()}


@pytest.mark.parametrize(
    ("approved", "others", "found"),
    [
        ("100", {}, {"own": "100"}),
        ("100", {"grant": "40"}, {"own": "60", "grant": "40"}),
        ("100", {"grant": "100"}, {"grant": "100"}),
        ("100", {"grant": "33.33", "health": "66.67"}, {"grant": "33.33", "health": "66.67"}),
    ],
)
def test_the_rest_is_the_councils_own(approved: str, others: dict[str, str], found: dict[str, str]) -> None:
    assert whole(Decimal(approved), pounds(**others)) == pounds(**found)
    assert why_not_share(Decimal(approved), pounds(**others)) is None


@pytest.mark.parametrize(
    ("amount", "shares", "found"),
    [
        ("100", {"own": "60", "grant": "40"}, {"own": "60", "grant": "40"}),
        ("0.01", {"own": "50", "grant": "50"}, {"own": "0.01", "grant": "0"}),  # between equals the first
        ("10", {"own": "1", "grant": "1", "health": "1"}, {"own": "3.34", "grant": "3.33", "health": "3.33"}),
        ("-10", {"own": "1", "grant": "1", "health": "1"}, {"own": "-3.34", "grant": "-3.33", "health": "-3.33"}),
    ],
)
def test_pennies_left_over_go_to_somebody(amount: str, shares: dict[str, str], found: dict[str, str]) -> None:
    assert split(Decimal(amount), pounds(**shares)) == pounds(**found)


@given(pence, st.dictionaries(st.sampled_from(OTHERS), pence), st.booleans())
def test_what_is_split_adds_up_exactly(amount: Decimal, others: dict[FundingSource, Decimal], came_back: bool) -> None:
    """And nobody pays a penny more or less than their share, rounded. Seen to fail: without the pennies left over."""
    approved = sum(others.values(), Decimal(0)) + Decimal("0.07")
    shares = whole(approved, others)
    assert sum(shares.values()) == approved
    amount = -amount if came_back else amount
    found = split(amount, shares)
    assert sum(found.values()) == amount
    assert all(abs(found[source] - amount * share / approved) < Decimal("0.01") for source, share in shares.items())
    assert split(-amount, shares) == {source: -each for source, each in found.items()}


@pytest.mark.usefixtures("_on_the_day")
def test_who_pays_is_told_to_finance_and_on_the_page_of_budgets(cast: Cast, scene, sign_in) -> None:
    with scene():
        request = MoneyRequestFactory.create(person=cast.amira, asked_by=cast.pat)
    with pytest.raises(Refused, match="once it is approved"):
        share_funding(by=cast.mo, request=request, shares=pounds(grant="10"))
    approve_request(by=cast.mo, request=request, amount=Decimal(100), decided_on=TODAY, today=TODAY)
    client, address = sign_in(cast.pat), reverse("offers:money_funding", args=[cast.amira.pk, request.pk])
    request.refresh_from_db()
    page = client.post(address, {"grant": "£80", "health": "20.01", "revision": request.revision}).content.decode()
    assert "£100.00 was approved: the others cannot pay £100.01." in page
    client.post(address, {"grant": "£33.33", "revision": request.revision})
    old = client.post(address, {"grant": "1", "revision": request.revision}).content.decode()
    assert "changed this since you opened the page" in old
    assert "£33.33 of it: Grant of the government" in client.get(
        reverse("offers:ledger", args=[cast.amira.pk])
    ).content.decode().replace("\n", " ")
    paid = record_payment(by=cast.pat, request=request, paid_on=TODAY, amount=Decimal("50.01"), today=TODAY)
    with pytest.raises(Refused, match="stays as finance was told"):
        share_funding(by=cast.mo, request=request, shares={})
    record_refund(by=cast.pat, payment=paid, paid_on=TODAY, amount=Decimal("0.01"), note="Too much", today=TODAY)

    rows = [row[-len(FundingSource) :] for row in finance_rows(MoneyPayment.objects.order_by("-amount"))]
    first, second = pounds(own="33.34", grant="16.67"), pounds(own="-0.01", grant="0")
    assert rows == [tuple(each.get(source, "") for source in FundingSource) for each in (first, second)]
    table = funding_in(2026)
    assert table.sources == [OWN, GRANT]
    assert [(line.label, dict(line.by_source), line.total) for line in table.lines] == [
        (name, pounds(own="33.33", grant="16.67"), Decimal("50.00")) for name in (table.lines[0].label, "Altogether")
    ]
    page = sign_in(cast.vera).get(reverse("offers:money")).content.decode()
    assert "Who paid" in page
    assert "£16.67" in page


YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))


@pytest.mark.parametrize(
    ("born", "periods", "days"),
    [
        (date(2004, 1, 1), [(date(2025, 1, 1), None)], 365),
        (date(2004, 1, 1), [(date(2026, 4, 1), date(2026, 4, 11)), (date(2026, 4, 6), date(2026, 4, 16))], 15),
        (date(2005, 4, 11), [(date(2020, 1, 1), None)], 355),  # 21 on 11 April 2026
        (date(2001, 4, 11), [(date(2020, 1, 1), None)], 10),  # 25 on 11 April 2026
        (date(2005, 4, 1), [(date(2026, 4, 1), date(2026, 4, 2))], 1),
        (date(2005, 4, 2), [(date(2026, 4, 1), date(2026, 4, 2))], 0),
        (date(2001, 4, 1), [(date(2020, 1, 1), None)], 0),
        (date(2004, 1, 1), [(date(2020, 1, 1), date(2026, 4, 1))], 0),
    ],
)
def test_days_of_support_at_21_to_24(born: date, periods: list, days: int) -> None:
    assert days_supported(born, periods, YEAR) == days


@pytest.mark.parametrize(
    ("on", "counts"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2030, 2, 28), True), (date(2030, 3, 1), False)],
)
def test_who_was_born_on_a_leap_day_is_of_these_ages(on: date, counts: bool) -> None:
    assert is_of_these_ages(date(2005, 3, 1), on) is counts


def test_what_it_comes_to() -> None:
    cost = SupportCost(2026, 3, 731, 10, 90, Decimal("120.50"), year_costs=2000, grant=5000)
    assert (cost.person_years, cost.advisers, cost.total) == (Decimal("2.0"), Decimal("4002.74"), Decimal("4123.24"))
    assert (cost.beyond_grant, cost.hours) == (Decimal("-876.76"), 2)
    unsaid = SupportCost(2026, 3, 731, 10, 90, Decimal("120.50"), year_costs=0, grant=0)
    assert (unsaid.advisers, unsaid.total) == (None, Decimal("120.50"))


@pytest.mark.usefixtures("_on_the_day")
def test_the_cost_of_support_at_21_is_counted_and_small_numbers_are_hidden(cast: Cast, scene, sign_in) -> None:
    """Of three people, 20, 22 and 25 all the year, one counts. Seen to fail: with everybody's payments."""
    with scene():
        Allocation.objects.all().delete()
        for born in (date(2006, 4, 2), date(2004, 1, 1), date(2001, 3, 31)):
            person = YoungPersonFactory.create(date_of_birth=born, team=cast.north, worker=cast.pat)
            ContactFactory.create(person=person, worker=cast.pat, happened_on=TODAY, minutes=45)
            approved = {"state": "approved", "approved_amount": 100, "decided_by": cast.mo, "decided_on": TODAY}
            request = MoneyRequestFactory.create(person=person, asked_by=cast.pat, **approved)
            MoneyPaymentFactory.create(request=request)
        Allocation.objects.update(starts_on=TODAY)
    set_policy(by=cast.sys, key="support_year_costs", value=3650, from_on=TODAY)
    cost = support_cost(2026, TODAY)
    assert (cost.people, cost.days, cost.contacts, cost.minutes, cost.paid) == (1, 1, 1, 45, Decimal(40))
    assert support_cost(2025, TODAY).people == 0
    page = sign_in(cast.vera).get(reverse("offers:support_cost")).content.decode()
    assert "£49.99" in page
    assert YoungPerson.objects.count() > 1
    exported = sign_in(cast.vera).post(
        reverse("offers:support_cost_export", args=[2026]), {"purpose": "For the budget of the service"}
    )
    body = exported.getvalue().decode("utf-8-sig")
    assert body.splitlines()[1].startswith("2026-27,c,c,c,c,c,c,c,0")


def test_what_is_paid_of_shares_of_nothing_is_of_the_first() -> None:
    nothing = Decimal(0)
    assert split(Decimal(5), {OWN: nothing, GRANT: nothing}) == {OWN: Decimal(5), GRANT: nothing}
