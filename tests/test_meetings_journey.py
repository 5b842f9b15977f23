"""A panel in a real browser: from a referral on a phone to the decision at a desk and the action that is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from careleavers.models import FollowUp
from tests.browser import WIDTHS, follow, open_as, press
from tests.careleavers.test_documents import picture as a_picture
from tests.cast import TODAY, Cast
from tests.factories import BodyFactory, BodyMemberFactory, MeetingFactory, MeetingItemFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]


def test_a_panel_from_a_referral_to_an_action_that_is_done(
    cast: Cast, scene: Callable, visit: Callable, faults_at_each_width: Callable[[Page], list[str]]
) -> None:
    with scene():
        panel = BodyFactory.create(purpose="Plans for those most at risk.")
        BodyMemberFactory.create(body=panel, user=cast.mo, role="chair", seat="Leaving care")
        police = BodyMemberFactory.create(body=panel, seat="Police")
        meeting = MeetingFactory.create(body=panel)
        MeetingItemFactory.create(meeting=meeting, person=cast.ben)
        MeetingFactory.create(body=panel, planned_on=TODAY + timedelta(days=56))
    window = visit("phone", has_touch=True)
    page, wrong = window.page, {}

    def look(called: str) -> None:
        wrong[called] = faults_at_each_width(page)

    def at(width: str) -> None:
        across, down = WIDTHS[width]
        page.set_viewport_size({"width": across, "height": down})

    open_as(window, cast.pat, reverse("person", args=[cast.amira.pk]))
    follow(page, "Panels and meetings")
    look("nothing yet")
    at("phone")
    follow(page, "Risk panel")
    press(page, "Refer", exact=True)
    expect(page.get_by_text("Fill in “Why do you bring it?”").first).to_be_visible()
    look("a referral with what is missing")
    at("phone")
    page.get_by_label("What is it about, in a few words?").fill("Pressure from older friends")
    page.get_by_label("Why do you bring it?").fill("Away two nights a week since the move, and a new phone.")
    page.get_by_label("What should come of it?").fill("One officer whom we can ring.")
    page.get_by_label("Do they know, and what do they say about it?").fill("Yes, wants to hear afterwards.")
    press(page, "Refer", exact=True)
    expect(page.get_by_text("It is on the agenda of 23 November 2026.")).to_be_visible()
    look("referred")

    at("desktop")
    open_as(window, cast.mo, reverse("bodies"))
    look("the list")
    follow(page, "Risk panel")
    look("the panel")
    at("desktop")
    follow(page, "Monday 23 November")
    expect(page.get_by_text("A young person whose record you may not see")).to_be_visible()
    at("desktop")
    follow(page, "Add papers")
    press(page, "Save", exact=True)
    expect(page.get_by_text("Choose the papers.").first).to_be_visible()
    look("papers without a file")
    at("desktop")
    photo = {"name": "Police notes.jpg", "mimeType": "image/jpeg", "buffer": a_picture()}
    page.locator("#id_documents").set_input_files([photo])
    page.get_by_label("What are they about?").select_option("Amira Khan: Pressure from older friends")
    press(page, "Save", exact=True)
    expect(page.get_by_role("link", name="Police notes.jpg", exact=True)).to_be_visible()
    look("the meeting")
    at("desktop")
    follow(page, "Write down who came")
    page.get_by_label("Mo, Leaving care").select_option("Came")
    page.get_by_label("Anil Mehta, Police").select_option("Sent apologies")
    look("who came")
    at("desktop")
    press(page, "Save", exact=True)
    follow(page, "Amira Khan")
    look("an item to decide")
    at("desktop")
    follow(page, "Write down what was decided")
    page.locator("label").get_by_text("Decided", exact=True).click()
    page.get_by_label("What was decided?").fill("Police name an officer, whom she meets with Pat.")
    look("the decision")
    at("desktop")
    press(page, "Save", exact=True)
    follow(page, "Give somebody something to do")
    page.get_by_label("What is to be done?").fill("Name an officer")
    page.get_by_label("By when?").fill(TODAY.isoformat())
    page.get_by_label("Does somebody of another service do it?").select_option("Anil Mehta, Police")
    page.get_by_label("Who of us does it, or sees that it is done?").select_option("Pat")
    look("who does what")
    at("desktop")
    press(page, "Save", exact=True)
    expect(page.get_by_text("Anil Mehta, Police: Name an officer")).to_be_visible()
    look("decided")
    follow(page, "Share with another service")
    page.get_by_label("Who is to read it?").select_option("Anil Mehta, Police")
    press(page, "Make a link", exact=True)
    address = page.get_by_label("1. Send Anil Mehta the link").input_value()
    code = page.get_by_text("Tell them the code by phone").locator("strong").inner_text()
    look("the link and its code")
    at("desktop")
    page.goto(window.address + reverse("meeting", args=[meeting.pk]))
    press(page, "Make the minutes", exact=True)
    expect(page.get_by_text("Police name an officer, whom she meets with Pat.")).to_be_visible()
    look("the minutes")

    at("phone")
    page.context.clear_cookies()
    page.goto(address)
    look("the code is asked")
    at("phone")
    page.get_by_label("What is the code?").fill(code)
    press(page, "Open", exact=True)
    expect(page.get_by_text("What you said you would do")).to_be_visible()
    look("what the police read")

    at("phone")
    open_as(window, cast.pat, reverse("home"))
    expect(page.get_by_text("Anil Mehta, Police: Name an officer").first).to_be_visible()
    open_as(window, cast.pat, reverse("person", args=[cast.amira.pk]))
    press(page, "Done")
    expect(page.get_by_text("Done: Anil Mehta, Police: Name an officer")).to_be_visible()
    follow(page, "Timeline")
    expect(page.get_by_text("Risk panel: decided")).to_be_visible()
    look("the timeline")
    follow_up = FollowUp.objects.get()
    assert (follow_up.done_on, follow_up.done_by, police.organisation) == (TODAY, cast.pat, "Police")
    assert not {called: found for called, found in wrong.items() if found}
    assert not window.complaints
