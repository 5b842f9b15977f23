"""Facts kept once, on a phone in a real browser: a complaint to its outcome."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.models import Complaint, KeyDocument
from tests.browser import sign_in
from tests.cast import Cast

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
