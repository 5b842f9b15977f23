"""A round of the survey to You said, we did; and a post from interest to 13 weeks in it: in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from careleavers.models import Occupation
from offers.models import Briefing, SurveyResponse, SurveyRound
from tests.browser import follow, open_as, press, see
from tests.cast import TODAY, Cast, days_ago
from tests.factories import ContactDetailFactory, EmployerFactory, OpportunityFactory, give_status

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_on_the_day"),
]


def test_what_young_people_say_and_the_work_they_get(
    cast: Cast, scene: Callable, visit: Callable, faults: Callable
) -> None:
    with scene():
        for person in (cast.amira, cast.ben):
            give_status(person, "former_relevant")
            ContactDetailFactory.create(person=person, kind="mobile", value="07700 900123", safe_to_use=True)
        OpportunityFactory.create(employer=EmployerFactory.create())
    desk, phone = visit("desktop"), visit("phone")
    page = open_as(desk, cast.pip, reverse("home"))
    press(page, "Write the first round")
    page.locator("#id_welcome").fill("Hello, how is it with us?")
    press(page, "Save")
    press(page, "Add a question")
    page.locator("#id_text").fill("What should we do better?")
    page.get_by_text("Their own words").click()
    press(page, "Save")
    found = {"desk, a draft": faults(page)}
    press(page, "Draw, and begin")
    see(page, "2 young people are drawn by chance")

    page = open_as(phone, cast.pip, reverse("home"))
    press(page, "Phone the next")
    found["phone, whom to phone"] = faults(page)
    follow(page, "Amira Khan")
    see(page, "Your answers are kept without your name")
    found["phone, a call"] = faults(page)
    page.get_by_label("What should we do better?").fill("Text me back.")
    press(page, "Keep the answers")
    see(page, "Kept, without a name")
    follow(page, "Ben Ward")
    page.get_by_text("They did not answer the phone").click()
    page.get_by_text("They do not want to answer").click()
    press(page, "Save, and go on to the next")
    see(page, "Nobody is left to phone.")
    with scene():
        SurveyRound.objects.update(closes_on=TODAY - timedelta(days=1), opened_on=days_ago(20))

    page = open_as(desk, cast.pip, reverse("offers:survey_said", args=[SurveyRound.objects.get().pk]))
    page.get_by_label("A theme").fill("Hearing back")
    press(page, "Add")
    page.get_by_role("checkbox", name="Hearing back").check()
    press(page, "Save")
    see(page, "Sorted.")
    follow(page, SurveyRound.objects.get().title)
    found["desk, what was found"] = faults(page)
    follow(page, "You said, we did")
    page.locator("#id_opening").fill("Thank you.")
    press(page, "Begin")
    press(page, "Add what they said")
    page.locator("#id_said").fill("Texts wait too long")
    press(page, "Save")
    follow(page, "Give somebody something to do")
    page.locator("#id_what").fill("Answer each text in a day")
    page.locator("#id_owner").select_option(label="Pat")
    page.locator("#id_team").fill("The duty team")
    page.locator("#id_due_on").fill("2027-01-04")
    press(page, "Save")
    see(page, "Pat has it on Today.")
    page = open_as(desk, cast.vera, f"{reverse('home')}?whose=mine")
    page.get_by_role("link", name=SurveyRound.objects.get().title).last.click()
    press(page, "Publish")
    see(page, "everybody can read it")
    follow(page, "As everybody reads it")
    see(page, "The duty team, by 4 January 2027")

    page = open_as(phone, cast.pat, reverse("offers:posts_of", args=[cast.amira.pk]))
    follow(page, "Write down what they would like")
    page.locator("#id_sector").select_option("gardening")
    press(page, "Save")
    follow(page, "Apprentice gardener")
    page.locator("#id_happened_on").fill(days_ago(120).isoformat())
    press(page, "Save")
    for step, ago in (("Informal meeting", 110), ("In the post", 95), ("Still there after 13 weeks", 2)):
        press(page, "What happened next")
        page.get_by_text(step, exact=True).click()
        page.locator("#id_happened_on").fill(days_ago(ago).isoformat())
        if step == "In the post":
            page.locator("#id_code").select_option("F4")
        press(page, "Save")
    see(page, "Ask whether they are still there after 26 weeks")
    found["phone, posts for them"] = faults(page)
    follow(page, "All posts for young people")
    found["phone, posts"] = faults(page)
    assert not {where: wrong for where, wrong in found.items() if wrong}
    assert [*desk.complaints, *phone.complaints] == []
    assert SurveyResponse.objects.count() == 1
    assert Briefing.objects.get().published_on == TODAY
    assert Occupation.objects.get(person=cast.amira, ends_on=None).starts_on == days_ago(95)
