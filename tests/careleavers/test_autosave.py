"""What is typed reaches the server while it is typed, in a real browser."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from careleavers.models import Contact, Draft
from tests.browser import press, sign_in
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEY = 80  # milliseconds: a quick typist, who never pauses for the quiet that a save used to wait for
LONGEST = 3.0  # seconds that may pass before an unsaved key is saved


@pytest.fixture
def form(cast: Cast, visit: Callable) -> Page:
    window = visit("phone")
    sign_in(window.page, window.address, "pat")
    window.open(reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()]))
    return window.page


@pytest.mark.parametrize("letters", [60, 110])
def test_a_browser_killed_in_the_middle_of_typing_loses_at_most_three_seconds(form: Page, letters: int) -> None:
    """Seen to fail: a save only after a pause in the typing."""
    text = "The quick brown fox jumps over the lazy dog and on. " * 3
    form.get_by_label("Note").press_sequentially(text[:letters], delay=KEY)
    form.context.close()  # as a crash does: nothing more is sent
    saved = Draft.objects.get().data["note"][0]
    assert text.startswith(saved)
    assert len(saved) >= letters - LONGEST * 1000 / KEY


def test_two_windows_of_one_form_lose_nothing(form: Page) -> None:
    other = form.context.new_page()
    other.goto(form.url)
    form.get_by_label("Note").press_sequentially("Window one.")
    expect(form.locator("[data-saved]")).to_contain_text("Saved at")
    other.get_by_label("Note").press_sequentially("Window two.")
    expect(other.locator("[data-saved]")).to_contain_text("Saved at", timeout=10_000)
    expect(other.locator(".saved--trouble")).to_contain_text("kept as a draft of its own. Saved at")
    assert sorted(draft.data["note"][0] for draft in Draft.objects.all()) == ["Window one.", "Window two."]
    other.get_by_label("Phone", exact=True).check()
    other.get_by_label("Spoke with them").check()
    press(other, "Save contact")
    expect(other.get_by_text("Contact logged.")).to_be_visible()
    assert Contact.objects.get().note == "Window two."
    assert [draft.data["note"][0] for draft in Draft.objects.all()] == ["Window one."]


def test_words_typed_after_the_contact_was_logged_elsewhere_are_kept(form: Page) -> None:
    desk = form.context.new_page()
    form.get_by_label("Note").press_sequentially("First words")
    expect(form.locator("[data-saved]")).to_contain_text("Saved at")
    desk.goto(form.url)
    desk.get_by_label("Phone", exact=True).check()
    desk.get_by_label("Spoke with them").check()
    press(desk, "Save contact")
    expect(desk.get_by_text("Contact logged.")).to_be_visible()
    form.get_by_label("Note").press_sequentially(", and she is pregnant")
    press(form, "Save contact")
    expect(form.get_by_text("This form had been sent before")).to_be_visible()
    expect(form.get_by_label("Note")).to_have_value("First words, and she is pregnant")
    assert Contact.objects.get().note == "First words"


def test_not_saved_does_not_look_like_saved(form: Page) -> None:
    form.context.set_offline(True)
    form.get_by_label("Note").press_sequentially("On a train")
    trouble = form.locator(".saved--trouble")
    expect(trouble).to_contain_text("Not saved", timeout=5_000)
    form.context.set_offline(False)
    expect(form.locator("[data-saved]")).to_contain_text("Saved at", timeout=5_000)
    expect(trouble).to_have_count(0)


def test_a_save_that_is_never_answered_stops_no_later_one(form: Page) -> None:
    """A train goes into a tunnel. Seen to fail: nothing was saved any more, and the button did nothing."""
    form.clock.install()
    form.reload()
    form.route("**/drafts/**", lambda _: None, times=1)
    with form.expect_request("**/drafts/**"):
        form.get_by_label("Note").press_sequentially("On a train")
        form.clock.run_for(3_000)
    form.get_by_label("Note").press_sequentially(", and off it")
    form.clock.run_for(15_000)
    expect(form.locator("[data-saved]")).to_contain_text("Saved at")
    assert Draft.objects.get().data["note"] == ["On a train, and off it"]
