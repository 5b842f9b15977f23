"""The road to 25 in a real browser: from who is off track to a person, left out with a reason, and back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from careleavers.rules.dates import add_months
from pathways.actions.reconcile import reconcile_alerts
from pathways.models import MilestoneDecision
from tests.browser import follow, picture, press
from tests.cast import Cast, days_ago
from tests.factories import YoungPersonFactory, give_status
from tests.test_journeys import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_manager_goes_from_the_board_to_a_person_leaves_a_milestone_out_and_returns(
    cast: Cast, scene, visit: Callable, faults_at_each_width: Callable
) -> None:
    today = timezone.localdate()
    with scene():
        noor = YoungPersonFactory.create(
            first_name="Noor",
            last_name="Aziz",
            team=cast.north,
            worker=cast.pat,
            date_of_birth=add_months(days_ago(20, today), -(17 * 12 + 6)),
        )
        for person in (noor, cast.amira, cast.ben):
            give_status(person, "former_relevant")
    reconcile_alerts(today=today)
    window = visit("desktop")
    page = window.page
    sign_in(page, window.address, "mo")
    page.goto(window.address + reverse("home"))
    follow(page, "who is off track to 25")
    assert faults_at_each_width(page) == []
    picture(page, "runway-board")
    follow(page, "late: Housing application")
    people = page.locator(".worklist > li")
    expect(people).to_have_count(1)
    follow(people, "Noor Aziz")
    expect(page.get_by_role("heading", name="The road to 25")).to_be_visible()
    line = page.locator(".road__step", has_text="Housing application")
    line.get_by_text("Why").click()
    assert faults_at_each_width(page) == []
    picture(page, "runway-road")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    follow(line, "Leave it out")
    press(page, "Leave it out")
    expect(page.get_by_role("link", name="Fill in")).to_be_visible()
    page.get_by_label("Why?").fill("Stays put with the carers until university.")
    assert faults_at_each_width(page) == []
    picture(page, "runway-decide")
    press(page, "Leave it out")
    expect(page.get_by_text("Left out. Nobody is reminded of it.")).to_be_visible()
    assert MilestoneDecision.objects.get().left_out
    page.goto(window.address + reverse("pathways:off_track") + "?show=left_out")
    expect(page.locator(".worklist").get_by_role("link", name="Noor Aziz")).to_be_visible()
    page.goto(window.address + reverse("pathways:off_track"))
    expect(page.get_by_role("link", name="late: Housing application")).to_have_count(0)
    # The board with its filters is kept for the team, and opened again from the top of it.
    page.goto(window.address + reverse("pathways:off_track") + "?show=left_out&milestone=housing_application")
    follow(page, "Keep this view")
    page.get_by_label("Name").fill("Housing left out")
    page.get_by_label("Share it with").select_option("North")
    assert faults_at_each_width(page) == []
    picture(page, "view-keep")
    press(page, "Keep it")
    page.goto(window.address + reverse("pathways:off_track"))
    follow(page, "Housing left out", exact=True)
    expect(page.locator(".worklist").get_by_role("link", name="Noor Aziz")).to_be_visible()
    assert faults_at_each_width(page) == []
    picture(page, "view-board")
    page.goto(window.address + reverse("pathways:off_track"))
    expect(page.get_by_role("link", name="left out: Housing application")).to_be_visible()
