"""The person's page printed, and with text twice as large."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from careleavers.models import Contact, ContactDetail, FollowUp, Home
from tests.browser import sign_in
from tests.cast import Cast, days_ago
from tests.factories import AppointmentFactory, PlanVersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy(cast: Cast, scene: Callable) -> Cast:
    """Amira with a number to mind, appointments, a plan, promises and many long notes."""
    with scene():
        ContactDetail.objects.create(
            person=cast.amira,
            kind="mobile",
            value="07700 900222",
            search_value="07700900222",
            how_to_use="Text first, never leave a voicemail",
            starts_on=days_ago(90),
            safe_to_use=True,
        )
        Home.objects.create(person=cast.amira, kind="U", is_suitable=True, starts_on=days_ago(90))
        AppointmentFactory.create_batch(2, person=cast.amira, worker=cast.pat, purpose="To look at the bids together")
        promises = tuple(f"Pay for the first five driving lessons, {number}" for number in range(6))
        PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo, promises=promises
        )
        for number in range(6):
            FollowUp.objects.create(
                person=cast.amira, text=f"Ring the college, {number}", due_on=days_ago(number), assigned_to=cast.pat
            )
            Contact.objects.create(
                person=cast.amira,
                worker=cast.pat,
                method="phone",
                result="spoke",
                happened_on=days_ago(number * 9),
                note="How she is and what we talked about, which was a lot. " * 30,
            )
    return cast


def test_it_prints_on_two_sheets(busy: Cast, visit: Callable) -> None:
    """Seen to fail: with the whole of every note that is folded away on the screen (nine sheets), and with the latest
    under what is to be done and not beside it (three).
    """
    window = visit("desktop")
    sign_in(window.page, window.address, "pat")
    printed = window.open(reverse("person", args=[busy.amira.pk])).pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_with_text_twice_as_large_nothing_is_wider_than_a_phone(busy: Cast, visit: Callable) -> None:
    """WCAG 1.4.4. Seen to fail: a phone number that may not break, and lines of a fixed height."""
    window = visit("phone")
    sign_in(window.page, window.address, "pat")
    page = window.open(reverse("person", args=[busy.amira.pk]))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    facts = page.locator(".identity__facts")
    lines = facts.evaluate("each => parseFloat(getComputedStyle(each).lineHeight)")
    assert lines >= facts.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") * 1.3
