"""By a link on a phone, without a script: what is theirs, to the adviser's Today; and a survey, to the call sheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from careleavers.models import DutyMessage
from offers.models import SurveyResponse, SurveyRound
from tests.browser import follow, open_as, picture, press, see
from tests.cast import Cast
from tests.factories import (
    ContactDetailFactory,
    EntitlementEventFactory,
    SurveyInvitationFactory,
    SurveyQuestionFactory,
    SurveyRoundFactory,
    give_status,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]


def give_birthday(page: Page, cast: Cast) -> None:
    born = cast.amira.date_of_birth
    for part, number in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        page.get_by_label(part, exact=True).fill(str(number))
    press(page, "Open")


def test_a_young_person_reads_what_is_theirs_asks_for_help_and_answers_a_survey(
    cast: Cast, scene: Callable, visit: Callable, faults: Callable
) -> None:
    with scene():
        give_status(cast.amira, "former_relevant")
        ContactDetailFactory.create(person=cast.amira, kind="mobile", value="07700 900123", safe_to_use=True)
        EntitlementEventFactory.create(person=cast.amira, item="council_tax")
        drawn = SurveyInvitationFactory.create(round=SurveyRoundFactory.create(), person=cast.amira)
        SurveyQuestionFactory.create(round=drawn.round)
        SurveyQuestionFactory.create(round=drawn.round, order=2, kind="text", text="What should we do?")
    phone, theirs = visit("phone"), visit("phone", java_script_enabled=False)
    page = open_as(phone, cast.pat, reverse("offers:passport", args=[cast.amira.pk]))
    follow(page, "A link for Amira")
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

    page = open_as(phone, cast.pip, reverse("offers:survey_calls", args=[SurveyRound.objects.get().pk]))
    follow(page, "Amira Khan")
    follow(page, "Give them a link instead")
    press(page, "Make a link")
    found["share, a survey"] = faults(page)
    picture(page, "survey-share")
    address = page.get_by_label("The link").input_value()
    page.context.clear_cookies()
    page.goto(address)
    give_birthday(page, cast)
    see(page, "Your answers are kept without your name")
    found["the questions"] = faults(page)
    picture(page, "survey-questions")
    page = theirs.page
    page.goto(address)
    give_birthday(page, cast)
    page.get_by_text("5, very much").first.click()
    page.get_by_label("What should we do?").fill("Text me back.")
    press(page, "Send my answers")
    see(page, "We have your answers.")
    page = open_as(phone, cast.pip, reverse("offers:survey_calls", args=[SurveyRound.objects.get().pk]))
    see(page, "1 of 1 have answered")
    follow(page, "Done: 1")
    see(page, "Answered")
    found["who is done"] = faults(page)
    picture(page, "survey-done")
    assert SurveyResponse.objects.get().route == "link"
    assert not {where: wrong for where, wrong in found.items() if wrong}
    assert [*phone.complaints, *theirs.complaints] == []
