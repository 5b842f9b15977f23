"""From Today to a contact that is saved, in at most six taps, whichever way one comes to the person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.models import Contact, ReadEvent
from tests.browser import Finger, sign_in
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST = 6


def by_search(finger: Finger) -> None:
    box = finger.page.get_by_role("searchbox")
    finger.tap(box)
    box.fill("amira")
    finger.tap(finger.page.get_by_role("button", name="Find"))


def by_caseload(finger: Finger) -> None:
    finger.tap(finger.page.get_by_role("button", name="Menu"))
    finger.tap(finger.page.get_by_role("link", name="Young people"))


def by_recently_opened(finger: Finger) -> None:
    finger.page.get_by_role("heading", name="Recently opened").scroll_into_view_if_needed()


@pytest.mark.parametrize("way", [by_search, by_caseload, by_recently_opened])
def test_a_contact_is_saved_in_six_taps(cast: Cast, scene, visit: Callable, way: Callable[[Finger], None]) -> None:
    with scene():
        opened = ReadEvent.objects.create(kind="viewed", user_id=cast.pat.pk, person_id=cast.amira.pk, page="overview")
        assert opened.happened_at <= timezone.now() + timedelta(seconds=1)
    window = visit("phone", has_touch=True)
    page: Page = window.page
    sign_in(page, window.address, "pat")
    page.goto(f"{window.address}/")
    finger = Finger(page)
    way(finger)
    finger.tap(page.get_by_role("link", name="Log contact with Amira Khan").first)
    finger.tap(page.locator("label", has_text="Phone").first)
    finger.tap(page.locator("label", has_text="Spoke with them"))
    finger.tap(page.get_by_role("button", name="Save contact"))
    expect(page.get_by_text("Contact logged.")).to_be_visible()
    assert Contact.objects.count() == 1
    assert finger.taps <= MOST
