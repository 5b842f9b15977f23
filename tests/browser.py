"""Chromium for tests; tests/conftest.py makes the fixtures known. A test that uses them is marked `browser`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from careleavers.models import User
from scripts import chromium
from tests.factories import PASSWORD

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What passed stays in the browser: it is far more than what does not, and takes longer to send than to find.
VIOLATIONS = """async tags => {
  const {violations} = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return violations.flatMap(rule => rule.nodes.map(node => `${rule.id} at ${node.target}: ${node.failureSummary}`));
}"""
# Links in a sentence may be as low as its line, and the label of a radio or checkbox is its target.
LOW_TARGETS = """() => [...document.querySelectorAll("a, button, select, textarea, summary, input:not([type=hidden])")]
  .filter(each => !each.matches("p a, .govuk-skip-link, [tabindex='-1'], [type=radio], [type=checkbox]"))
  .map(each => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width && box.height < 24)
  .map(([each, box]) => `${each.innerText || each.name} is ${box.height} pixels high`)"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    if found is None:
        pytest.skip(f"Chromium was not found: {chromium.HOW_TO_GET_IT}")
    # Playwright runs an event loop in this thread; Django would refuse the database in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=found, args=QUIET)
        yield launched
        launched.close()


class Visit:
    """A window on the live server that remembers what the browser complained of."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path, wait_until="load")
        return self.page


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., Visit]]:
    """`visit("phone")` opens a window; `visit("phone", java_script_enabled=False)` passes options of Playwright on."""
    contexts: list[BrowserContext] = []

    def opened(width: str = "desktop", **options: object) -> Visit:
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        contexts.append(browser.new_context(viewport=size, locale="en-GB", **options))  # type: ignore[arg-type]
        return Visit(contexts[-1], live_server.url)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)` answers what breaks WCAG 2.2 AA: rule, place and why, one line each."""
    source = (Path(settings.BASE_DIR) / "vendor-test" / "axe.min.js").read_text()
    brought: set[BrowserContext] = set()

    def violations(page: Page) -> list[str]:
        page.wait_for_load_state()  # after a click the next page may have begun, without its first element yet
        if not page.evaluate("'axe' in window || 'loadAxe' in window && (loadAxe(), true)"):
            page.evaluate(source)
        if page.context not in brought:  # the browser keeps it for the pages that follow: sending it takes longer
            page.context.add_init_script(f"window.loadAxe = () => {{{source}}}")
            brought.add(page.context)
        return page.evaluate(VIOLATIONS, WCAG_22_AA)

    return violations


@pytest.fixture(scope="session")
def faults(axe: Callable[[Page], list[str]]) -> Callable[[Page], list[str]]:
    """`faults(page)` answers what `axe` finds, a page wider than its window, and targets lower than 24 px."""

    def found(page: Page) -> list[str]:
        broken = axe(page)
        wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return [*broken, *page.evaluate(LOW_TARGETS), *(["wider than its window"] if wider else [])]

    return found


@pytest.fixture(scope="session")
def faults_at_each_width(faults: Callable[[Page], list[str]]) -> Callable[[Page], list[str]]:
    """The `faults` of a page that was loaded once, at desk and phone widths in turn; and its picture."""

    def found(page: Page) -> list[str]:
        answers = []
        for width, (across, down) in WIDTHS.items():
            page.set_viewport_size({"width": across, "height": down})
            answers += [f"{width}: {fault}" for fault in faults(page)]
        picture(page, slugify(page.title())[:80])
        return answers

    return found


def sign_in_by_form(page: Page, address: str, who: str) -> None:
    """As somebody of the cast, as they do it themselves; they stand on their first page then."""
    page.goto(f"{address}{reverse('account_login')}")
    page.get_by_label("Email").fill(f"{who}@council.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def sign_in(page: Page, address: str, who: str) -> None:
    """As somebody of the cast, without the form and the page after it, which cost more than most of what is tested."""
    take_session(page, address, User.objects.get(email=f"{who}@council.example"))


def open_as(window: Visit, user: Any, path: str) -> Page:
    """A page, signed in as somebody, without the form for it: what was open before is signed out."""
    take_session(window.page, window.address, user)
    return window.open(path)


def take_session(page: Page, address: str, user: Any) -> None:
    """A new one of this user's, in place of what the browser had."""
    client = Client()
    client.force_login(user)
    page.context.clear_cookies()
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def press(place: Page | Locator, button: str | re.Pattern[str], exact: bool = False) -> None:
    """The first button of that name; answers when the page that follows has come whole.

    A click answers as soon as the next page has begun: what is looked for then without waiting (`all`, `count`) is not
    there yet, and a choice made on a page that is still coming is lost.
    """
    click_and_wait(place.get_by_role("button", name=button, exact=exact).first)


def follow(place: Page | Locator, link: str | re.Pattern[str], exact: bool = False) -> None:
    """The first link of that name, as `press`."""
    click_and_wait(place.get_by_role("link", name=link, exact=exact).first)


def click_and_wait(thing: Locator) -> None:
    thing.click()
    thing.page.wait_for_load_state()


def see(page: Page, words: str | re.Pattern[str]) -> None:
    """Fails unless they can be read on the page within five seconds."""
    expect(page.get_by_text(words).first).to_be_visible()


def picture(page: Page, name: str) -> None:
    """At both widths, for whoever wants to look: only when PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        for width, height in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


class Finger:
    """Taps and fills boxes on a phone, and counts both. Typing is no tap, and filling a box needs none of its own."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.boxes = 0

    def tap(self, what: Locator) -> None:
        self.taps += 1
        what.tap()
        self.page.wait_for_load_state()

    def fill(self, box: Locator, text: str) -> None:
        self.boxes += 1
        box.fill(text)
