"""Thirty young people are handed over on a day to come, with all that was promised to them, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.actions.allocations import start_planned_allocations
from careleavers.models import Allocation, Draft
from careleavers.queries.held_work import held_by
from offers.models import Letter
from offers.rules.letter_states import LetterState
from tests.browser import WIDTHS, open_as, picture, press
from tests.cast import TODAY, Cast
from tests.factories import (
    DraftFactory,
    FollowUpFactory,
    LetterFactory,
    PlanVersionFactory,
    YoungPersonFactory,
    give_status,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_on_the_day")]
NEXT_WEEK = TODAY + timedelta(days=7)
MANY = 30


@pytest.fixture
def caseload(cast: Cast, scene: Callable) -> Cast:
    """Pat's thirty: for Amira a plan with a promise, something to do, a half-written note, a letter to give by hand."""
    with scene():
        for number in range(MANY - 1):
            YoungPersonFactory.create(first_name=f"Number{number}", team=cast.north, worker=cast.pat)
        give_status(cast.amira, "former_relevant")
        PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=TODAY,
            promises=["Find a dentist"],
        )
        FollowUpFactory.create(person=cast.amira, text="Ring the college", assigned_to=cast.pat, due_on=NEXT_WEEK)
        DraftFactory.create(user=cast.pat, person=cast.amira)
        LetterFactory.create(
            person=cast.amira,
            occurrence_on=NEXT_WEEK,
            status=LetterState.HAND_DELIVERY,
            content={"heading": "Happy birthday"},
            approved_by=cast.mo,
            approved_at=timezone.now(),
        )
    return cast


@pytest.mark.parametrize("width", WIDTHS)
def test_thirty_are_handed_over_next_week_with_what_was_promised(caseload, visit, faults, width: str) -> None:
    cast, window = caseload, visit(width)
    page: Page = open_as(window, cast.mo, reverse("reassign", args=[cast.pat.pk]))
    page.get_by_label("Wes, North (0 young people)").check()
    page.locator("#id_starts_on").fill(NEXT_WEEK.isoformat())
    page.get_by_label("Why").fill("Pat leaves.")
    press(page, "Look through the list")
    expect(page.get_by_label("Who takes over Amira Khan")).to_be_visible()
    expect(page.locator("select[id^=id_to_]")).to_have_count(MANY)
    assert not faults(page)
    press(page, "Plan it")
    page.wait_for_load_state()
    assert not faults(page)
    assert Allocation.objects.filter(worker=cast.wes, is_planned=True, starts_on=NEXT_WEEK).count() == MANY

    page = open_as(window, cast.wes, reverse("home"))
    expect(page.get_by_text(str(MANY)).first).to_be_visible()
    assert not faults(page)

    with time_machine.travel(datetime.combine(NEXT_WEEK, time(9), timezone.get_default_timezone()), tick=False):
        start_planned_allocations(today=NEXT_WEEK)
        page = open_as(window, cast.wes, reverse("home"))
        for words in ("Find a dentist", "Ring the college", "Birthday letter on hold"):
            expect(page.get_by_text(words).first).to_be_visible()
        picture(page, f"after-the-hand-over-{width}")
        assert not faults(page)
        page = open_as(window, cast.pat, reverse("home"))
        expect(page.get_by_text("Find a dentist")).to_have_count(0)
        assert {kind.code for kind in held_by(cast.pat, NEXT_WEEK)} == {"draft", "role"}
    assert not window.complaints
    assert Draft.objects.get().user == cast.pat, "it stays its writer’s, and the leaver check lists it"
    assert Letter.objects.get().status == LetterState.ON_HOLD, "it named Pat: its words are taken back, and Wes is told"
