"""Facts kept once, on a phone in a real browser: a complaint to its outcome, lost touch to found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.models import Complaint, KeyDocument
from tests.browser import sign_in
from tests.cast import Cast
from tests.factories import ContactFactory, StatusPeriodFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_complaint_on_a_phone_to_its_outcome(cast: Cast, visit: Callable, axe: Callable) -> None:
    """From the person's page: said, advocate offered, made, settled. 390 pixels, nothing wider than the phone."""
    window = visit("phone")
    page: Page = window.page
    today = timezone.localdate().isoformat()
    sign_in(page, window.address, "pat")
    page.goto(window.address + reverse("person", args=[cast.amira.pk]))
    page.get_by_role("link", name="Complaints and advocacy").click()
    page.get_by_role("link", name="Write down a complaint").click()
    page.get_by_text("A complaint", exact=True).click()
    page.get_by_label("What is it about?").select_option("contact")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Fill in “In their words”")).to_be_visible()
    assert not axe(page)
    page.get_by_label("In their words").fill("Nobody rang me back for three weeks.")
    page.get_by_label("They said that they mean to make it on").fill(today)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Not offered yet")).to_be_visible()
    assert not axe(page)

    page.get_by_role("link", name="Write down the offer").click()
    page.get_by_label("Offered on").fill(today)
    page.get_by_text("Yes, please", exact=True).click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="It was made, or correct it").click()
    page.get_by_label("They made it on").fill(today)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("due in 2 weeks")).to_be_visible()
    page.get_by_role("link", name="Write down the outcome").click()
    page.get_by_label("How did it end?").select_option("settled")
    page.get_by_label("When?").fill(today)
    page.get_by_label("What do we learn from it?").fill("Ring back within a day.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="The outcome")).to_be_visible()
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    complaint = Complaint.objects.get()
    assert (complaint.outcome, complaint.stages.get().answered_on) == ("settled", timezone.localdate())
    assert not window.complaints


def test_a_document_on_a_phone_with_what_is_next(cast: Cast, visit: Callable, axe: Callable) -> None:
    window = visit("phone")
    page: Page = window.page
    today = timezone.localdate().isoformat()
    sign_in(page, window.address, "pat")
    page.goto(window.address + reverse("person", args=[cast.amira.pk]))
    page.get_by_role("link", name="Key documents").click()
    assert not axe(page)
    page.get_by_role("link", name="Photo ID", exact=True).click()
    page.get_by_text("Applied for", exact=True).click()
    page.get_by_label("What is next?").fill("Ring the Passport Office")
    page.get_by_label("By when?").fill(today)
    assert not axe(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ring the Passport Office")).to_be_visible()
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert KeyDocument.objects.get().next_step
    assert not window.complaints


def test_lost_touch_to_found_on_a_phone(cast: Cast, visit: Callable, axe: Callable, scene: Callable) -> None:
    """Ten weeks without a word: what was not tried, a risk assessment signed by another, a text that is answered."""
    today = timezone.localdate()
    with scene():
        StatusPeriodFactory.create(
            person=cast.amira, status="former_relevant_child", band="18-20", starts_on=today - timedelta(days=300)
        )
        ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=today - timedelta(weeks=10))
        ContactFactory.create(
            person=cast.amira, worker=cast.pat, result="no_reply", method="phone", happened_on=today - timedelta(days=3)
        )
    window = visit("phone")
    page: Page = window.page
    sign_in(page, window.address, "pat")
    page.goto(window.address + reverse("person", args=[cast.amira.pk]))
    page.get_by_role("link", name="In touch and risk").click()
    expect(page.get_by_text("Not tried yet: a text or WhatsApp")).to_be_visible()
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Write a risk assessment").click()
    page.get_by_label("What could go wrong?").fill("Nobody knows where she sleeps.")
    page.get_by_label("What do we do, who, and by when?").fill("Pat rings her sister by Friday.")
    page.get_by_text("High", exact=True).click()
    assert not axe(page)
    page.get_by_role("button", name="Save, and ask for the signature").click()
    expect(page.get_by_text("Not signed yet")).to_be_visible()
    assert not axe(page)

    manager = visit("phone")
    sign_in(manager.page, manager.address, "mo")
    manager.page.goto(page.url)
    manager.page.get_by_role("button", name="Sign it").click()
    expect(manager.page.get_by_text("Signed. It is looked at again by")).to_be_visible()

    page.get_by_role("link", name="Log contact").or_(page.get_by_role("button", name="Log contact")).first.click()
    page.locator("label").get_by_text("Text or WhatsApp", exact=True).click()
    page.locator("label").get_by_text("Spoke with them", exact=True).click()
    page.get_by_role("button", name="Save contact").click()
    expect(page.get_by_text("Contact logged")).to_be_visible()
    page.goto(window.address + reverse("pathways:touch", args=[cast.amira.pk]))
    expect(page.get_by_text("was lost on")).to_have_count(0)
    assert not window.complaints
