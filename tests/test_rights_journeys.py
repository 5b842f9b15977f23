"""From a young person's question to the copy of their record in their hand, in a real browser at two widths."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from careleavers.models import RecordRequest
from tests.browser import WIDTHS, follow, open_as, press
from tests.cast import Cast, days_ago
from tests.factories import ContactFactory, RelationshipFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]


@pytest.fixture
def kept(cast: Cast, scene: Callable) -> Cast:
    with scene():
        RelationshipFactory.create(person=cast.amira, name="Kate Walsh", relation="sibling")
        for number in range(3):
            ContactFactory.create(
                person=cast.amira,
                worker=cast.pat,
                happened_on=days_ago(30 + number),
                note="Amira stayed with Kate for the weekend and wants a flat near her.",
                about_others="Her sister owes money to Zebedee." if number else "",
            )
    return cast


def test_a_copy_from_the_question_to_the_hand(kept: Cast, visit: Callable, faults: Callable) -> None:
    window = visit("desktop")
    page: Page = window.page
    found: dict[str, list[str]] = {}

    def look(called: str) -> None:
        """Every page at both widths: none wider than the window, each by WCAG 2.2 AA."""
        for name, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            found[f"{called} {name}"] = faults(page)
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=Path(folder) / f"{called}-{width}.png", full_page=True)

    open_as(window, kept.pat, reverse("details", args=[kept.amira.pk]))
    follow(page, "Requests for this record, and parts of it on paper")
    look("list-empty")
    follow(page, "Write down a request")
    look("add")
    page.locator("label").get_by_text("A copy of what is kept about them").click()
    page.locator("label").get_by_text("In person", exact=True).click()
    page.locator("#id_text").fill("Why could I not stay with my sister?")
    page.locator("#id_owner").select_option(label="Mo")
    press(page, "Save", exact=True)
    expect(page.get_by_text("It is to be answered by 23 December 2026")).to_be_visible()
    follow(page, "Who asks, and until when")
    look("clock")
    page.locator("#id_identity_checked_on").fill("2026-11-23")
    page.locator("#id_identity_how").fill("I have known her for two years")
    press(page, "Save", exact=True)
    look("request")

    open_as(window, kept.mo, reverse("home"))
    expect(page.get_by_text("Begin the copy of the record: with you")).to_be_visible()
    look("today")
    follow(page, "All requests for records")
    look("log")
    follow(page, "Amira Khan")
    press(page, "Begin the copy", exact=True)
    look("copy")
    follow(page, "Her sister owes money to Zebedee.")
    expect(page.get_by_text("You decide on 2 places at once.")).to_be_visible()
    look("decide")
    page.locator("label").get_by_text("Take them out", exact=True).click()
    press(page, "Save", exact=True)
    for name in ("Kate", "Kate Walsh"):
        follow(page, name, exact=True)
        page.locator("label").get_by_text("Leave them in", exact=True).click()
        page.locator("#id_reason").fill("They know each other")
        press(page, "Save", exact=True)
    expect(page.get_by_text("Everything is decided.")).to_be_visible()
    look("copy-decided")
    follow(page, "Read the copy through")
    look("read")
    page.go_back()
    press(page, "Hand in for a second look", exact=True)

    open_as(window, kept.vera, reverse("home"))
    follow(page, "Amira Khan")
    follow(page, "Take the second look")
    look("second-look")
    page.locator("label").get_by_text("Yes: it may be given", exact=True).click()
    press(page, "Save", exact=True)

    row = RecordRequest.objects.get()
    open_as(window, kept.mo, reverse("record_request", args=[row.person_id, row.pk]))
    with page.expect_download() as download:
        follow(page, "Download the copy")
    content = Path(download.value.path()).read_bytes()
    if folder := os.environ.get("PICTURES"):
        Path(folder, "copy.pdf").write_bytes(content)
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(content)).pages).split())
    assert "Zebedee" not in text
    assert "wants a flat near her" in text
    follow(page, "What became of it")
    look("end")
    page.locator("label").get_by_text("Answered", exact=True).click()
    page.locator("#id_given_how").select_option(label="In person, with somebody beside them")
    press(page, "Save", exact=True)
    expect(page.get_by_text("The request has ended.")).to_be_visible()
    look("ended")
    assert not {called: each for called, each in found.items() if each}
    assert not window.complaints
