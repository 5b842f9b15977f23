"""A referral from the plan in a real browser: chosen and written down, read by another service, followed to its end."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pathways.models import PlanVersion
from tests.browser import WIDTHS, follow, picture, press
from tests.cast import Cast, days_ago
from tests.factories import PlanVersionFactory, give_status
from tests.pathways.plan_pages import address
from tests.test_journeys import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def version(cast: Cast, scene) -> PlanVersion:
    with scene():
        give_status(cast.amira, "former_relevant")
        return PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=days_ago(30, timezone.localdate()),
            promises=("A cooking course",),
        )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_referral_from_the_plan_to_what_came_of_it(
    cast: Cast, version: PlanVersion, visit: Callable, faults: Callable, width: str
) -> None:
    window = visit(width)
    page: Page = window.page
    found: dict[str, list] = {}
    sign_in(page, window.address, "pat")
    page.goto(window.address + address("plan", cast.amira))
    follow(page, "Refer from the plan")
    press(page, "Save and read it")
    found["in error"] = faults(page)
    page.locator("label").get_by_text("Housing", exact=True).click()
    page.get_by_label("If not: what is it called?").fill("Melford housing options")
    page.get_by_label("What is it for?").fill("A flat of her own by the spring.")
    page.locator("label").get_by_text("Skills for living independently").click()
    page.get_by_label("I have read these parts").check()
    page.locator("label").get_by_text("They agree", exact=True).click()
    page.locator("label").get_by_text("They may be homeless and agreed").click()
    found["filled"] = faults(page)
    press(page, "Save and read it")
    expect(page.get_by_role("heading", name=re.compile("Referral to Melford housing options"))).to_be_visible()
    press(page, "Make a link for them")
    found["with a link"] = faults(page)
    link = page.get_by_label("1. Send them the link").input_value()
    code = page.locator(".notice strong").inner_text()

    page.context.clear_cookies()
    page.goto(link)
    found["the code"] = faults(page)
    page.get_by_label("What is the code?").fill(code)
    press(page, "Open")
    expect(page.get_by_role("heading", name="Amira Khan")).to_be_visible()
    expect(page.get_by_text("A cooking course")).to_be_visible()
    expect(page.get_by_text("I want my own place.")).to_have_count(0)
    found["what they read"] = faults(page)
    picture(page, f"referral-by-link-{width}")
    press(page, "Send the answer")
    found["an answer in error"] = faults(page)
    page.locator("label").get_by_text("We take it on", exact=True).click()
    page.get_by_label("What is to be known of it?").fill("A viewing on Friday.")
    press(page, "Send the answer")
    expect(page.get_by_role("heading", name="Thank you: we have your answer")).to_be_visible()
    found["the answer"] = faults(page)
    picture(page, f"referral-answered-{width}")

    sign_in(page, window.address, "pat")
    page.goto(window.address + address("plan_referrals", cast.amira))
    found["the list"] = faults(page)
    follow(page, "Melford housing options")
    expect(page.get_by_text("opened with the code")).to_be_visible()
    press(page, "Say what became of it")
    page.locator("label").get_by_text("Result known", exact=True).click()
    page.get_by_label("What did they say?").fill("She has the keys.")
    found["what came of it"] = faults(page)
    press(page, "Save", exact=True)
    expect(page.get_by_text("She has the keys.")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("This link does not open anything any more.")).to_be_visible()
    assert found == {name: [] for name in found}
