"""A sheet in a real browser: printed for a version that is being written, and back as photos from a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pathways.models import PlanVersion
from tests.browser import Visit, follow, open_as, press
from tests.careleavers.test_documents import picture
from tests.cast import Cast
from tests.factories import PlanVersionFactory, give_status
from tests.pathways.plan_pages import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_sheet_is_printed_and_comes_back_by_phone(
    cast: Cast, scene: Callable, visit: Callable[..., Visit], faults_at_each_width: Callable[[Page], list[str]]
) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, filled=True)
    assert PlanVersion.objects.get().may_be_written
    window, wrong = visit("phone", has_touch=True), {}
    page = open_as(window, cast.pat, address("plan_write", cast.amira))
    press(page, "Print a sheet for Amira")
    wrong["out"] = faults_at_each_width(page)
    href = page.get_by_role("link", name="In large print").get_attribute("href")
    assert page.context.request.get(window.address + str(href)).headers["content-type"] == "application/pdf"
    follow(page, "It came back")
    press(page, "Save")
    expect(page.get_by_text("Choose the scan, or a photo of each page.").first).to_be_visible()
    wrong["without a file"] = faults_at_each_width(page)
    photos = [{"name": f"page {n}.jpg", "mimeType": "image/jpeg", "buffer": picture()} for n in (1, 2)]
    page.locator("#id_documents").set_input_files(photos)
    press(page, "Save")
    expect(page.get_by_role("link", name="page 2.jpg", exact=True)).to_be_visible()
    wrong["back"] = faults_at_each_width(page)
    page.goto(window.address + address("plan_words", cast.amira))
    expect(page.get_by_text("Their sheet, as they wrote it")).to_be_visible()
    wrong["beside their words"] = faults_at_each_width(page)
    assert {name: found for name, found in wrong.items() if found} == {}
    assert not window.complaints
