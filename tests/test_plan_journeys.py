"""A pathway plan in a real browser: typed on a phone that loses its connection and its session, decided at a desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.models import Draft
from pathways.models import PlanMatter, PlanVersion
from tests.browser import WIDTHS, follow, press
from tests.cast import Cast, days_ago
from tests.factories import PlanActionFactory, PlanVersionFactory
from tests.pathways.plan_pages import address
from tests.test_journeys import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAVED = re.compile(r"^Saved at \d\d:\d\d$")


@pytest.fixture
def drafted(cast: Cast, scene) -> PlanVersion:
    """Amira's plan: one version authorised, the next one written whole."""
    today = timezone.localdate()
    with scene():
        PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=days_ago(170, today),
            promises=("Two driving lessons",),
        )
        version = PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, number=2, filled=True)
        PlanActionFactory.create(version=version, owner=cast.pat)
    return version


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_what_is_typed_in_a_plan_survives_a_tunnel_a_closed_tab_and_the_end_of_the_session(
    cast: Cast, drafted: PlanVersion, scene, visit: Callable
) -> None:
    window = visit("phone")
    page: Page = window.page
    sign_in(page, window.address, "pat")
    where = window.address + address("plan_matter", cast.amira, "health")
    page.goto(where)
    needs = page.get_by_label("What they need")
    page.context.set_offline(True)
    needs.fill("A dentist")
    expect(page.get_by_text("Not saved. Trying again.")).to_be_visible(timeout=8000)
    press(page, "Save", exact=True)
    expect(page.get_by_text(re.compile("Not sent: you are signed out or there is no connection."))).to_be_visible()
    expect(needs).to_have_value("A dentist")
    page.context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_be_visible(timeout=20000)
    page.goto("about:blank")
    page.goto(where)
    expect(page.get_by_label("What they need")).to_have_value("A dentist")
    with scene():
        Session.objects.all().delete()
    page.get_by_label("What they need").fill("A dentist who is kind")
    press(page, "Save", exact=True)
    expect(page.get_by_text(re.compile("you are signed out"))).to_be_visible()
    tab = page.context.new_page()
    sign_in(tab, window.address, "pat")
    tab.close()
    press(page, "Save", exact=True)
    expect(page.get_by_text("Saved: Health and wellbeing.")).to_be_visible()
    assert PlanMatter.objects.get(version=drafted, code="health").needs == "A dentist who is kind"
    assert not Draft.objects.exists()


def test_a_lost_answer_is_no_other_window_and_another_tab_overwrites_nothing(
    cast: Cast, drafted: PlanVersion, visit: Callable
) -> None:
    window = visit("desktop")
    page: Page = window.page
    sign_in(page, window.address, "pat")
    where = window.address + address("plan_words", cast.amira)
    page.goto(where)
    page.route("**/drafts/**", lambda route: (route.fetch(), route.abort()), times=1)  # it arrives; its answer does not
    wants = page.get_by_label("What they want, in their own words")
    wants.fill("My own place")
    expect(page.get_by_text("Not saved. Trying again.")).to_be_visible(timeout=8000)
    wants.fill("My own place, with a cat")
    expect(page.get_by_text(SAVED)).to_be_visible(timeout=20000)
    other = page.context.new_page()
    other.goto(where)
    with other.expect_response("**/drafts/**"):  # "Saved" stands there from the start: the draft of the first window
        other.get_by_label("What they want, in their own words").fill("My own place, with a dog")
    expect(other.get_by_text(SAVED)).to_be_visible(timeout=8000)
    wants.fill("Something older")
    expect(page.get_by_text(re.compile("open in another window"))).to_be_visible(timeout=8000)
    assert Draft.objects.get().data["own_words"] == ["My own place, with a dog"]


def test_without_script_a_plan_is_saved_by_its_button(cast: Cast, drafted: PlanVersion, visit: Callable) -> None:
    window = visit("phone", java_script_enabled=False)
    page: Page = window.page
    sign_in(page, window.address, "pat")
    page.goto(window.address + address("plan_matter", cast.amira, "health"))
    page.get_by_label("What they need").fill("Typed on an old phone")
    press(page, "Save", exact=True)
    expect(page.get_by_text("Saved: Health and wellbeing.")).to_be_visible()
    assert PlanMatter.objects.get(version=drafted, code="health").needs == "Typed on an old phone"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_plan_from_the_writer_to_the_manager_and_into_their_hands(
    cast: Cast, drafted: PlanVersion, visit: Callable, axe: Callable, width: str
) -> None:
    window = visit(width)
    page: Page = window.page
    broken: dict[str, list] = {}

    def look(name: str) -> None:
        broken[name] = axe(page)
        if not fits(page):
            broken[name].append("wider than the screen")

    sign_in(page, window.address, "pat")
    page.goto(window.address + address("plan_write", cast.amira))
    look("the list of matters")
    for name, args in (
        ("plan_words", []),
        ("plan_matter", ["health"]),
        ("promise_add", ["health"]),
        ("review_add", []),
    ):
        page.goto(window.address + address(name, cast.amira, *args))
        look(name)
    press(page, "Save the review")
    look("the review in error")
    page.goto(window.address + address("plan_write", cast.amira))
    press(page, "Hand it in")
    look("handed in")
    press(page, "Take it back to change it")
    expect(page.get_by_text("Version 2 is taken back")).to_be_visible()
    press(page, "Hand it in")
    page.context.clear_cookies()
    sign_in(page, window.address, "mo")
    page.goto(window.address + address("plan_version", cast.amira, 2))
    look("to be decided")
    page.get_by_label("Authorise it").check()
    press(page, "Save the decision")
    expect(page.get_by_text("The plan is authorised and holds from today.")).to_be_visible()
    look("authorised")
    page.goto(window.address + address("plan_print", cast.amira, 2))
    look("their own copy")
    page.goto(window.address + reverse("home"))
    look("today")
    assert not {name: rules for name, rules in broken.items() if rules}


def test_a_young_person_reads_the_plan_on_their_phone_and_asks_for_help(
    cast: Cast, drafted: PlanVersion, visit: Callable, faults: Callable
) -> None:
    """Their adviser makes the link; they need no account and no program, and what they ask for is on Today."""
    desk = visit("phone")
    sign_in(desk.page, desk.address, "pat")
    desk.open(address("plan_share", cast.amira, 1))
    press(desk.page, "Make a link")
    expect(desk.page.get_by_text("This is shown once.")).to_be_visible()
    found = {"the link": faults(desk.page)}
    link = desk.page.get_by_label("The link").input_value()
    phone = visit("phone", java_script_enabled=False)
    page = phone.page
    page.goto(link)
    for part, typed in (("Day", "1"), ("Month", "May"), ("Year", "2001")):
        page.get_by_label(part).fill(typed)
    press(page, "Open")
    expect(page.get_by_text("That is not the date of birth that we have.").first).to_be_visible()
    born = cast.amira.date_of_birth
    for part, number in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        page.get_by_label(part).fill(str(number))
    press(page, "Open")
    expect(page.get_by_text("Two driving lessons")).to_be_visible()
    assert fits(page)
    page.locator("label").get_by_text("With some of it", exact=True).click()
    page.get_by_label("What do you want to say about it?").fill("I would rather learn to cook.")
    page.get_by_label("Please phone me").check()
    press(page, "Send")
    expect(page.get_by_text("Thank you")).to_be_visible()
    desk.open(reverse("home"))
    follow(desk.page.locator("section", has_text="Duty desk"), "Amira Khan")
    expect(desk.page.get_by_text(re.compile("Would like to be called.*I would rather learn to cook"))).to_be_visible()
    seen = visit("phone")  # the same pages with the program that finds faults
    seen.page.goto(link)
    found["the birthday"] = faults(seen.page)
    for part, number in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        seen.page.get_by_label(part).fill(str(number))
    press(seen.page, "Open")
    expect(seen.page.get_by_text("Two driving lessons")).to_be_visible()
    found["the plan"] = faults(seen.page)
    assert found == {name: [] for name in found}
