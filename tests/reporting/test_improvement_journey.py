"""The improvement plan in a real browser, at desk and phone width: from what is asked of us to what is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.models import Recommendation
from tests.browser import WIDTHS, follow, open_as, press
from tests.cast import Cast
from tests.factories import ImprovementActionFactory, RecommendationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_today_to_what_is_done_and_said(cast: Cast, scene: Callable, visit: Callable, faults: Callable) -> None:
    """Pat does something at a desk; Mo says on a phone how it goes."""
    today = timezone.localdate()
    with scene():
        row = RecommendationFactory.create(lead=cast.mo, ask_on=today)
        ImprovementActionFactory.create(recommendation=row, owner=cast.pat, due_on=today)
    window = visit("desktop")
    page = open_as(window, cast.pat, reverse("home"))
    follow(page, "Agree with health who writes it")
    assert not faults(page)
    page.get_by_label("What shows it?").fill("Minutes of the meeting with health")
    press(page, "Save")
    assert page.get_by_text("Minutes of the meeting with health").is_visible()
    assert not faults(page)

    across, down = WIDTHS["phone"]
    page.set_viewport_size({"width": across, "height": down})
    page = open_as(window, cast.mo, reverse("home"))
    follow(page, "Give every young person their health history.")
    page.get_by_label("Green: on track").check()
    page.get_by_label("What has happened, and what comes next?").fill("Health writes them from January.")
    page.get_by_label("When shall you be asked again?").fill((today + timedelta(weeks=8)).isoformat())
    assert not faults(page)
    press(page, "Save")
    assert page.get_by_text("Health writes them from January.").is_visible()
    assert not faults(page)
    page = window.open(reverse("reporting:improvement"))
    assert not faults(page)
    assert not window.complaints
    kept = Recommendation.objects.get()
    assert (kept.progress, kept.ask_on) == ("green", today + timedelta(weeks=8))
