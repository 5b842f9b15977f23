"""The journeys that matter, in a real browser at desk and phone widths, with axe on every page they pass."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from careleavers.models import Contact, Draft, Home, Occupation, WarningNote
from tests.browser import WIDTHS, follow, press, sign_in, sign_in_by_form
from tests.cast import Cast, days_ago

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LARGEST_PAGE = 12 * 1024  # bytes of HTML, compressed
RECORD_PAGES = ("person", "timeline", "contact_begin", "home_list", "home_add", "occupation_list", "occupation_add")


@pytest.fixture
def lived(cast: Cast, scene) -> Cast:
    """Amira with a home, college, a warning note and a contact five weeks ago."""
    today = timezone.localdate()
    with scene():
        Home.objects.create(person=cast.amira, kind="E", is_suitable=True, starts_on=days_ago(400, today))
        Occupation.objects.create(person=cast.amira, code="F2", detail="Level 2 art", starts_on=days_ago(80, today))
        WarningNote.objects.create(
            person=cast.amira, kind="visits", text="Visit in pairs.", review_on=today, person_told_on=today
        )
        Contact.objects.create(
            person=cast.amira,
            worker=cast.pat,
            method="phone",
            result="spoke",
            happened_on=days_ago(35, today),
            note="She wants to paint the room.",
        )
    return cast


@pytest.mark.parametrize("width", WIDTHS)
def test_log_a_contact_in_six_taps(lived: Cast, visit: Callable, axe: Callable, width: str) -> None:
    window = visit(width)
    page: Page = window.page
    sign_in_by_form(page, window.address, "pat")
    assert not axe(page)
    taps = []

    def tap(what) -> None:
        taps.append(what)
        what.click()

    page.goto(window.address + reverse("person", args=[lived.amira.pk]))
    expect(page.get_by_text("Visit in pairs.")).to_be_visible()
    assert not axe(page)
    tap(page.get_by_role("button", name="Log contact"))
    assert not axe(page)
    tap(page.get_by_label("Phone", exact=True))
    tap(page.get_by_label("Spoke with them"))
    page.get_by_role("textbox", name="Note").fill("She has painted it blue.")
    tap(page.get_by_role("button", name="Save contact"))
    expect(page.get_by_text(re.compile("Contact logged."))).to_be_visible()
    expect(page.get_by_text("She has painted it blue.")).to_be_visible()
    assert not axe(page)
    assert len(taps) <= 6
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    press(page, "Undo")
    expect(page.get_by_text("Contact undone, with what it changed.")).to_be_visible()
    assert not Contact.objects.live().filter(note__contains="blue").exists()
    assert window.complaints == []


def test_what_is_typed_survives_a_crash_and_is_sent_once(lived: Cast, visit: Callable) -> None:
    window = visit("phone")
    page: Page = window.page
    sign_in(page, window.address, "pat")
    page.goto(window.address + reverse("contact_begin", args=[lived.amira.pk]))
    form = page.url
    page.get_by_role("textbox", name="Note").fill("Half of a long thou")
    expect(page.get_by_text(re.compile(r"^Saved at \d\d:\d\d$"))).to_be_visible(timeout=8000)
    page.goto("about:blank")
    page.goto(form)
    expect(page.get_by_role("textbox", name="Note")).to_have_value("Half of a long thou")
    page.get_by_label("Phone", exact=True).check()
    page.get_by_label("Spoke with them").check()
    page.get_by_role("button", name="Save contact").dblclick()
    expect(page.get_by_text(re.compile("Contact logged"))).to_be_visible()
    assert Contact.objects.filter(note="Half of a long thou").count() == 1
    assert not Draft.objects.exists()
    storage = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert storage == [0, 0]


def test_typing_goes_on_while_the_network_is_away(lived: Cast, visit: Callable) -> None:
    window = visit("phone")
    page: Page = window.page
    sign_in(page, window.address, "pat")
    page.goto(window.address + reverse("contact_begin", args=[lived.amira.pk]))
    page.context.set_offline(True)
    page.get_by_role("textbox", name="Note").fill("Typed in a tunnel")
    expect(page.get_by_text("Not saved. Trying again.")).to_be_visible(timeout=8000)
    page.context.set_offline(False)
    expect(page.get_by_text(re.compile(r"^Saved at \d\d:\d\d$"))).to_be_visible(timeout=15000)
    assert Draft.objects.get().data["note"] == ["Typed in a tunnel"]


def test_without_script_a_contact_is_logged_and_a_draft_kept(lived: Cast, visit: Callable) -> None:
    window = visit("phone", java_script_enabled=False)
    page: Page = window.page
    sign_in(page, window.address, "pat")
    page.goto(window.address + reverse("contact_begin", args=[lived.amira.pk]))
    page.get_by_role("textbox", name="Note").fill("Begun on an old phone")
    press(page, "Save draft")
    expect(page.get_by_text(re.compile("Draft saved"))).to_be_visible()
    page.goto(window.address + reverse("contact_begin", args=[lived.amira.pk]))
    follow(page, "Carry on with it")
    page.get_by_label("Phone", exact=True).check()
    page.get_by_label("Spoke with them").check()
    press(page, "Save contact")
    assert Contact.objects.filter(note="Begun on an old phone").exists()


def test_pages_of_the_record_meet_wcag_and_fit(lived: Cast, visit: Callable, faults_at_each_width: Callable) -> None:
    window = visit()
    page: Page = window.page
    sign_in(page, window.address, "pat")
    broken = {}
    for name in RECORD_PAGES:
        page.goto(window.address + reverse(name, args=[lived.amira.pk]))
        broken[name] = faults_at_each_width(page)
    page.goto(window.address + reverse("contact_begin", args=[lived.amira.pk]))
    press(page, "Save contact")  # the page in error
    broken["contact in error"] = faults_at_each_width(page)
    link = page.get_by_role("alert").get_by_role("link").first
    target = link.get_attribute("href") or ""
    assert page.locator(target).count() == 1
    assert not {name: rules for name, rules in broken.items() if rules}


def test_pages_of_the_administrator_meet_wcag_and_fit(
    cast: Cast, visit: Callable, faults_at_each_width: Callable
) -> None:
    window = visit()
    page: Page = window.page
    sign_in(page, window.address, "sys")
    broken = {}
    for name in ("staff_list", "staff_add", "team_list", "team_add", "policy_list", "audit_list", "preferences"):
        page.goto(window.address + reverse(name))
        broken[name] = faults_at_each_width(page)
    for name, argument in (("staff_member", cast.pat.pk), ("role_add", cast.pat.pk), ("policy_edit", "letter_ages")):
        page.goto(window.address + reverse(name, args=[argument]))
        broken[name] = faults_at_each_width(page)
    assert not {name: rules for name, rules in broken.items() if rules}


def test_the_contact_form_is_small(lived: Cast, visit: Callable) -> None:
    """The page itself; style, script and fonts are the same on every page and measured with the shell."""
    window = visit("phone")
    page: Page = window.page
    sign_in(page, window.address, "pat")
    page.goto(window.address + reverse("contact_begin", args=[lived.amira.pk]))
    assert len(gzip.compress(page.content().encode())) < LARGEST_PAGE


# Pages that a service manager opens; the first list takes no argument, the second the person's id.
MANAGERS_PAGES = (
    "look_ahead",
    "home",
    "caseload",
    "people_search",
    "person_new",
    "overdue_by_worker",
    "pathways:promises",
    "restricted_open",
    "reporting:dashboard",
    "reporting:quarters",
    "reporting:data_quality",
    "offers:letters",
    "offers:local_offer",
)
PERSONS_PAGES = (
    "details",
    "person_edit",
    "care_history",
    "episode_add",
    "status_why",
    "allocations",
    "restriction",
    "contact_detail_new",
    "warning_note_new",
    "pathways:plan",
    "pathways:assessment",
    "record_views",
)


def test_pages_of_a_manager_meet_wcag_and_fit(lived: Cast, visit: Callable, faults_at_each_width: Callable) -> None:
    window = visit()
    page: Page = window.page
    sign_in(page, window.address, "vera")
    addresses = {name: reverse(name) for name in MANAGERS_PAGES}
    addresses |= {name: reverse(name, args=[lived.amira.pk]) for name in PERSONS_PAGES}
    broken = {}
    for name, address in addresses.items():
        answer = page.goto(window.address + address)
        assert answer is not None
        assert answer.status == 200, name
        broken[name] = faults_at_each_width(page)
    assert not {name: rules for name, rules in broken.items() if rules}
