"""A post from what somebody would like to 26 weeks in it, in a real browser: on a phone, then at a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from offers.models import MoneyRequest
from offers.rules.opportunities import STAGE_WORDS, WorkStage
from tests.browser import follow, open_as, press
from tests.cast import Cast, days_ago
from tests.factories import EmployerFactory, MentorFactory, OpportunityFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]
STEPS = {
    WorkStage.MEETING: 210,
    WorkStage.TRIAL: 200,
    WorkStage.EMPLOYED: 190,
    WorkStage.LASTED_13: 95,
    WorkStage.LASTED_26: 5,
}


def test_a_post_from_interested_to_sustained(cast: Cast, scene: Callable, visit: Callable, faults: Callable) -> None:
    with scene():
        post = OpportunityFactory.create(
            title="Apprentice gardener",
            sector="gardening",
            employer=EmployerFactory.create(title="Green Ltd"),
            opens_on=days_ago(300),
            incentive_13=500,
        )
        MentorFactory.create(keeper=cast.pip)
    phone, desk = visit("phone"), visit("desktop")
    page = open_as(phone, cast.pat, reverse("offers:posts_of", args=[cast.amira.pk]))
    follow(page, "Write down what they would like")
    page.locator("#id_sector").select_option("gardening")
    press(page, "Save")
    follow(page, "Apprentice gardener")
    page.locator("#id_happened_on").fill(days_ago(220).isoformat())
    press(page, "Save")
    expect(page.get_by_text("To arrange a meeting is on Today of Pat.")).to_be_visible()
    for stage, ago in STEPS.items():
        press(page, "What happened next")
        page.get_by_role("radio", name=STAGE_WORDS[stage], exact=True).check()
        page.locator("#id_happened_on").fill(days_ago(ago).isoformat())
        if stage == WorkStage.EMPLOYED:
            page.locator("#id_code").select_option(index=1)
        press(page, "Save")
        expect(page.get_by_role("definition").filter(has_text=STAGE_WORDS[stage])).to_be_visible()
        if stage == WorkStage.EMPLOYED:
            expect(page.get_by_text("If so, £500 is due to the employer")).to_be_visible()
    expect(page.get_by_role("button", name="What happened next")).to_have_count(0)
    found = {"phone": faults(page)}
    page = open_as(phone, cast.pat, reverse("offers:mentor_of", args=[cast.amira.pk]))
    press(page, "They want a mentor")
    page.get_by_label("What do they want from a mentor").fill("Somebody who has been there")
    page.locator("#id_asked_on").fill(days_ago(9).isoformat())
    press(page, "Save")
    expect(page.get_by_text("To find one is on Today of Pat.")).to_be_visible()
    press(page, "They have met a mentor")
    found["phone, choosing a mentor"] = faults(page)
    page.get_by_role("radio", name="Joyce Adeyemi").check()
    press(page, "Save")
    expect(page.get_by_text("Ask how it goes with their mentor, Joyce Adeyemi")).to_be_visible()
    page = open_as(desk, cast.vera, reverse("offers:post", args=[post.pk]))
    expect(page.get_by_text("Still there after 26 weeks 1")).to_be_visible()
    expect(page.get_by_text("£500 after 13 weeks")).to_be_visible()
    found["desk, the post"] = faults(page)
    for name, args in (
        ("offers:entries_cared_for", []),
        ("offers:partners", []),
        ("offers:mentors", []),
        ("offers:mentor_of", [cast.amira.pk]),
        ("public_offer:partners", []),
        ("offers:support_cost", []),
        ("offers:translations", []),
        ("offers:reading_wish", [cast.amira.pk]),
    ):
        for window, width in ((phone, "phone"), (desk, "desk")):
            found[f"{width}, {name}"] = faults(open_as(window, cast.vera, reverse(name, args=args)))
    assert not {where: wrong for where, wrong in found.items() if wrong}
    assert [*phone.complaints, *desk.complaints] == []
    assert MoneyRequest.objects.get().payee == "Green Ltd"
