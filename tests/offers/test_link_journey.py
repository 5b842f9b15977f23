"""What is theirs by a link on a phone, from the adviser's page to their Today: in a real browser, and without a script
for the young person.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from careleavers.models import DutyMessage
from tests.browser import open_as, picture
from tests.cast import Cast
from tests.factories import ContactDetailFactory, EntitlementEventFactory, give_status

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def see(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def give_birthday(page: Page, cast: Cast) -> None:
    born = cast.amira.date_of_birth
    for part, number in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        page.get_by_label(part, exact=True).fill(str(number))
    press(page, "Open")


def test_a_young_person_reads_what_is_theirs_and_asks_for_help(
    cast: Cast, scene: Callable, visit: Callable, faults: Callable
) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        ContactDetailFactory.create(person=cast.amira, kind="mobile", value="07700 900123", safe_to_use=True)
        EntitlementEventFactory.create(person=cast.amira, item="council_tax")
    phone, theirs = visit("phone"), visit("phone", java_script_enabled=False)
    page = open_as(phone, cast.pat, reverse("offers:passport", args=[cast.amira.pk]))
    page.get_by_role("link", name="A link for Amira").click()
    press(page, "Make a link")
    see(page, "This is shown once")
    found = {"share": faults(page)}
    picture(page, "share")
    address = page.get_by_label("The link").input_value()
    page.context.clear_cookies()
    page.goto(address)
    found["birthday"] = faults(page)
    picture(page, "birthday")
    give_birthday(page, cast)
    see(page, "Amira, this is yours")
    found["theirs"] = faults(page)
    picture(page, "theirs")

    page = theirs.page
    page.goto(address)
    give_birthday(page, cast)
    press(page, "Ask for help")
    see(page, "Choose or write something first")
    page.get_by_text("Money to set up your home").last.click()
    page.get_by_label("What do you want to say?").fill("Page two?")
    press(page, "Ask for help")
    see(page, "We answer by Tuesday 24 November")

    page = open_as(phone, cast.pat, reverse("home"))
    picture(page, "today")
    see(page, "Amira Khan")
    page.goto(phone.address + reverse("duty_message", args=[DutyMessage.objects.get().pk]))
    see(page, "Wants help with what is theirs: Setting up home allowance. “Page two?”")
    page = open_as(phone, cast.pat, reverse("offers:passport_paper", args=[cast.amira.pk]))
    found["paper"] = faults(page)
    picture(page, "paper")
    assert not {where: wrong for where, wrong in found.items() if wrong}
    assert [*phone.complaints, *theirs.complaints] == []
