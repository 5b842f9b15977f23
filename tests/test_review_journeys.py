"""A review in a real browser: the last plan beside this one, back with a comment beside a matter, and put in force by
somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pathways.actions import plans as actions
from pathways.models import PlanVersion
from tests.browser import WIDTHS, press
from tests.cast import Cast, days_ago
from tests.factories import HomeFactory, PlanVersionFactory, give_status
from tests.pathways.plan_pages import address
from tests.test_journeys import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def second(cast: Cast, scene) -> PlanVersion:
    """Amira's second version, begun with what the first says, of which one answer was written over."""
    today = timezone.localdate()
    with scene():
        give_status(cast.amira, "former_relevant")
        PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=days_ago(170, today),
            promises=("Two driving lessons",),
        )
        HomeFactory.create(person=cast.amira, starts_on=days_ago(40, today), kind="B", is_suitable=False)
    version = actions.start_version(by=cast.pat, person=cast.amira, today=today)
    health = version.matters.get(code="health")
    actions.write_matter(
        by=cast.pat, matter=health, revision=health.revision, needs="A dentist.", how_met="", own_words=""
    )
    return version


@pytest.mark.parametrize("width", WIDTHS)
def test_a_review_side_by_side_returned_by_box_and_authorised(
    cast: Cast, second: PlanVersion, visit: Callable, faults: Callable, width: str
) -> None:
    window = visit(width)
    page: Page = window.page
    found: dict[str, list] = {}

    def open_as(who: str, name: str, *args: object) -> None:
        page.context.clear_cookies()
        sign_in(page, window.address, who)
        page.goto(window.address + address(name, cast.amira, *args))

    open_as("pat", "plan_beside", 2)
    found["beside, writing"] = faults(page)
    left, right = page.locator("#health .beside").first.locator("> div").all()
    boxes = [side.bounding_box() for side in (left, right)]
    assert (boxes[0]["x"] < boxes[1]["x"]) is (width == "desktop")
    assert (boxes[0]["y"] < boxes[1]["y"]) is (width == "phone")
    expect(page.locator("#accommodation")).to_contain_text("Moved on")
    press(page.locator("#health"), re.compile("how it is met"))
    expect(page.get_by_text("Copied from the last plan: How it is met.")).to_be_visible()
    page.goto(window.address + address("plan_next_step", cast.amira))
    page.get_by_label("What is to be done?").fill("Ring the dentist")
    press(page, "Save")
    press(page, "Hand it in")
    open_as("mo", "plan_version", 2)
    page.locator("section", has_text="Health and wellbeing").get_by_text("Something to be changed about this?").click()
    page.get_by_label("What is to be changed about this: Health and wellbeing").fill("Which dentist?")
    page.locator("label").get_by_text("Return it with a comment", exact=True).click()
    found["the decision"] = faults(page)
    press(page, "Save the decision")
    open_as("pat", "plan_matter", "health")
    expect(page.get_by_text("Mo asks: Which dentist?")).to_be_visible()
    found["the comment"] = faults(page)
    page.get_by_label("What they need").fill("The dentist on Mill Road.")
    press(page, "Save", exact=True)
    expect(page.get_by_text("Saved: Health and wellbeing.")).to_be_visible()
    page.goto(window.address + address("plan_write", cast.amira))
    found["the list"] = faults(page)
    press(page, "Hand it in")
    page.goto(window.address + address("plan_version", cast.amira, 2))
    expect(page.get_by_role("button", name="Save the decision")).to_have_count(0)
    open_as("mo", "plan_version", 2)
    page.locator("label").get_by_text("Authorise it", exact=True).click()
    press(page, "Save the decision")
    expect(page.get_by_text("The plan is authorised and holds from today.")).to_be_visible()
    open_as("pat", "plan_version", 2)
    expect(page.get_by_text("Ring the dentist")).to_be_visible()
    found["authorised"] = faults(page)
    assert found == {name: [] for name in found}
