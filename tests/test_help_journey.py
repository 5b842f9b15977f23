"""Each text of help, opened from a page that it is about: one window, both widths, with axe.

`tests/guards/test_help.py` holds that every page has a text; this one, that it opens, is the right one and can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from careleavers.site import help as texts
from careleavers.site.extensions import help_topics
from careleavers.site.help_topic import HelpTopic
from tests.browser import Visit, take_session
from tests.cast import STAFF
from tests.guards.gated_pages import is_open
from tests.guards.records import NOON, Council, address, pages
from tests.guards.test_pages import MATRIX

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HELP = "Help with this page"


@pytest.fixture
def council(transactional_db: None, scene: Callable) -> Iterator[Council]:
    with time_machine.travel(NOON, tick=False):
        with scene(), transaction.atomic():
            made = Council()
        yield made


def let_in() -> dict[str, list[str]]:
    """Who of the staff opens which page, from the matrix of roles and pages."""
    rows = [line.split() for line in MATRIX.read_text().splitlines()[1:]]
    return {page: [who for who, said in zip(STAFF, answers, strict=True) if said == "yes"] for page, *answers in rows}


def of_whom(topic: HelpTopic) -> list[tuple[str, str]]:
    """Pages of the topic with somebody who may open them, those about no row first."""
    may = let_in()
    named = [name for name in pages() if texts.topic_for(name) == topic and not is_open(name) and may.get(name)]
    return [
        (name, may[name][0]) for name in sorted(named, key=lambda name: (str(pages()[name].pattern).count("<"), name))
    ]


class Reader:
    """One window, in which one after another of the staff is signed in."""

    def __init__(self, window: Visit, council: Council) -> None:
        self.window, self.council, self.who, self.client = window, council, "", Client()

    def opens(self, name: str, who: str) -> bool:
        """Whether it is a page with a foot, and not a file, a button, or of nobody here."""
        if who != self.who:
            self.client.force_login(getattr(self.council, who))
            take_session(self.window.page, self.window.address, getattr(self.council, who))
            self.who = who
        path = address(name, pages()[name], self.council.about_amira)
        answer = self.client.get(path)  # first, as a browser that is sent to what is no page interrupts the next one
        if answer.status_code != 200 or HELP not in answer.content.decode(errors="ignore"):
            return False
        self.window.page.goto(self.window.address + path, wait_until="domcontentloaded")
        return True

    def opens_help(self) -> None:
        """In the same window: that it opens beside the page is held by tests/careleavers/test_help.py."""
        link = self.window.page.get_by_role("link", name=HELP)
        link.evaluate("link => link.removeAttribute('target')")
        link.click()


def test_each_text_opens_from_a_page_that_it_is_about(
    council: Council, visit: Callable[..., Visit], faults_at_each_width: Callable[[Page], list[str]]
) -> None:
    window = visit()
    reader, read, broken = Reader(window, council), set(), []

    def look(topic: HelpTopic) -> None:
        expect(window.page.locator("h1")).to_have_text(topic.title)
        broken.extend(f"{topic.slug}: {fault}" for fault in faults_at_each_width(window.page))
        read.add(topic)

    for topic in help_topics():
        if next((True for name, who in of_whom(topic) if reader.opens(name, who)), False):
            reader.opens_help()
            look(topic)
    for topic in help_topics():
        if topic.is_from_the_foot:
            window.page.locator(f'.foot a[href="{reverse("help_topic", args=[topic.slug])}"]').click()
            look(topic)
    assert {topic.slug for topic in help_topics()} == {topic.slug for topic in read}
    assert not broken
