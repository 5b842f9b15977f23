"""A new record from the first name to somebody who works with them, in a real browser at desk and phone widths."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from careleavers.models import YoungPerson
from tests.browser import WIDTHS, click_and_wait, sign_in
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BORN = {"Day": "1", "Month": "5", "Year": "2007"}


def press_visible(page: Page, button: str) -> None:
    click_and_wait(page.get_by_role("button", name=button, exact=True).locator("visible=true").last)


def write_like_amira(page: Page) -> None:
    page.get_by_label("Legal first name").fill("Amirah")
    page.get_by_label("Legal last name").fill("Khan")
    for part, number in BORN.items():
        page.get_by_label(part, exact=True).fill(number)
    page.get_by_label("Female", exact=True).check()
    page.get_by_label("Local ID").fill("L900")
    page.get_by_label("Team").select_option("North")
    press_visible(page, "Today")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_new_record_to_the_first_adviser(cast: Cast, visit: Callable, faults: Callable, width: str) -> None:
    window = visit(width)
    page: Page = window.page
    sign_in(page, window.address, "mo")
    found = {}

    page.goto(window.address + reverse("person_new"))
    press_visible(page, "Add")
    found["new, in error"] = faults(page)
    write_like_amira(page)
    press_visible(page, "Add")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    found["new, like another"] = faults(page)
    page.get_by_label("Local ID").press("Enter")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    assert not YoungPerson.objects.filter(local_id="L900").exists()
    press_visible(page, "It is somebody else: add Amirah")
    expect(page.get_by_text("Amirah Khan’s record is open.")).to_be_visible()
    found["person, empty"] = faults(page)
    person = YoungPerson.objects.get(local_id="L900")

    page.goto(window.address + reverse("episode_add", args=[person.pk]))
    press_visible(page, "Add")
    found["episode, in error"] = faults(page)
    for part, number in {"Day": "3", "Month": "2", "Year": "2020"}.items():
        page.get_by_label(part, exact=True).first.fill(number)
    page.get_by_label("Why it began").select_option("S")
    page.get_by_label("Legal status").select_option("C2")
    press_visible(page, "Add")
    expect(page.get_by_text("Full care order")).to_be_visible()
    found["care history"] = faults(page)

    page.goto(window.address + reverse("allocate", args=[person.pk]))
    page.get_by_label("Who", exact=True).select_option(str(cast.pat.pk))
    press_visible(page, "Allocate")
    expect(page.get_by_role("table", name="Case holders")).to_contain_text("Pat")
    found["workers"] = faults(page)

    page.goto(window.address + reverse("warning_note_new", args=[person.pk]))
    press_visible(page, "Add warning note")
    found["warning, in error"] = faults(page)
    assert not {name: each for name, each in found.items() if each}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_caseload_is_passed_on_after_a_look(cast: Cast, visit: Callable, faults: Callable, width: str) -> None:
    window = visit(width)
    page: Page = window.page
    sign_in(page, window.address, "mo")
    page.goto(window.address + reverse("reassign", args=[cast.pat.pk]))
    assert not faults(page)
    page.get_by_label("Wes, North (0 young people)").check()
    page.get_by_label("Why").fill("Pat leaves.")
    press_visible(page, "Look through the list")
    expect(page.get_by_label("Who takes over Amira Khan")).to_be_visible()
    assert not faults(page)
    press_visible(page, "Pass them on")
    expect(page.get_by_text("Pat", exact=True)).to_have_count(0)
    assert not faults(page)
