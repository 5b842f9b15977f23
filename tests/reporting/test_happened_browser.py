"""A manager reads what happened in a quarter, finds who is behind a number and mends one record, in a real browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careleavers.models import Home
from reporting.actions.periods import freeze_past_periods
from reporting.models import FrozenHappening
from reporting.rules.period_measures import quarter_that_ended
from reporting.rules.periods import last_ended
from tests.browser import follow, open_as, picture, press, see
from tests.cast import Cast
from tests.factories import HomeFactory, give_status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_period_to_who_is_behind_to_a_better_number(
    cast: Cast, scene, visit, faults, faults_at_each_width
) -> None:
    """Amira moved on after ten nights and nobody wrote it down, so that each night to the end of the quarter counts."""
    today = timezone.localdate()  # as the server has it
    quarter = quarter_that_ended(last_ended(today))
    began, nights = quarter.last - timedelta(days=30), 31
    with scene():
        give_status(cast.amira, "former_relevant")
        for days in (400, 300, 200):
            start = quarter.last - timedelta(days=days)
            end = start + timedelta(days=days // 40)
            HomeFactory.create(person=cast.ben, kind="W", is_suitable=False, starts_on=start, ends_on=end)
        HomeFactory.create(person=cast.amira, kind="W", is_suitable=False, starts_on=began)
    freeze_past_periods(today=today, many=5)
    window = visit("desktop")
    page = open_as(window, cast.vera, f"/reporting/happened/?team=all&period={quarter.key}")
    see(page, f"{nights} nights")
    expect(page.get_by_role("row", name="Nights in bed and breakfast")).to_contain_text("Not met")
    assert not faults_at_each_width(page)
    picture(page, "happened")
    assert not window.complaints

    window = visit("phone")
    page = open_as(window, cast.mo, f"/reporting/happened/?period={quarter.key}")
    follow(page, "Nights in bed and breakfast")
    see(page, "since ")
    assert not faults(page)
    picture(page, "happened-people")
    follow(page, "Amira")
    page.get_by_role("link", name="Home", exact=True).last.click()
    page.get_by_role("link", name=re.compile("Add|move")).first.click()
    page.locator("#id_kind").select_option("E")
    page.locator("label").get_by_text("Suitable", exact=True).click()
    page.locator("#id_starts_on").fill((began + timedelta(days=10)).isoformat())
    press(page, "Save")
    see(page, "Move recorded")
    page = window.open(f"/reporting/happened/?period={quarter.key}")
    expect(page.get_by_role("row", name="Nights in bed and breakfast")).to_contain_text("10 nights")
    assert Home.objects.get(person=cast.amira, kind="W").ends_on == began + timedelta(days=10)

    kept = FrozenHappening.objects.filter(measure="B_AND_B", team=None, amount__gt=0).latest("period__ends_on")
    page = open_as(window, cast.vera, f"/reporting/happened/frozen/{kept.pk}/")
    see(page, "as frozen on")
    picture(page, "happened-frozen")
    frozen_faults = faults_at_each_width(page)
    page = window.open(f"/reporting/quarters/{kept.period_id}/")
    picture(page, "happened-quarter")
    assert not [*frozen_faults, *faults_at_each_width(page), *window.complaints]
