"""A review is planned, and they are invited to it by letter, at a desk; on a phone it is seen how far that is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from careleavers.models import Appointment
from offers.models import Letter
from tests.browser import open_as, picture
from tests.cast import TODAY, Cast
from tests.factories import HomeFactory, set_sender

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]


def test_they_are_invited_to_a_review(cast: Cast, scene: Callable, visit: Callable, faults: Callable) -> None:
    with scene():
        set_sender()
        HomeFactory.create(person=cast.amira)
        for ahead, place in ((21, "the library, Granby Street"), (28, "her flat")):
            Appointment.objects.create(
                person=cast.amira,
                worker=cast.pat,
                recorded_by=cast.pat,
                planned_on=TODAY + timedelta(days=ahead),
                planned_at=time(15),
                place=place,
            )
    desk, phone = visit("desktop"), visit("phone")
    page = open_as(desk, cast.pat, reverse("person", args=[cast.amira.pk]))
    page.get_by_role("link", name="Invite to a review").click()
    page.get_by_role("link", name="her flat").click()
    expect(page.get_by_text("Monday 21 December 2026 at 3 pm").first).to_be_visible()
    found = {"desk": faults(page)}
    picture(page, "invite")
    page.get_by_role("button", name="Ask for this letter").click()
    expect(page.get_by_text("Asked for. Somebody who approves letters reads it")).to_be_visible()
    assert Letter.objects.get(kind="review").about == Appointment.objects.get(place="her flat").pk

    page = open_as(phone, cast.pat, reverse("offers:review_invitation", args=[cast.amira.pk]))
    found["phone"] = faults(page)
    picture(page, "invite_phone")
    page.get_by_role("link", name="her flat").click()
    expect(page.get_by_text("There is one for this review")).to_be_visible()
    found["there is one"] = faults(page)
    picture(page, "invited_phone")
    assert found == {"desk": [], "phone": [], "there is one": []}
