"""A review is planned, and they are invited to it by letter, at a desk; on a phone it is seen how far that is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from careleavers.models import Appointment
from offers.actions.rendering import render_due
from offers.models import Letter
from tests.browser import follow, open_as, picture, press
from tests.cast import TODAY, Cast
from tests.factories import ContactDetailFactory, HomeFactory, LetterTemplateFactory, PolicyValueFactory, set_sender

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]


def test_they_are_invited_to_a_review(cast: Cast, scene: Callable, visit: Callable, faults: Callable) -> None:
    with scene():
        set_sender()
        to = "amira@elsewhere.example"
        ContactDetailFactory.create(person=cast.amira, kind="email", value=to, search_value=to, is_preferred=True)
        PolicyValueFactory.create(key="letters_as_preferred", value="yes")
        LetterTemplateFactory.create(kind="review", state="draft", recorded_by=cast.mo, last_edited_by=cast.mo)
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
    follow(page, "Invite to a review")
    follow(page, "her flat")
    expect(page.get_by_text("Monday 21 December 2026 at 3 pm").first).to_be_visible()
    found = {"desk": faults(page)}
    picture(page, "invite")
    press(page, "Ask for this letter")
    expect(page.get_by_text("Asked for. Somebody who approves letters reads it")).to_be_visible()
    assert Letter.objects.get(kind="review").about == Appointment.objects.get(place="her flat").pk

    page = open_as(phone, cast.pat, reverse("offers:review_invitation", args=[cast.amira.pk]))
    found["phone"] = faults(page)
    picture(page, "invite_phone")
    follow(page, "her flat")
    expect(page.get_by_text("There is one for this review")).to_be_visible()
    found["there is one"] = faults(page)
    picture(page, "invited_phone")

    page = open_as(desk, cast.mo, reverse("offers:letter_words_draft", args=["review"]))
    found["draft"] = faults(page)
    picture(page, "draft")
    letter = Letter.objects.get(kind="review")
    page = open_as(desk, cast.mo, reverse("offers:letters"))
    page.get_by_role("checkbox").first.check()
    press(page, "Approve…")
    expect(page.get_by_text("by email, as they prefer")).to_be_visible()
    found["confirm"] = faults(page)
    picture(page, "confirm")
    press(page, "Approve")
    expect(page.get_by_text("1 letter approved.")).to_be_visible()
    render_due(today=TODAY)
    for name, window in (("messages", desk), ("messages_phone", phone)):
        page = open_as(window, cast.mo, f"{reverse('offers:letters')}?tab=messages")
        expect(page.get_by_text("Made, to be sent by email.")).to_be_visible()
        found[name] = faults(page)
        picture(page, name)
        page = open_as(window, cast.mo, reverse("offers:letter", args=[letter.pk]))
        expect(page.get_by_role("button", name="Send it by post instead")).to_be_visible()
        found[f"{name} letter"] = faults(page)
        picture(page, f"{name}_letter")
    press(page, "Send it by post instead")
    expect(page.get_by_text("The letter goes by post: its address is read when it is approved.")).to_be_visible()
    assert not {where: wrong for where, wrong in found.items() if wrong}
