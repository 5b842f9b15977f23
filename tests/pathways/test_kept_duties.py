"""Duties met on pages that can be switched off: a home at 17½, an agreement, money at 18, notice, a charge."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from careleavers.actions.policies import set_policy
from tests.cast import TODAY, Cast
from tests.factories import HomeFactory, HousingApplicationFactory, IncomeFactory, OffenceFactory, PlanReviewFactory
from tests.pathways.watched import due, status

pytestmark = pytest.mark.usefixtures("_on_the_day")


def test_an_application_is_asked_for_at_17_and_a_half_and_no_more_at_18(
    cast: Cast, sign_in, make_person, scene
) -> None:
    """Born on 10 May 2009: 17½ on 10 November 2026, 18 on 10 May 2027. Seen to fail: without `until_age`."""
    noor, asked = make_person(date(2009, 5, 10)), ("Housing application", date(2026, 11, 10))
    with scene():
        status(noor, "eligible_child", date(2025, 5, 10), date(2027, 5, 10))
        status(noor, "former_relevant_child", date(2027, 5, 10), date(2030, 5, 10), "18-20")
    assert asked in due(noor)
    assert asked not in due(noor, date(2027, 5, 10))
    set_policy(by=None, key="housing_application_age", value="17y9m", from_on=TODAY)
    assert ("Housing application", date(2027, 2, 10)) in due(noor)
    set_policy(by=None, key="page_housing", value="no", from_on=TODAY)
    assert "Housing application" not in {text for text, _ in due(noor)}
    set_policy(by=None, key="page_housing", value="yes", from_on=TODAY)
    due(noor)
    sign_in(cast.pat).post(
        reverse("housing_application_add", args=[noor.pk]),
        {"made_to": "Northfell register", "applied_on": "2026-08-03"},
    )
    assert not noor.alerts.filter(code="housing_application", closed_on=None).exists()


@pytest.mark.parametrize(
    ("facts", "is_asked"),
    [
        ({}, False),
        ({"offered_on": date(2026, 10, 1)}, False),
        ({"moved_on": date(2026, 11, 2)}, False),
        ({"closed_on": date(2026, 11, 20), "closed_because": "Moved away"}, True),
        ({"closed_on": date(2026, 12, 20), "closed_because": "Moves away"}, False),
        ({"moved_on": date(2026, 11, 2), "closed_on": date(2026, 11, 20), "closed_because": "Housed"}, False),
    ],
    ids=["waits", "offered", "moved in", "closed without a home", "to be closed", "closed with a home"],
)
def test_an_application_that_came_to_nothing_is_none(cast: Cast, make_person, scene, facts: dict, is_asked) -> None:
    """Seen to fail: one that was closed two years before answered for good."""
    noor = make_person(date(2009, 5, 10))
    with scene():
        status(noor, "eligible_child", date(2025, 5, 10), date(2027, 5, 10))
        HousingApplicationFactory.create(person=noor, applied_on=date(2026, 8, 3), **facts)
    assert (("Housing application", date(2026, 11, 10)) in due(noor)) is is_asked


def test_an_agreement_comes_before_staying_put_s23cza(cast: Cast, sign_in, make_person, scene) -> None:
    noor, asked = make_person(date(2008, 9, 1)), ("Living together agreement", date(2026, 9, 1))
    with scene():
        status(noor, "former_relevant_child", date(2026, 9, 1), date(2029, 9, 1), "18-20")
        HomeFactory.create(person=noor, staying_put=True, starts_on=date(2026, 9, 1))
    assert asked in due(noor)
    agreed = {"carer": "Ann Reed", "agreement_on": "2026-08-20"}
    sign_in(cast.pat).post(reverse("staying_put_add", args=[noor.pk]), agreed)
    assert asked not in due(noor)


def test_money_is_bridged_from_18_until_an_income_is_paid_vol_3_8_30(cast: Cast, sign_in, make_person, scene) -> None:
    """Seen to fail: with a claim that counted as paid, and without `until_age`."""
    noor, asked = make_person(date(2008, 9, 1)), ("Money until the first payment", date(2026, 9, 1))
    with scene():
        status(noor, "former_relevant_child", date(2026, 9, 1), date(2029, 9, 1), "18-20")
        IncomeFactory.create(person=noor, first_paid_on=date(2026, 6, 1), ended_on=date(2026, 9, 1))
        claim = IncomeFactory.create(person=noor, claimed_on=date(2026, 9, 3), first_paid_on=None)
    assert asked in due(noor)
    assert asked not in due(noor, date(2027, 9, 1))
    set_policy(by=None, key="page_money", value="no", from_on=TODAY)
    assert asked not in due(noor)
    set_policy(by=None, key="page_money", value="yes", from_on=TODAY)
    paid = {"kind": "universal_credit", "claimed_on": "2026-09-03", "first_paid_on": "2026-10-08", "revision": 1}
    sign_in(cast.pat).post(reverse("income_edit", args=[noor.pk, claim.pk]), paid)
    assert asked not in due(noor)


def test_an_income_from_before_18_that_goes_on_needs_no_bridge(make_person, scene) -> None:
    noor = make_person(date(2008, 9, 1))
    with scene():
        status(noor, "former_relevant_child", date(2026, 9, 1), date(2029, 9, 1), "18-20")
        IncomeFactory.create(person=noor, kind="wage", first_paid_on=date(2026, 6, 1))
    assert "Money until the first payment" not in {text for text, _ in due(noor)}


def test_notice_on_the_home_calls_for_a_review_at_once_vol_3_4_16(cast: Cast, sign_in, make_person, scene) -> None:
    noor, asked = make_person(date(2007, 3, 10)), ("Plan review at once", date(2026, 11, 20))
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        home = HomeFactory.create(person=noor)
    notice = {"revision": 1, "notice_on": "2026-11-20", "notice_until": "2027-01-20"}
    sign_in(cast.pat).post(reverse("home_risk", args=[noor.pk, home.pk]), notice)
    assert noor.alerts.filter(code="plan_review_event", closed_on=None).exists()
    assert asked in due(noor)
    set_policy(by=None, key="page_home", value="no", from_on=TODAY)
    assert asked not in due(noor)
    set_policy(by=None, key="page_home", value="yes", from_on=TODAY)
    with scene():
        review = PlanReviewFactory.create(person=noor, held_on=TODAY)
    assert asked not in due(noor)
    with scene():
        review.delete()
        home.ends_on = TODAY
        home.save()
    assert asked not in due(noor), "they live somewhere else now"


def test_a_charge_that_may_lead_to_custody_calls_for_a_review_vol_3_3_33(
    cast: Cast, sign_in, make_person, scene
) -> None:
    """Until it is decided that it does not. What is due says nothing of a charge: more people read it. Seen to fail:
    without the rows of charges."""
    noor, asked = make_person(date(2007, 3, 10)), ("Plan review at once", date(2026, 11, 10))
    days = {"happened_on": "2026-10-01", "charged_on": "2026-11-10"}
    with scene():
        status(noor, "former_relevant_child", date(2025, 3, 10), date(2028, 3, 10), "18-20")
        offence = OffenceFactory.create(person=noor)
    edit, client = reverse("offence_edit", args=[noor.pk, offence.pk]), sign_in(cast.pat)
    client.post(edit, days | {"revision": 1})
    assert asked not in due(noor)
    client.post(edit, days | {"revision": 2, "may_lead_to_custody": "on"})
    alert = noor.alerts.get(code="plan_review_event", closed_on=None)
    assert not {"charge", "custody", "offence"} & set(f"{alert.text} {alert.because}".lower().split())
    assert asked in due(noor)
    set_policy(by=None, key="page_home", value="no", from_on=TODAY)
    assert asked in due(noor)
    set_policy(by=None, key="page_justice", value="no", from_on=TODAY)
    assert asked not in due(noor)
    set_policy(by=None, key="page_justice", value="yes", from_on=TODAY)
    for outcome, is_asked in (("custody", True), ("fine", False), ("none", False)):
        with scene():
            offence.refresh_from_db()
            offence.outcome, offence.decided_on = outcome, TODAY
            offence.save()
        assert (asked in due(noor)) == is_asked
