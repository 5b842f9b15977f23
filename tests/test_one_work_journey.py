"""Those who do work of one kind, in a real browser: a nurse, the virtual school, a rights officer, a link worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from careleavers.models import FollowUp
from pathways.models import PlanReferral
from tests.browser import Visit, follow, open_as, press
from tests.cast import TODAY, Cast
from tests.factories import (
    ComplaintFactory,
    FormerPlanFactory,
    OccupationFactory,
    PlanReferralFactory,
    PlanVersionFactory,
    WarningNoteFactory,
    give_status,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_on_the_day")]


def test_a_nurse_a_teacher_an_advocate_and_a_link_worker_do_their_work(
    cast: Cast, scene, visit: Callable[..., Visit], faults_at_each_width: Callable[[Page], list[str]]
) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        version = PlanVersionFactory.create(
            person=cast.amira, written_by=cast.pat, filled=True, authorised=True, authorised_by=cast.mo
        )
        referral = PlanReferralFactory.create(version=version, for_colleagues=True)
        OccupationFactory.create(person=cast.amira, code="G5", reason="confidence", starts_on=date(2026, 5, 1))
        ComplaintFactory.create(person=cast.amira, advocate_answer="accepted", advocate_offered_on=TODAY)
        WarningNoteFactory.create(person=cast.amira)
        FormerPlanFactory.create(person=cast.ben)
        give_status(cast.ben, "former_relevant")
    window, found = visit("desktop"), []

    page = open_as(window, cast.nan, reverse("home"))
    found += faults_at_each_width(page)
    follow(page, "Amira Khan")
    expect(page.get_by_text("Visit in pairs")).to_be_visible()
    follow(page, "Write something down")
    page.get_by_label("What is it about?").select_option("dentist")
    page.locator("label").get_by_text("Asked for, or referred", exact=True).click()
    page.get_by_label("What is next?").fill("Ring Mill Road")
    page.get_by_label("By when?").fill(TODAY.isoformat())
    page.get_by_label("Who does it?").select_option("Pat")
    press(page, "Save")
    expect(page.get_by_text("Ring Mill Road")).to_be_visible()
    found += faults_at_each_width(page)
    expect(open_as(window, cast.pat, reverse("home")).get_by_text("Ring Mill Road").first).to_be_visible()

    page = open_as(window, cast.vic, reverse("home"))
    found += faults_at_each_width(page)
    follow(page, "Amira Khan")
    follow(page, "Write down a step")
    expect(page.get_by_role("heading", name="A step towards education or work")).to_be_visible()

    page = open_as(window, cast.rae, reverse("home"))
    found += faults_at_each_width(page)
    follow(page, "Amira Khan")
    found += faults_at_each_width(page)

    page = open_as(window, cast.lin, reverse("home"))
    found += faults_at_each_width(page)
    follow(page, "Amira Khan")
    press(page, "Send the answer")
    expect(page.get_by_role("heading", name="2 things to put right")).to_be_visible()
    found += faults_at_each_width(page)
    page.locator("label").get_by_text("We cannot take it on", exact=True).click()
    page.get_by_label("What is to be known of it?").fill("No flat is free before May.")
    press(page, "Send the answer")
    expect(page.get_by_text("Whoever works with Amira has it to read today.")).to_be_visible()
    assert PlanReferral.objects.get(pk=referral.pk).state == "declined"
    assert FollowUp.objects.filter(assigned_to=cast.pat, text__startswith="Read what").exists()

    page = open_as(window, cast.sam, reverse("pathways:plan", args=[cast.ben.pk]))
    found += faults_at_each_width(page)
    follow(page, "Read it")
    expect(page.get_by_text("was not authorised here")).to_be_visible()
    found += faults_at_each_width(page)
    assert not found
    assert not window.complaints
