"""The pages of figures in a browser: no complaint of the content policy, and nothing that breaks WCAG 2.2 AA."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from careleavers.models import Home, YoungPerson
from reporting.actions.duties import count_duties
from reporting.actions.health_needs import count_health
from reporting.actions.periods import freeze_past_periods
from reporting.models import FrozenPeriod
from tests.browser import WIDTHS, follow, open_as, picture, press
from tests.cast import Cast, days_ago
from tests.factories import ContactFactory, HomeFactory, StatusPeriodFactory, give_status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_figures_can_be_read_by_everybody(cast: Cast, scene, visit, faults_at_each_width, client: Client) -> None:
    with scene():
        for person in YoungPerson.objects.all():
            StatusPeriodFactory.create(
                person=person, status="former_relevant_child", starts_on=days_ago(400), band="18-20"
            )
    freeze_past_periods(today=cast.today, many=3)
    count_health(today=cast.today)
    quarter = FrozenPeriod.objects.latest("ends_on")
    client.force_login(cast.vera)
    window = visit()
    window.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": window.address}]
    )
    recount = f"/reporting/quarters/recount/?period={quarter.ends_on}"
    with scene():
        Home.objects.create(person=cast.amira, kind="U", is_suitable=True, starts_on=days_ago(300))
    for path in (
        "/reporting/",
        "/reporting/teams/",
        "/reporting/figures/ACCOM_SUITABLE/?by=holder",
        "/reporting/figures/ACCOM_SUITABLE/export/",
        "/reporting/published/",
        "/reporting/quarters/",
        "/reporting/quarters/recount/",
        recount,
        f"/reporting/quarters/{quarter.pk}/board-pack/",
        f"/reporting/quarters/{quarter.pk}/board-pack/board_homes/",
        f"/reporting/quarters/{quarter.pk}/health/",
        "/reporting/returns/care-leavers/staying-put/",
        "/people/points-of-law/",
    ):
        page = window.open(path)
        assert not faults_at_each_width(page), path
    assert not window.complaints


@pytest.mark.parametrize("width", WIDTHS)
def test_from_a_tile_to_who_is_missing_to_a_better_figure(cast: Cast, scene, visit, faults, width: str) -> None:
    """A manager sees that one of two is in a suitable home, finds whose home nobody wrote down, and writes it down."""
    with scene():
        for person in (cast.amira, cast.ben):
            give_status(person, "former_relevant")
        ContactFactory.create(person=cast.amira, worker=cast.pat, happened_on=days_ago(80))
        HomeFactory.create(person=cast.ben, kind="E", is_suitable=True, starts_on=days_ago(300))
    window = visit(width)
    page = open_as(window, cast.mo, "/reporting/")
    tile = page.locator("section, article, div").filter(has=page.locator("#ACCOM_SUITABLE")).last
    expect(tile).to_contain_text("0 of 1")
    follow(page, "1 person with no home recorded")
    expect(page.get_by_role("row", name="Amira")).to_contain_text("No home recorded")
    assert not faults(page)
    follow(page, "Amira")
    page.get_by_role("link", name="Home", exact=True).last.click()
    follow(page, re.compile("Add|move"))
    page.locator("#id_kind").select_option("E")
    page.locator("label").get_by_text("Suitable", exact=True).click()
    page.locator("#id_starts_on").fill(days_ago(30).isoformat())
    press(page, "Save")
    expect(page.get_by_text("Move recorded")).to_be_visible()
    page = window.open("/reporting/")
    expect(page.locator("#ACCOM_SUITABLE")).to_contain_text("1 of 1")
    count_duties(today=cast.today)
    for path in ("/reporting/duties/", "/reporting/duties/CONTACT/"):
        page = window.open(path)
        assert not faults(page), path
        picture(page, f"duties-{path.split('/')[-2]}-{width}")
    assert not window.complaints
